import { Text, Title } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Summary, VisitView } from '../api/types'
import { usePlaying, type Player } from '../visit/player'
import { SPEAKERS } from '../visit/Transcript'
import { sentencesOf, stretchesOf } from '../visit/wants'
import classes from './Summary.module.css'

/** The summary as it is printed; choosing a sentence shows what it rests on and plays it. */
export function Sheet({ summary, view, player }: { summary: Summary; view: VisitView; player: Player | null }) {
  const [chosen, setChosen] = useState('')
  const heard = useMemo(() => new Map(view.transcript.segments.map((s) => [s.id, s])), [view.transcript])
  const written = useMemo(() => new Map(sentencesOf(view.note).map((s) => [s.id, s])), [view.note])
  const { problem } = usePlaying(player)
  return (
    <article className={classes.sheet} lang={summary.language} aria-label="What the patient takes home">
      {summary.machine_translated && (
        <Text size="sm" fs="italic" mb="sm">
          Traducción automática: ninguna persona la ha revisado. Pregunte si algo no está claro.
        </Text>
      )}
      {summary.parts.map((part, i) => (
        <section key={part.title} className={classes.part} aria-label={part.title}>
          <Title order={2}>{part.title}</Title>
          <ul className={classes.list}>
            {part.lines.map((line, k) => {
              const key = `${i}.${k}`
              const rests = line.segments.map((id) => heard.get(id)).filter((s) => s !== undefined)
              return (
                <li key={key}>
                  <button
                    type="button" className={classes.line} aria-expanded={chosen === key}
                    onClick={() => {
                      setChosen(chosen === key ? '' : key)
                      if (chosen === key) player?.pause()
                      else player?.play(stretchesOf(rests))
                    }}
                  >
                    {line.text}
                  </button>
                  {chosen === key && (
                    <div className={classes.evidence} lang="en">
                      <span>
                        In the note: {line.sentences.map((id) => written.get(id)?.text).filter(Boolean).join(' ') || 'a sentence that is no longer there'}
                      </span>
                      {rests.map((s) => (
                        <q key={s.id}>
                          {SPEAKERS[s.speaker]}: {s.text}
                        </q>
                      ))}
                      {rests.length === 0 && <span>Nothing in the recording stands behind it: a person wrote it, or it is from the chart.</span>}
                      {problem && rests.length > 0 && <span role="status">{problem}</span>}
                    </div>
                  )}
                </li>
              )
            })}
          </ul>
        </section>
      ))}
    </article>
  )
}
