import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { visits } from '../api/calls'
import type { Alert, LiveEvent, Segment, VisitView } from '../api/types'
import { patchVisit, visitKey } from './useVisit'

export interface Live {
  connected: boolean
  /** The server was there and no longer answers. */
  lost: boolean
  /** What is being said right now, not yet final. */
  interim: Segment | null
  present: { id: string; name: string }[]
  /** Words about a recogniser that has fallen back. */
  degraded: string | null
}

const NOTHING: Live = { connected: false, lost: false, interim: null, present: [], degraded: null }

/** Follows a visit's event stream and keeps the page's data up to date. */
export function useLive(id: string): Live {
  const client = useQueryClient()
  const [live, setLive] = useState<Live>(NOTHING)
  useEffect(() => {
    const source = new EventSource(visits.eventsUrl(id))
    const fresh = () => client.invalidateQueries({ queryKey: visitKey(id) })
    source.onopen = () => {
      setLive((l) => ({ ...l, connected: true, lost: false }))
      void fresh() // what happened while nobody listened
    }
    source.onerror = () => setLive((l) => ({ ...l, connected: false, lost: true }))
    source.onmessage = (e: MessageEvent<string>) => {
      const event = JSON.parse(e.data) as LiveEvent
      setLive((l) => heard(l, event))
      if (!patchVisit(client, id, (v) => apply(v, event))) return
      if (!['interim', 'segment', 'progress', 'presence', 'recogniser', 'received', 'alert'].includes(event.type)) void fresh()
    }
    return () => {
      source.close()
      setLive(NOTHING)
    }
  }, [client, id])
  return live
}

function heard(l: Live, e: LiveEvent): Live {
  switch (e.type) {
    case 'interim':
      return { ...l, interim: e.segment?.text ? e.segment : null }
    case 'segment':
    case 'transcript_replaced':
      return { ...l, interim: null }
    case 'state':
      return e.state === 'recording' ? l : { ...l, interim: null }
    case 'presence':
      return { ...l, present: e.users ?? [] }
    case 'recogniser':
      return { ...l, degraded: e.degraded ? (e.words ?? 'The live text is behind.') : null }
    default:
      return l
  }
}

function apply(v: VisitView, e: LiveEvent): VisitView {
  if (e.type === 'segment' && e.segment) {
    const segments = v.transcript.segments.filter((s) => s.id !== e.segment?.id)
    segments.push(e.segment)
    return { ...v, transcript: { ...v.transcript, segments: segments.sort((a, b) => a.start_ms - b.start_ms) } }
  }
  if (e.type === 'state' && e.state) return { ...v, visit: { ...v.visit, state: e.state } }
  if (e.type === 'alert' && e.alert) return { ...v, checks: withAlert(v.checks, e.alert) }
  if (e.type === 'progress') return { ...v, progress: e.progress ?? null }
  return v
}

// The card stands at once; when the record has it, the lists are fetched anew.
function withAlert(checks: VisitView['checks'], alert: Alert): VisitView['checks'] {
  const known = checks ?? { alerts: [], care_gaps: [], immunization: [], not_checked: [] }
  return known.alerts.some((a) => a.id === alert.id) ? known : { ...known, alerts: [...known.alerts, alert] }
}
