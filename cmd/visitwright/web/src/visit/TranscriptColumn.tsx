import { Alert } from '@mantine/core'
import { useMemo } from 'react'
import type { Segment, VisitView } from '../api/types'
import type { Live } from './live'
import { NothingSaidYet, Transcript } from './Transcript'
import type { ChoiceState } from './useChoice'
import classes from './Visit.module.css'
import { Waveform } from './Waveform'

/** Transcript with the waveform above it. */
export function TranscriptColumn({ view, live, choice }: { view: VisitView; live: Live; choice: ChoiceState }) {
  const { visit, recording } = view
  const recordingNow = visit.state === 'recording'
  const segments = useMemo(() => withHoles(view), [view])
  const gaps = recording.gaps.map((g) => ({ from: g.start_ms, to: g.end_ms }))
  return (
    <>
      {!recordingNow && recording.received_ms > 0 && !recording.erased && <Waveform visit={visit.id} chosen={choice.stretches} gaps={gaps} complete={recording.complete} />}
      {recording.erased && <p className={classes.notice}>The audio was deleted, by the practice’s retention rule or on request. The text stays.</p>}
      {live.degraded && recordingNow && (
        <Alert color="amber" variant="light" m={8} p={8}>
          {live.degraded}
        </Alert>
      )}
      {segments.length === 0 && !live.interim ? (
        <NothingSaidYet live={recordingNow} />
      ) : (
        <Transcript
          segments={segments} fates={choice.fates} lit={choice.litSegments} goTo={choice.goTo} interim={recordingNow ? live.interim : null} live={recordingNow} hasNote={!!view.note} closed={visit.state === 'signed'}
          choose={choice.chooseSegment}
        />
      )}
      {recordingNow && segments.length > 0 && <p className={classes.notice}>Live text. It is read a second time, with more care, when the visit ends.</p>}
    </>
  )
}

// Holes of the recording that the transcript does not mention yet stand in it all the same.
function withHoles(view: VisitView): Segment[] {
  const segments = view.transcript.segments
  const told = segments.filter((s) => s.missing)
  const holes = (view.recording.gaps)
    .filter((g) => g.missing && !told.some((s) => s.start_ms < g.end_ms && g.start_ms < s.end_ms))
    .map((g): Segment => ({ id: `gap-${g.start_ms}`, start_ms: g.start_ms, end_ms: g.end_ms, speaker: 'unknown', text: g.text, confidence: 0, missing: true }))
  return holes.length === 0 ? segments : [...segments, ...holes].sort((a, b) => a.start_ms - b.start_ms)
}
