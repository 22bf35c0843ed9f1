import { Button, Group, Progress, Stack, Text, Textarea, Title } from '@mantine/core'
import { IconAlertTriangle, IconPencil, IconPlayerPlay, IconPlus, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState, type Dispatch, type SetStateAction } from 'react'
import type { Drafter, Note as NoteType, Progress as ProgressType, Section, Segment, Sentence } from '../api/types'
import { useTemplates } from '../templates/own'
import { otherReading, unsureIn } from './unsure'
import classes from './Visit.module.css'

export interface NoteProps {
  note: NoteType
  /** What was said, by id: words heard in two ways are marked in the note as well. */
  heard: ReadonlyMap<string, Segment>
  editable: boolean
  lit: ReadonlySet<string>
  chosen: string | null
  editing: string | null
  visit: string
  choose: (s: Sentence) => void
  play: (s: Sentence) => void
  edit: Dispatch<SetStateAction<string | null>>
  /** Lost is called where the words did not reach the server. */
  reword: (s: Sentence, over: string[], text: string, lost?: () => void) => void
  /** Editing is over; what the sentence said before can be brought back. */
  reworded: (s: Sentence, from: string, to: string) => void
  remove: (s: Sentence) => void
  adding: string | null
  setAdding: Dispatch<SetStateAction<string | null>>
  add: (section: Section, text: string, lost: () => void) => void
}

/** The note: sections with their sentences, patient instructions apart. */
export function Note(p: NoteProps) {
  const clinical = p.note.sections.filter((s) => s.name !== 'patient_instructions')
  const instructions = p.note.sections.find((s) => s.name === 'patient_instructions')
  return (
    <div className={classes.note}>
      <article aria-label="Note">
        {clinical.map((s) => (
          <SectionView key={s.name} section={s} {...p} />
        ))}
      </article>
      {instructions && (
        <article className={classes.instructions} aria-label="Patient instructions">
          <Text size="sm" c="dimmed" px={10}>
            For the patient, printed apart from the note
          </Text>
          <SectionView section={instructions} {...p} />
        </article>
      )}
      <Text size="sm" c="dimmed" mt="md" px={10}>
        {drafted(p.note.drafter, p.note.version)}
        <MadeWith note={p.note} />
      </Text>
    </div>
  )
}

function drafted(d: Drafter, version: number): string {
  const by = d.name === 'built-in' ? 'the built-in drafter' : d.name
  const how = d.name === 'typed' ? 'Typed without a recording. ' : d.name ? `Draft by ${by}, ${d.seconds < 0.1 ? 'under 0.1' : d.seconds.toFixed(1)} s. ` : ''
  const failed = d.failed ? `The configured model’s draft was not used: ${d.failed}. ` : ''
  return `${how}${failed}Version ${version}.`
}

// What the note was made with, kept with it whatever became of that since.
function MadeWith({ note }: { note: NoteType }) {
  const templates = useTemplates()
  if (note.template_version === 0) return null
  const title = templates.data?.find((t) => t.name === note.template)?.title ?? note.template
  const { prompt_hash: prompt, version } = note.drafter
  return (
    <span title={note.template_hash ? `Template's hash ${note.template_hash}` : undefined}>
      {` Template: ${title}, version ${note.template_version}${note.template_hash ? ` (${note.template_hash.slice(0, 8)})` : ''}.`}
      {version ? ` Drafter’s version ${version}.` : ''}
      {prompt ? ` Prompt ${prompt.slice(0, 8)}.` : ''}
    </span>
  )
}

function SectionView({ section, ...p }: NoteProps & { section: Section }) {
  const sentences = section.sentences
  return (
    <section className={classes.section} aria-label={section.title}>
      <Group justify="space-between" gap={4} wrap="nowrap">
        <Title order={3} className={classes.heading}>
          {section.title}
        </Title>
        {p.editable && (
          <Button className={classes.add} size="compact-xs" variant="subtle" color="gray" leftSection={<IconPlus size={13} />} onClick={() => p.setAdding(section.name)} aria-label={`Add a sentence to ${section.title}`}>
            Add
          </Button>
        )}
      </Group>
      {sentences.length === 0 && p.adding !== section.name && (
        <Text size="sm" c="dimmed" px={10}>
          Nothing was said for this part.
        </Text>
      )}
      {sentences.map((s, i) => {
        const heading = s.group && s.group !== sentences[i - 1]?.group && s.kind !== 'problem_title' ? s.group : ''
        return (
          <div key={s.id}>
            {heading && <div className={classes.group}>{heading}</div>}
            <SentenceRow sentence={s} {...p} />
          </div>
        )
      })}
      {p.adding === section.name && <Adder section={section} {...p} />}
    </section>
  )
}

