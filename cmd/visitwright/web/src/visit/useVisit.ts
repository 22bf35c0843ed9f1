import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { ApiError, messageOf } from '../api/call'
import { answers, visits } from '../api/calls'
import { offerUndo } from '../frame/Undo'
import type { Choice, Note, VisitView } from '../api/types'
import { insert, placeOf, type Change } from './edit'
import type { Want } from './wants'

export const visitKey = (id: string) => ['visit', id]

export function useVisit(id: string, connected: boolean) {
  return useQuery({
    queryKey: visitKey(id),
    queryFn: ({ signal }) => visits.get(id, signal),
    // The event stream tells of changes; while it is down, ask.
    refetchInterval: (q) => (!connected && ['recording', 'drafting'].includes(q.state.data?.visit.state ?? '') ? 2000 : false),
  })
}

export const patchVisit = (client: QueryClient, id: string, change: (v: VisitView) => VisitView) =>
  client.setQueryData<VisitView>(visitKey(id), (v) => v && change(v))

const failed = (title: string) => (e: unknown) =>
  notifications.show({ color: 'red', title, message: messageOf(e), autoClose: 12_000 })

export type SaveState = 'saved' | 'saving' | 'failed'

/**
 * Saves changes of the note, one after the other, with undo. A change that did not
 * reach the server is lost to the note: whoever made it keeps its words.
 */
export function useNote(id: string, setSaving: (s: SaveState) => void) {
  const client = useQueryClient()
  const turn = useRef<Promise<unknown>>(Promise.resolve())
  const undos = useRef<{ label: string; change: Change }[]>([])

  const save = useCallback(
    (change: Change, label: string, undo?: Change, lost?: () => void): Promise<boolean> => {
      const work = turn.current.then(async () => {
        setSaving('saving')
        const end = await put(client, id, change, label)
        if (end === 'lost') lost?.()
        const done = end === 'saved'
        setSaving(done ? 'saved' : 'failed')
        if (done && undo) undos.current.push({ label, change: undo })
        return done
      })
      turn.current = work.catch(() => undefined)
      return work
    },
    [client, id, setSaving],
  )
  const undo = useCallback(async () => {
    const last = undos.current.pop()
    if (!last) return
    if (await save(last.change, `Undo: ${last.label}`)) notifications.show({ message: `Undone: ${last.label.toLowerCase()}.` })
  }, [save])
  return { save, undo, remember: (label: string, change: Change) => undos.current.push({ label, change }) }
}

async function put(client: QueryClient, id: string, change: Change, label: string): Promise<'saved' | 'changed' | 'lost'> {
  for (let tries = 0; tries < 3; tries++) {
    const view = client.getQueryData<VisitView>(visitKey(id))
    const sections = view && change(view.note?.sections ?? [])
    if (!view || !sections) {
      notifications.show({ color: 'amber', title: 'Changed by somebody else', message: `“${label}” was not saved, because this part of the note was changed meanwhile. It now reads as they left it.`, autoClose: false })
      return 'changed'
    }
    try {
      const note = await visits.saveNote(id, view.note?.version ?? 0, sections)
      patchVisit(client, id, (v) => ({ ...v, note }))
      void client.invalidateQueries({ queryKey: visitKey(id) })
      return 'saved'
    } catch (e) {
      if (!(e instanceof ApiError && e.kind === 'conflict')) {
        failed('Not saved')(e)
        return 'lost'
      }
      await client.refetchQueries({ queryKey: visitKey(id) })
    }
  }
  failed('Not saved')(new Error('The note keeps changing under your hands. Load the page again.'))
  return 'lost'
}

/** Answers what wants an answer; what an answer removes can be put back. */
export function useAnswer(id: string, note: Note | null, remember: (label: string, change: Change) => void, undo: () => void) {
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: (want: Want) => answers[want.kind](id, want.id, { choice: 'withdrawn' }),
    onSuccess: (view) => client.setQueryData(visitKey(id), view),
    onError: failed('The answer still stands'),
  })
  return useMutation({
    mutationFn: ({ want, choice, reason }: { want: Want; choice: Choice; reason?: string }) => answers[want.kind](id, want.id, { choice, reason }),
    onSuccess: (view, { want, choice }) => {
      client.setQueryData(visitKey(id), view)
      if (want.kind === 'sentence' && choice === 'rejected' && note) {
        const place = placeOf(note.sections, want.id)
        if (place) remember('Remove the sentence', insert(place.section, { ...place.sentence, origin: 'person' }, place.after))
        offerUndo('The sentence was removed.', undo)
      } else if (choice === 'rejected' && want.kind !== 'sentence') offerUndo('Rejected.', () => withdraw.mutate(want))
    },
    onError: (e) => {
      failed('Your answer was not saved')(e)
      void client.invalidateQueries({ queryKey: visitKey(id) })
    },
  })
}
