import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../api/call'
import { patients } from '../api/calls'
import type { Entry } from '../api/types'
import { offerUndo } from '../frame/Undo'

/** Reads anew what shows the patient's chart. */
export function useChartChanged(patient: string): () => Promise<unknown> {
  const client = useQueryClient()
  return () => Promise.all([client.invalidateQueries({ queryKey: ['chart', patient] }), client.invalidateQueries({ queryKey: ['banner', patient] }), client.invalidateQueries({ queryKey: ['patient-checks', patient] })])
}

/** Voids entries made in error; nothing is deleted, and it can be taken back. */
export function useVoiding(patient: string) {
  const changed = useChartChanged(patient)
  const failed = (e: unknown) => notifications.show({ color: 'red', title: 'Not changed', message: messageOf(e) })
  const restore = useMutation({
    mutationFn: async (entries: Entry[]) => {
      for (const e of entries) await patients.restoreEntry(patient, e)
    },
    onSettled: changed,
    onError: failed,
  })
  return useMutation({
    mutationFn: async ({ entries, reason }: { entries: Entry[]; reason: string }) => {
      for (const e of entries) await patients.voidEntry(patient, { ...e, reason })
    },
    onSuccess: (_, { entries }) => offerUndo('The entry is void. It stays on record with the reason.', () => restore.mutate(entries)),
    onSettled: changed,
    onError: failed,
  })
}