function SentenceRow({ sentence: s, ...p }: NoteProps & { sentence: Sentence }) {
  const row = useRef<HTMLDivElement>(null)
  const chosen = p.chosen === s.id
  const blocks = (s.doubts ?? []).length > 0 && !s.answer
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  if (p.editing === s.id) return <Editor sentence={s} {...p} />
  const none = s.segments.length === 0 && (s.chart ?? []).length === 0
  return (
    <div ref={row} className={classes.sentence} data-lit={p.lit.has(s.id) || undefined} data-chosen={chosen || undefined} data-blocks={blocks || undefined} data-kind={s.kind} data-sentence={s.id}>
      <button type="button" className={classes.text} aria-pressed={p.lit.has(s.id)} onClick={() => p.choose(s)} onDoubleClick={() => p.editable && p.edit(s.id)}>
        <Doubted sentence={s} />
        {blocks && (
          <span className={classes.wants}>
            <IconAlertTriangle size={13} aria-hidden /> Wants an answer
          </span>
        )}
        {s.origin !== 'person' &&
          unsureIn(s, p.heard).map((u) => (
            <span key={u.text + u.other} className={classes.aside}>
              {' '}
              ({u.text}: {otherReading(u)})
            </span>
          ))}
        {s.origin === 'person' && p.note.drafter.name !== 'typed' && <span className={classes.aside}> edited</span>}
        {s.drafted && <span className={classes.aside}> your wording</span>}
      </button>
      {chosen && (
        <Group gap={6} className={classes.tools}>
          <Button size="compact-xs" variant="default" leftSection={<IconPlayerPlay size={13} />} disabled={s.segments.length === 0} onClick={() => p.play(s)}>
            Play
          </Button>
          {p.editable && (
            <>
              <Button size="compact-xs" variant="default" leftSection={<IconPencil size={13} />} onClick={() => p.edit(s.id)}>
                Edit
              </Button>
              {s.drafted && <DraftsWords sentence={s} {...p} />}
              <Button size="compact-xs" variant="default" leftSection={<IconTrash size={13} />} onClick={() => p.remove(s)}>
                Remove
              </Button>
            </>
          )}
          <Text size="xs" c="dimmed">
            {none ? 'Nothing in the recording or the chart stands behind it.' : (s.chart ?? []).length > 0 && s.segments.length === 0 ? 'From the chart, not said in the visit.' : ''}
          </Text>
        </Group>
      )}
    </div>
  )
}

// A wording of the clinician's own stands in place of the draft's words, which one click brings back.
function DraftsWords({ sentence: s, ...p }: NoteProps & { sentence: Sentence }) {
  const drafted = s.drafted ?? ''
  return (
    <Button
      size="compact-xs" variant="default" title={`Drafted as: ${drafted}`}
      onClick={() => {
        p.reword(s, [s.text], drafted)
        p.reworded(s, s.text, drafted)
      }}
    >
      Use the draft’s words
    </Button>
  )
}

// The words in question are underlined where they stand.
function Doubted({ sentence }: { sentence: Sentence }) {
  const doubt = sentence.answer ? undefined : (sentence.doubts ?? []).find((d) => d.text && sentence.text.includes(d.text) && d.text !== sentence.text)
  if (!doubt) return sentence.text
  const at = sentence.text.indexOf(doubt.text)
  return (
    <>
      {sentence.text.slice(0, at)}
      <span className={classes.doubt}>{doubt.text}</span>
      {sentence.text.slice(at + doubt.text.length)}
    </>
  )
}

const AUTOSAVE_MS = 1200
export const typingKey = (visit: string, sentence: string) => `typing:${visit}:${sentence}`

/** What was being typed when the page was loaded anew: a sentence's id, or a section's name after "new:". */
export function leftTyping(visit: string, kind: 'sentence' | 'section'): string | null {
  const start = typingKey(visit, kind === 'section' ? 'new:' : '')
  const keys = Object.keys(sessionStorage).filter((k) => k.startsWith(start) && (kind === 'section' || !/:(new:|addendum$)/.test(k)))
  return keys[0]?.slice(start.length) ?? null
}

