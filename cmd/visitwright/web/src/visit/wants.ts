import type { Alert, Code, Note, Omission, Order, Reconciliation, Segment, Sentence, VisitView } from '../api/types'

/** Something that wants a person's answer. */
export type Want =
  | { kind: 'sentence'; id: string; blocking: boolean; answered: boolean; segments: string[]; item: Sentence }
  | { kind: 'omission'; id: string; blocking: boolean; answered: boolean; segments: string[]; item: Omission }
  | { kind: 'alert'; id: string; blocking: boolean; answered: boolean; segments: string[]; item: Alert }
  | { kind: 'reconciliation'; id: string; blocking: boolean; answered: boolean; segments: string[]; item: Reconciliation }
  | { kind: 'order'; id: string; blocking: boolean; answered: boolean; segments: string[]; item: Order }
  | { kind: 'code'; id: string; blocking: boolean; answered: boolean; segments: string[]; item: Code }

export const sentencesOf = (note: Note | null): Sentence[] => (note?.sections ?? []).flatMap((s) => s.sentences)

/** What an answer did when it cannot be taken back from here. */
export const canWithdraw = (w: Want): boolean => !(w.kind === 'reconciliation' && w.item.relation === 'contradicts' && w.item.kind === 'medication' && w.item.answer?.choice === 'accepted')

/** Whether no needs a reason: what goes on in spite of an alert that interrupts. */
export const noNeedsReason = (w: Want): boolean => w.kind === 'alert' && w.item.tier === 'interruptive'

/** How many alerts are put in front at a time; the next moves up when one is answered. */
const ALERTS_AT_ONCE = 3

/** What blocks and is put in front, and how many alerts wait behind. */
export function atOnce(blocking: Want[]): [Want[], number] {
  let alerts = 0
  const front = blocking.filter((w) => w.kind !== 'alert' || ++alerts <= ALERTS_AT_ONCE)
  return [front, blocking.length - front.length]
}

/** Everything that wants an answer: what blocks signing first, then by kind; the answered last. */
export function wantsOf(v: VisitView): Want[] {
  const sentences = sentencesOf(v.note)
  const evidence = new Map(sentences.map((s) => [s.id, s.segments]))
  const wants: Want[] = [
    ...sentences
      .filter((s) => (s.doubts ?? []).length > 0)
      .map((item): Want => ({ kind: 'sentence', id: item.id, blocking: !item.answer, answered: !!item.answer, segments: item.segments, item })),
    ...v.omissions.map((item): Want => ({ kind: 'omission', id: item.id, blocking: item.blocking && !item.answer, answered: !!item.answer, segments: item.segments, item })),
    ...(v.checks?.alerts ?? [])
      .filter((a) => a.tier !== 'passive')
      .map((item): Want => ({ kind: 'alert', id: item.id ?? item.rule, blocking: item.tier === 'interruptive' && !item.answer, answered: !!item.answer, segments: item.segments ?? [], item })),
    ...v.reconciliations.map((item): Want => ({ kind: 'reconciliation', id: item.id, blocking: false, answered: !!item.answer, segments: item.segments, item })),
    ...v.orders.map((item): Want => ({ kind: 'order', id: item.id, blocking: false, answered: item.status !== 'staged', segments: item.segments ?? [], item })),
    // What is ticked or was answered; what is only offered is for the coder's desk.
    ...v.codes
      .filter((c) => c.selected || c.status !== 'proposed')
      .toSorted((a, b) => Number(b.selected) - Number(a.selected))
      .map((item): Want => ({ kind: 'code', id: item.id, blocking: false, answered: item.status !== 'proposed', segments: evidence.get(item.sentence) ?? [], item })),
  ]
  const rank = (w: Want) => (w.answered ? 2 : w.blocking ? 0 : 1)
  return wants.map((w, i) => [w, i] as const).sort(([a, i], [b, j]) => rank(a) - rank(b) || i - j).map(([w]) => w)
}

/** What became of a line of the transcript. */
export type Fate = 'in_note' | 'unanswered' | 'left_out' | 'not_clinical' | 'none'

export interface LineFate {
  fate: Fate
  /** The sentences that rest on the line. */
  sentences: string[]
}

export function fatesOf(v: VisitView): Map<string, LineFate> {
  const fates = new Map<string, LineFate>()
  const at = (id: string) => {
    const known = fates.get(id)
    if (known) return known
    const made: LineFate = { fate: 'none', sentences: [] }
    fates.set(id, made)
    return made
  }
  for (const id of v.not_clinical) at(id).fate = 'not_clinical'
  for (const o of v.omissions) for (const id of o.segments) at(id).fate = o.answer ? 'left_out' : 'unanswered'
  for (const s of sentencesOf(v.note))
    for (const id of s.segments) {
      const f = at(id)
      f.sentences.push(s.id)
      if (f.fate !== 'unanswered') f.fate = 'in_note'
    }
  return fates
}

/** A stretch of audio in milliseconds. */
export interface Stretch {
  from: number
  to: number
}

const BEFORE_MS = 500
const AFTER_MS = 250
const JOIN_MS = 1500

/** What to play for segments: from half a second before each, near ones as one. */
export function stretchesOf(segments: readonly Segment[]): Stretch[] {
  const out: Stretch[] = []
  for (const s of [...segments].sort((a, b) => a.start_ms - b.start_ms)) {
    const last = out.at(-1)
    if (last && s.start_ms - last.to < JOIN_MS) last.to = Math.max(last.to, s.end_ms + AFTER_MS)
    else out.push({ from: Math.max(0, s.start_ms - BEFORE_MS), to: s.end_ms + AFTER_MS })
  }
  return out
}
