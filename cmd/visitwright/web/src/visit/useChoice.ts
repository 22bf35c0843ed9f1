import { useCallback, useMemo, useState } from 'react'
import type { Segment, Sentence, VisitView } from '../api/types'
import type { Player } from './player'
import { fatesOf, sentencesOf, stretchesOf, type LineFate, type Stretch, type Want } from './wants'

type Chosen = { kind: 'sentence' | 'segment' | 'want'; id: string }

export interface ChoiceState {
  segments: Map<string, Segment>
  fates: Map<string, LineFate>
  litSegments: ReadonlySet<string>
  litSentences: ReadonlySet<string>
  /** The sentence with its tools open. */
  sentence: string | null
  want: Want | null
  /** The transcript line to bring into view. */
  goTo: string | null
  stretches: Stretch[]
  chooseSentence: (s: Sentence) => void
  chooseSegment: (s: Segment) => void
  chooseWant: (w: Want) => void
  playWant: (w: Want) => void
  playSentence: (s: Sentence) => void
  playChosen: () => void
  move: (by: 1 | -1, show?: () => void) => void
}

const NONE: ReadonlySet<string> = new Set()

/** What is chosen, and what lights up with it: a sentence and its evidence, both ways. */
export function useChoice(view: VisitView, wants: Want[], player: Player | null): ChoiceState {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const segments = useMemo(() => new Map(view.transcript.segments.map((s) => [s.id, s])), [view.transcript])
  const sentences = useMemo(() => new Map(sentencesOf(view.note).map((s) => [s.id, s])), [view.note])
  const fates = useMemo(() => fatesOf(view), [view])

  const want = wants.find((w) => (chosen?.kind === 'want' || (chosen?.kind === 'sentence' && w.kind === 'sentence')) && w.id === chosen.id) ?? null
  const sentence = chosen?.kind === 'sentence' ? chosen.id : want?.kind === 'sentence' ? want.id : null
  const evidence = useMemo(() => {
    if (!chosen) return []
    if (chosen.kind === 'segment') return [chosen.id]
    if (chosen.kind === 'sentence') return sentences.get(chosen.id)?.segments ?? []
    return wants.find((w) => w.id === chosen.id)?.segments ?? []
  }, [chosen, sentences, wants])
  const litSentences = useMemo<ReadonlySet<string>>(() => {
    if (chosen?.kind === 'segment') return new Set(fates.get(chosen.id)?.sentences)
    if (want?.kind === 'code') return new Set([want.item.sentence])
    if (want?.kind === 'alert' || want?.kind === 'order') return new Set(want.item.sentences ?? [])
    return sentence ? new Set([sentence]) : NONE
  }, [chosen, fates, want, sentence])
  const stretches = useMemo(() => stretchesOf(evidence.map((id) => segments.get(id)).filter((s) => s !== undefined)), [evidence, segments])

  const play = useCallback(
    (ids: readonly string[]) => player?.play(stretchesOf(ids.map((id) => segments.get(id)).filter((s) => s !== undefined))),
    [player, segments],
  )
  return {
    segments, fates, litSegments: useMemo(() => new Set(evidence), [evidence]), litSentences, sentence, want,
    goTo: chosen && chosen.kind !== 'segment' ? (evidence[0] ?? null) : null,
    stretches,
    chooseSentence: (s) => {
      setChosen({ kind: 'sentence', id: s.id })
      play(s.segments)
    },
    chooseSegment: (s) => {
      setChosen({ kind: 'segment', id: s.id })
      play([s.id])
    },
    chooseWant: (w) => setChosen({ kind: 'want', id: w.id }),
    playWant: (w) => play(w.segments),
    playSentence: (s) => play(s.segments),
    playChosen: () => {
      if (player?.playing) player.pause()
      else play(evidence)
    },
    move: (by, show) => {
      const open = wants.filter((w) => !w.answered)
      if (open.length === 0) return
      const at = open.findIndex((w) => w.id === chosen?.id)
      const next = open[at < 0 ? (by > 0 ? 0 : open.length - 1) : (at + by + open.length) % open.length]!
      setChosen({ kind: 'want', id: next.id })
      show?.()
    },
  }
}