function Editor({ sentence: s, ...p }: NoteProps & { sentence: Sentence }) {
  const key = typingKey(p.visit, s.id)
  const [kept] = useState(() => sessionStorage.getItem(key))
  const [text, setText] = useState(kept ?? s.text)
  const over = useRef([s.text])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const finished = useRef(false)

  const save = (value: string, done: boolean) => {
    clearTimeout(timer.current)
    const words = value.trim()
    if (words && words !== over.current.at(-1)) {
      p.reword(s, [...over.current], words, () => {
        // It stands here until the server has it: typed, and not saved.
        over.current = over.current.filter((w, i) => i === 0 || w !== words)
        sessionStorage.setItem(key, words)
        p.edit((now) => now ?? s.id)
      })
      over.current.push(words)
    }
    if (done) finish()
  }
  const finish = () => {
    const [from, to] = [over.current[0], over.current.at(-1)]
    if (from !== undefined && to !== undefined && from !== to) p.reworded(s, from, to)
    finished.current = true
    clearTimeout(timer.current)
    sessionStorage.removeItem(key)
    p.edit(null)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <div className={classes.editor}>
      <Textarea
        aria-label="Edit the sentence" autosize minRows={1} autoFocus={kept === null} value={text}
        onFocus={(e) => e.target.setSelectionRange(e.target.value.length, e.target.value.length)}
        onChange={(e) => {
          const value = e.target.value
          setText(value)
          // Kept through a reload or a lost line until it is saved.
          sessionStorage.setItem(key, value)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => save(value, false), AUTOSAVE_MS)
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && !e.shiftKey) {
            e.preventDefault()
            save(text, true)
          } else if (e.key === 'Escape') {
            e.stopPropagation()
            if (text !== over.current[0]) save(over.current[0]!, true)
            else finish()
          }
        }}
        onBlur={() => !finished.current && save(text, true)}
      />
      <Text size="xs" c="dimmed">
        {kept === null ? 'Saved as you type. Enter when done, Esc to take it back.' : 'Typed and not saved yet. Press Enter here to save it, Esc to take it back.'}
      </Text>
    </div>
  )
}

function Adder({ section, ...p }: NoteProps & { section: Section }) {
  const key = typingKey(p.visit, `new:${section.name}`)
  const [kept] = useState(() => sessionStorage.getItem(key))
  const [text, setText] = useState(kept ?? '')
  const finished = useRef(false)
  const done = (keep: boolean) => {
    if (finished.current) return // leaving the field follows Enter
    finished.current = true
    sessionStorage.removeItem(key)
    if (keep && text.trim())
      p.add(section, text.trim(), () => {
        sessionStorage.setItem(key, text.trim())
        p.setAdding((now) => now ?? section.name)
      })
    p.setAdding(null)
  }
  return (
    <div className={classes.editor}>
      <Textarea
        aria-label={`New sentence in ${section.title}`} autosize minRows={1} autoFocus={kept === null} value={text} description={kept === null ? undefined : 'Typed and not saved yet. Press Enter here to save it, Esc to take it back.'}
        onChange={(e) => {
          setText(e.target.value)
          sessionStorage.setItem(key, e.target.value)
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && !e.shiftKey) {
            e.preventDefault()
            done(true)
          } else if (e.key === 'Escape') {
            e.stopPropagation()
            done(false)
          }
        }}
        onBlur={() => done(true)}
      />
    </div>
  )
}

/** Which step the drafting is at, in words. */
export function Drafting({ progress, again }: { progress: ProgressType | null; again: () => void }) {
  const part = Math.round((progress?.fraction ?? 0) * 100)
  const failed = progress?.failed === true
  return (
    <Stack p="lg" gap="xs" role="status" maw={480}>
      <Title order={3}>{failed ? 'Writing the note failed' : 'The note is being written'}</Title>
      <Text size="sm">
        {STEPS[progress?.step ?? ''] ?? ''} {progress?.words ?? 'The recording is safe and waits its turn.'}
      </Text>
      {failed ? (
        <Button onClick={again} style={{ alignSelf: 'flex-start' }}>
          Try again now
        </Button>
      ) : (
        <Progress value={Math.max(part, 3)} aria-label="Progress of this step" />
      )}
      <Text size="sm" c="dimmed">
        {failed ? 'The recording is safe. It is tried again by itself too.' : 'You can go on with something else; it will stand here when it is ready.'}
      </Text>
    </Stack>
  )
}

const STEPS: Record<string, string> = { transcribe: 'Step 1 of 2.', draft: 'Step 2 of 2.' }

/** Why there is no note. */
export function NoNote({ statement, typed }: { statement: string; typed?: () => void }) {
  return (
    <Stack p="lg" gap="xs" align="flex-start" maw={480}>
      <Title order={3}>There is no note</Title>
      <Text>{statement}</Text>
      <Text size="sm" c="dimmed">
        Nothing was made up. What was recorded is kept and can be listened to.
      </Text>
      {typed && (
        <Button variant="default" onClick={typed}>
          Type the note
        </Button>
      )}
    </Stack>
  )
}
