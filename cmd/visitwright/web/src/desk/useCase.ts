import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, messageOf } from '../api/call'
import { dateTime } from '../format'
import { offerUndo } from '../frame/Undo'
import { caseKey, desk, type CaseView, type Verdict } from './calls'

const DID: Record<string, string> = { accepted: 'accepted', rejected: 'rejected', replaced: 'replaced', added: 'added', withdrawn: 'as it was' }

/** A case, and what may be done with it; each change names the version that was read. */
export function useCase(visit: string) {
  const client = useQueryClient()
  const [undoes, setUndoes] = useState<string[]>([])
  const query = useQuery({ queryKey: caseKey(visit), queryFn: () => desk.get(visit), refetchInterval: 20_000 })
  const version = () => client.getQueryData<CaseView>(caseKey(visit))?.case.version ?? 0
  const taken = (v: CaseView) => {
    client.setQueryData(caseKey(visit), v)
    void client.invalidateQueries({ queryKey: ['desk', 'list'] })
  }
  const failed = (e: unknown) => {
    const at = e instanceof ApiError ? e.body.changed_at : undefined
    notifications.show({ color: 'red', title: 'Not saved', message: messageOf(e) + (at ? ` Changed ${dateTime(at)}.` : '') })
    void client.invalidateQueries({ queryKey: caseKey(visit) })
  }
  const run = useMutation({ mutationFn: (f: (version: number) => Promise<CaseView>) => f(version()), onSuccess: taken, onError: failed })
  const decide = (v: Verdict, name: string) =>
    run.mutateAsync((n) => desk.decide(visit, n, v)).then(
      (after) => {
        const id = v.code_id ?? after.decisions.findLast((d) => d.verdict === 'added')?.code_id
        if (v.verdict === 'withdrawn' || !id) return true
        setUndoes((u) => [...u, id])
        offerUndo(`${name} ${DID[v.verdict] ?? ''}.`, () => undo(id))
        return true
      },
      () => false,
    )
  const undo = (id: string | undefined = undoes.at(-1)) => {
    if (!id) return
    setUndoes((u) => u.filter((x) => x !== id))
    void decide({ code_id: id, verdict: 'withdrawn' }, '')
  }
  return { query, run, decide, undo }
}
