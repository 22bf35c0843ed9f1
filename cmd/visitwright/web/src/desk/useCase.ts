import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
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
  const undoes = useRef<string[]>([])
  const adding = useRef<Promise<unknown>>(Promise.resolve()) // a code has no name to be undone by before the server gave it one
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
  const forget = (id: string | undefined) => { undoes.current = undoes.current.filter((x) => x !== id) }
  const decide = (v: Verdict, name: string): Promise<boolean> => {
    const work = send(v, name)
    if (!v.code_id) adding.current = work
    return work
  }
  const send = async (v: Verdict, name: string): Promise<boolean> => {
    const id = v.code_id
    if (id) onTheWay.current.set(id, SHOWN[v.verdict])
    if (id && v.verdict !== 'withdrawn') undoes.current.push(id)
    await client.cancelQueries({ queryKey: caseKey(visit) }) // what was asked before would show the code undecided again
    client.setQueryData<CaseView>(caseKey(visit), (now) => now && ahead(now))
    try {
      const after = await run.mutateAsync(async (n) => {
        const saved = await desk.decide(visit, n, v)
        if (id) onTheWay.current.delete(id)
        return saved
      })
      const done = id ?? after.decisions.findLast((d) => d.verdict === 'added')?.code_id
      if (!id && done) undoes.current.push(done)
      if (v.verdict !== 'withdrawn' && done) offerUndo(`${name} ${DID[v.verdict] ?? ''}.`, () => void undo(done))
      return true
    } catch {
      if (id) onTheWay.current.delete(id)
      forget(id)
      return false
    }
  }
  const undo = async (named?: string) => {
    if (!named) await adding.current
    const id = named ?? undoes.current.at(-1)
    if (!id) return
    forget(id)
    await decide({ code_id: id, verdict: 'withdrawn' }, '')
  }
  return { query, run, decide, undo }
}
