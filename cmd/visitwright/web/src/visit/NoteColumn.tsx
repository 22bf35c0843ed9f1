import { Button, Menu, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState, type Dispatch, type SetStateAction } from 'react'
import { messageOf } from '../api/call'
import { visits } from '../api/calls'
import type { Section, Sentence, VisitView } from '../api/types'
import { offerUndo } from '../frame/Undo'
import { nameOf } from '../compare/rows'
import { insert, placeOf, remove, reword } from './edit'
import { Drafting, leftTyping, NoNote, Note } from './Note'
import { SignedBlock } from './Signed'
import { Start } from './Start'
import type { ChoiceState } from './useChoice'
import { useSession } from '../frame/session'
import { offered } from '../templates/begins'
import { useTemplates } from '../templates/own'
import { visitKey, type useNote } from './useVisit'
import classes from './Visit.module.css'

export interface NoteColumnProps {
  view: VisitView
  editable: boolean
  choice: ChoiceState
  note: ReturnType<typeof useNote>
  editing: string | null
  setEditing: Dispatch<SetStateAction<string | null>>
  /** Opens the two drafts. */
  compare: () => void
  canRecord: boolean
  me: string
}

/** The middle column: what comes before the note, the note, and what follows it. */
export function NoteColumn(p: NoteColumnProps) {
  const { view } = p
  const client = useQueryClient()
  const retry = useMutation({
    mutationFn: () => visits.retry(view.visit.id),
    onSuccess: (v) => client.setQueryData(visitKey(view.visit.id), v),
    onError: (e) => notifications.show({ color: 'red', title: 'Not started again', message: messageOf(e) }),
  })
  return (
    <div className={classes.plainScroll} role="group" aria-label="Text of the note" tabIndex={0}>
      {(view.visit.state === 'open' || view.visit.state === 'recording') && <Start view={view} canRecord={p.canRecord} typed={() => void typeIt(p)} me={p.me} />}
      {view.visit.state === 'drafting' && <Drafting progress={view.progress} again={() => retry.mutate()} />}
      {view.visit.state === 'void' && <Text p="lg">This visit was opened in error and is void. Nothing of it was deleted.</Text>}
      {view.visit.state === 'review' && !view.note && <NoNote statement={view.visit.statement ?? 'No draft was made.'} typed={p.editable ? () => void typeIt(p) : undefined} />}
      {view.visit.state === 'signed' && <SignedBlock view={view} />}
      {view.note && view.visit.state !== 'drafting' && <TheNote {...p} />}
    </div>
  )
}

// The headings that a typed note begins with.
const HEADINGS: [string, string][] = [
  ['chief_complaint', 'Chief Complaint'], ['history_of_present_illness', 'History of Present Illness'], ['medications', 'Medications'], ['allergies', 'Allergies'],
  ['vital_signs', 'Vital Signs'], ['physical_examination', 'Physical Examination'], ['assessment_and_plan', 'Assessment and Plan'], ['patient_instructions', 'Patient Instructions'],
]

function typeIt(p: NoteColumnProps): Promise<boolean> {
  return p.note.save(() => HEADINGS.map(([name, title]): Section => ({ name, title, sentences: [] })), 'Begin the note')
}

function TheNote(p: NoteColumnProps) {
  const { view, choice, note } = p
  const id = view.visit.id
  const [adding, setAdding] = useState<string | null>(() => leftTyping(id, 'section'))
  const heard = useMemo(() => new Map(view.transcript.segments.map((s) => [s.id, s])), [view.transcript])
  if (!view.note) return null
  const sections = view.note.sections
  const removeSentence = (s: Sentence) => {
    const place = placeOf(sections, s.id)
    void note.save(remove(s.id), 'Remove the sentence', place ? insert(place.section, place.sentence, place.after) : undefined).then(
      (done) => done && offerUndo('The sentence was removed.', () => void note.undo()),
    )
  }
  return (
    <>
      <Note
        note={view.note} heard={heard} editable={p.editable} lit={choice.litSentences} chosen={choice.sentence} editing={p.editing} visit={id} choose={choice.chooseSentence} play={choice.playSentence}
        edit={p.setEditing} remove={removeSentence} adding={adding} setAdding={setAdding}
        reword={(s, over, text, lost) => void note.save(reword(s.id, over, text), 'Edit the sentence', undefined, lost)}
        reworded={(s, from, to) => note.remember('Edit the sentence', reword(s.id, [to], from))}
        add={(section, text, lost) => void note.save(insert(section.name, { id: '', text, kind: 'statement', segments: [], origin: 'person' }), 'Add a sentence', undefined, lost)}
      />
      {p.editable && view.recording.received_ms > 0 && <Redraft view={view} />}
      {p.editable && view.other_drafter && view.transcript.segments.length > 0 && (
        <Button variant="subtle" color="gray" size="compact-sm" m="md" mt={0} onClick={p.compare}>
          Compare with a draft by {nameOf(view.other_drafter)}
        </Button>
      )}
    </>
  )
}

// What a person wrote or removed is carried into the new draft; the versions before it stay.
function Redraft({ view }: { view: VisitView }) {
  const client = useQueryClient()
  const templates = useTemplates()
  const { user } = useSession()
  const redraft = useMutation({
    mutationFn: (template: string) => visits.redraft(view.visit.id, template),
    onSuccess: (v) => client.setQueryData(visitKey(view.visit.id), v),
    onError: (e) => notifications.show({ color: 'red', title: 'Not drafted again', message: messageOf(e) }),
  })
  if (!templates.data?.length) return null
  return (
    <Menu>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-sm" m="md" mt={0}>
          Draft again with another template
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Your own sentences are kept; the version before stays in the history</Menu.Label>
        {offered(templates.data, user).map((t) => (
          <Menu.Item key={t.name} onClick={() => redraft.mutate(t.name)}>
            {t.title}
            {t.name === view.visit.template ? ' (now)' : ''}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
