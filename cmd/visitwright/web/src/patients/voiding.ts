import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../api/call'
import { patients } from '../api/calls'
import type { Entry } from '../api/types'
import { offerUndo } from '../frame/Undo'

/** The reason where an entry is taken back at once. */
export const RIGHT_AFTER = 'taken back right after it was entered'

/** Reads anew what shows the patient's chart. */
export function useChartChanged(patient: string): () => Promise<unknown> {
  const client = useQueryClient()
  return () => Promise.all([client.invalidateQueries({ queryKey: ['chart', patient] }), client.invalidateQueries({ queryKey: ['banner', patient] }), client.invalidateQueries({ queryKey: ['patient-checks', patient] })])
}

export const failed = (e: unknown) => notifications.show({ color: 'red', title: 'Not changed', message: messageOf(e) })

/** Takes out what was entered in error; nothing is deleted, and it can be taken back. */
export function useTakeOut<T>(out: (what: T, reason: string) => Promise<unknown>, back: (what: T) => Promise<unknown>, changed: () => Promise<unknown>) {
  const restore = useMutation({ mutationFn: back, onSettled: changed, onError: failed })
  return useMutation({
    mutationFn: ({ what, reason }: { what: T; reason: string }) => out(what, reason),
    onSuccess: (_, { what }) => offerUndo('The entry is void. It stays on record with the reason.', () => restore.mutate(what)),
    onSettled: changed,
    onError: failed,
  })
}

/** Voids entries of the chart. */
export function useVoiding(patient: string) {
  return useTakeOut<Entry[]>(
    async (entries, reason) => {
      for (const e of entries) await patients.voidEntry(patient, { ...e, reason })
    },
    async (entries) => {
      for (const e of entries) await patients.restoreEntry(patient, e)
    },
    useChartChanged(patient),
  )
}
