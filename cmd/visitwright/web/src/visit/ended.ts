import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { visits } from '../api/calls'
import { recorder } from '../record/recorder'
import { visitKey } from './useVisit'

/**
 * When a recording is whole on the server, the server goes on by itself; asking
 * it to stop does no harm and covers a server that was restarted in between.
 */
export function useEndedRecording(visit: string): void {
  const client = useQueryClient()
  useEffect(
    () =>
      recorder.onEnded((ended) => {
        if (ended !== visit) return
        void visits
          .stop(visit)
          .catch(() => undefined)
          .finally(() => void client.invalidateQueries({ queryKey: visitKey(visit) }))
      }),
    [client, visit],
  )
}
