import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiError, messageOf } from '../api/call'
import { dateTime } from '../format'
import { offerUndo } from '../frame/Undo'
import { caseKey, desk, type CaseView, type Verdict } from './calls'

const DID: Record<string, string> = { accepted: 'accepted', rejected: 'rejected', replaced: 'replaced', added: 'added', withdrawn: 'as it was' }
/** How a code stands after a verdict. */
const SHOWN: Record<Verdict['verdict'], string> = { accepted: 'accepted', rejected: 'rejected', replaced: 'rejected', added: 'accepted', withdrawn: 'proposed' }

/**
 * A case, and what may be done with it; each change names the version that was read. Changes go
 * out one after the other and a verdict shows at once, so that who works fast is never ahead of the page.
 */
export function useCase(visit: string) {
  const client = useQueryClient()
  const [undoes, setUndoes] = useState<string[]>([])
  const onTheWay = useRef(new Map<string, string>()) // a code's verdict that the server has not answered
  const query = useQuery({ queryKey: caseKey(visit), queryFn: () => desk.get(visit), refetchInterval: 20_000 })
  const version = () => client.getQueryData<CaseView>(caseKey(visit))?.case.version ?? 0
  const ahead = (v: CaseView): CaseView => ({ ...v, visit: { ...v.visit, codes: v.visit.codes.map((c) => ({ ...c, status: onTheWay.current.get(c.id) ?? c.status })) } })
  const taken = (v: CaseView) => {
    client.setQueryData(caseKey(visit), ahead(v))
    void client.invalidateQueries({ queryKey: ['desk', 'list'] })
  }
  const failed = (e: unknown) => {
    const at = e instanceof ApiError ? e.body.changed_at : undefined
    notifications.show({ color: 'red', title: 'Not saved', message: messageOf(e) + (at ? ` Changed ${dateTime(at)}.` : '') })
    void client.invalidateQueries({ queryKey: caseKey(visit) })
  }
  const run = useMutation({ scope: { id: `desk-${visit}` }, mutationFn: (f: (version: number) => Promise<CaseView>) => f(version()), onSuccess: taken, onError: failed })
  const decide = async (v: Verdict, name: string): Promise<boolean> => {
    const id = v.code_id
    if (id) onTheWay.current.set(id, SHOWN[v.verdict])
    if (id && v.verdict !== 'withdrawn') setUndoes((u) => [...u, id])
    await client.cancelQueries({ queryKey: caseKey(visit) }) // what was asked before would show the code undecided again
    client.setQueryData<CaseView>(caseKey(visit), (now) => now && ahead(now))
    try {
      const after = await run.mutateAsync(async (n) => {
        const saved = await desk.decide(visit, n, v)
        if (id) onTheWay.current.delete(id)
        return saved
      })
      const done = id ?? after.decisions.findLast((d) => d.verdict === 'added')?.code_id
      if (!id && done) setUndoes((u) => [...u, done])
      if (v.verdict !== 'withdrawn' && done) offerUndo(`${name} ${DID[v.verdict] ?? ''}.`, () => undo(done))
      return true
    } catch {
      if (id) onTheWay.current.delete(id)
      setUndoes((u) => u.filter((x) => x !== id))
      return false
    }
  }
  const undo = (id: string | undefined = undoes.at(-1)) => {
    if (!id) return
    setUndoes((u) => u.filter((x) => x !== id))
    void decide({ code_id: id, verdict: 'withdrawn' }, '')
  }
  return { query, run, decide, undo }
}
