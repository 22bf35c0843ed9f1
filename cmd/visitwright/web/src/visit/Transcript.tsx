import { Text } from '@mantine/core'
import { IconCheck, IconCircleOff, IconPlayerPlayFilled, IconQuestionMark, IconX } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Segment, Speaker } from '../api/types'
import { stamp } from '../format'
import type { Live } from './live'
import { otherReading, partsOf } from './unsure'
import classes from './Visit.module.css'
import type { Fate, LineFate } from './wants'

export const SPEAKERS: Record<Speaker, string> = { clinician: 'Clinician', patient: 'Patient', other: 'Other voice', unknown: 'Voice not known' }

const FATES: Record<Fate, { words: string; icon: typeof IconCheck } | null> = {
  in_note: { words: 'In the note', icon: IconCheck },
  unanswered: { words: 'Wants an answer', icon: IconQuestionMark },
  left_out: { words: 'Left out on purpose', icon: IconX },
  not_clinical: { words: 'Not clinical', icon: IconCircleOff },
  none: null,
}

export interface TranscriptProps {
  segments: Segment[]
  fates: Map<string, LineFate>
  lit: ReadonlySet<string>
  /** The line to bring into view when it changes. */
  goTo: string | null
  interim: Live['interim']
  live: boolean
  hasNote: boolean
  /** The note is signed: nothing can be answered any more. */
  closed: boolean
  choose: (segment: Segment) => void
}

/** Everything that was said. Only the lines in view are on the page. */
export function Transcript(p: TranscriptProps) {
  const scroll = useRef<HTMLDivElement>(null)
  const follow = useRef(true)
  const rows = p.segments.length + (p.interim ? 1 : 0)
  // eslint-disable-next-line react-hooks/incompatible-library -- rows are rendered here, nothing of it is memoised
  const lines = useVirtualizer({ count: rows, getScrollElement: () => scroll.current, estimateSize: () => 58, overscan: 12, getItemKey: (i) => p.segments[i]?.id ?? 'interim' })

  useEffect(() => {
    if (p.live && follow.current && rows > 0) lines.scrollToIndex(rows - 1, { align: 'end' })
  }, [p.live, rows, p.interim?.text, lines])
  useEffect(() => {
    const i = p.goTo ? p.segments.findIndex((s) => s.id === p.goTo) : -1
    if (i >= 0) lines.scrollToIndex(i, { align: 'center' })
    // Only a new choice moves the page, not new lines.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [p.goTo])

  return (
    <div
      ref={scroll} className={classes.scroll} tabIndex={0} role="group" aria-label="Lines of the transcript"
      onScroll={(e) => {
        const t = e.currentTarget
        follow.current = t.scrollHeight - t.scrollTop - t.clientHeight < 80
      }}
    >
      <ol className={classes.lines} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map((v) => {
          const segment = p.segments[v.index]
          return (
            <li key={v.key} ref={lines.measureElement} data-index={v.index} className={classes.lineSlot} style={{ transform: `translateY(${v.start}px)` }}>
              {segment ? (
                <Line segment={segment} before={p.segments[v.index - 1]} fate={p.fates.get(segment.id)} lit={p.lit.has(segment.id)} hasNote={p.hasNote} closed={p.closed} choose={p.choose} />
              ) : (
                p.interim && (
                  <div className={classes.line} data-interim>
                    <span className={classes.said}>{p.interim.text}</span>
                  </div>
                )
              )}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

interface LineProps {
  segment: Segment
  before?: Segment
  fate?: LineFate
  lit: boolean
  hasNote: boolean
  closed: boolean
  choose: (segment: Segment) => void
}

function Line({ segment: s, before, fate, lit, hasNote, closed, choose }: LineProps) {
  if (s.missing)
    return (
      <div className={classes.missing}>
        {s.text || `[audio missing ${tenths(s.end_ms - s.start_ms)}]`}
      </div>
    )
  const mark = hasNote && fate ? FATES[fate.fate] : null
  const speaks = before?.speaker !== s.speaker || before.missing
  const Icon = mark?.icon
  return (
    <button type="button" className={classes.line} data-lit={lit || undefined} data-fate={hasNote ? (fate?.fate ?? 'none') : undefined} data-segment={s.id} aria-pressed={lit} onClick={() => choose(s)}>
      {speaks && (
        <span className={classes.speaker}>
          {SPEAKERS[s.speaker]} <span className={classes.at}>{stamp(s.start_ms)}</span>
        </span>
      )}
      <span className={classes.said}>
        <Said segment={s} />
        {s.fallback && <span className={classes.aside}> (heard by the built-in recognizer)</span>}
      </span>
      {lit && <IconPlayerPlayFilled size={12} className={classes.lineplay} aria-hidden />}
      {mark && Icon && (
        <span className={classes.fate} data-fate={closed && fate?.fate === 'unanswered' ? 'none' : fate?.fate}>
          <Icon size={13} aria-hidden /> {closed && fate?.fate === 'unanswered' ? 'Left open' : mark.words}
        </span>
      )}
    </button>
  )
}

// Where two readings of the audio differ, both are shown.
function Said({ segment }: { segment: Segment }) {
  return partsOf(segment).map((p, i) =>
    p.unsure ? (
      <span key={i} className={classes.uncertain}>
        {p.text}
        <span className={classes.aside}> ({otherReading(p.unsure)})</span>
        {p.text ? '' : ' '}
      </span>
    ) : (
      <span key={i}>{p.text}</span>
    ),
  )
}

/** 3200 ms as "00:03.2". */
export function tenths(ms: number): string {
  return `${stamp(ms)}.${Math.floor(ms / 100) % 10}`
}

export function NothingSaidYet({ live }: { live: boolean }) {
  return (
    <Text size="sm" c="dimmed" p="md">
      {live ? 'Listening. What is said stands here a moment later.' : 'What is said during the visit will stand here, line by line, with who said it.'}
    </Text>
  )
}
