import { ActionIcon, Badge, Button, Group, Menu, Text } from '@mantine/core'
import { IconCloudOff, IconDots, IconFileText, IconHistory, IconKeyboard, IconPrinter, IconSignature, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { visits } from '../api/calls'
import type { VisitState, VisitView } from '../api/types'
import { date } from '../format'
import { useMay } from '../frame/session'
import { History } from './History'
import type { Live } from './live'
import type { SaveState } from './useVisit'
import classes from './Visit.module.css'
import { VoidDialog } from './VoidDialog'

const STATES: Record<VisitState, { words: string; color: string }> = {
  open: { words: 'Open', color: 'gray' },
  recording: { words: 'Recording', color: 'blue' },
  drafting: { words: 'Being written', color: 'blue' },
  review: { words: 'Draft', color: 'amber' },
  signed: { words: 'Signed', color: 'green' },
  void: { words: 'Void', color: 'gray' },
}
const SAVING: Record<SaveState, string> = { saved: 'All changes are saved.', saving: 'Saving…', failed: 'The last change is not saved.' }

export interface StepBarProps {
  view: VisitView
  live: Live
  saving: SaveState
  stale: boolean
  signable: boolean
  me: string
  sign: () => void
  help: () => void
}

/** Where am I, what state is it in, what is the one next step. */
export function StepBar(p: StepBarProps) {
  const { view } = p
  const { visit } = view
  const state = STATES[visit.state]
  const others = p.live.present.filter((u) => u.id !== p.me)
  const blocked = view.blocking.length > 0
  return (
    <header className={classes.step}>
      <div>
        <Group gap={8}>
          <Badge variant="light" color={state.color} style={{ textTransform: 'none' }}>
            {state.words}
          </Badge>
          <Text component="h1" className={classes.next} aria-live="polite">
            {view.next_step}
          </Text>
        </Group>
        <Text size="sm" className={classes.about}>
          {[visit.reason || 'Visit', date(visit.date_of_service), view.clinician.name].filter(Boolean).join(' · ')}
          {visit.state === 'review' && view.note ? ` · ${SAVING[p.saving]}` : ''}
          {others.length > 0 ? ` · Also here: ${others.map((u) => u.name).join(', ')}` : ''}
        </Text>
      </div>
      <Group gap={8}>
        {p.stale && (
          <Badge variant="light" color="amber" leftSection={<IconCloudOff size={13} aria-hidden />} style={{ textTransform: 'none' }}>
            The server cannot be reached. This is how it stood last.
          </Badge>
        )}
        <More {...p} />
        {p.signable && (
          <Button leftSection={<IconSignature size={16} />} variant={blocked ? 'default' : 'filled'} onClick={p.sign}>
            Sign
          </Button>
        )}
      </Group>
    </header>
  )
}

function More({ view, help }: StepBarProps) {
  const may = useMay()
  const [history, setHistory] = useState(false)
  const [voiding, setVoiding] = useState(false)
  const { id, state } = view.visit
  const instructions = view.note?.sections.some((s) => s.name === 'patient_instructions' && s.sentences.length > 0)
  return (
    <>
      {view.note && (
        <Button component="a" href={visits.pdfUrl(id)} target="_blank" rel="noopener" variant="default" leftSection={<IconPrinter size={16} />}>
          Print
        </Button>
      )}
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label="More about this visit">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {view.note && (
            <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => setHistory(true)}>
              History of the note
            </Menu.Item>
          )}
          {view.note && (
            <Menu.Item component={Link} to={`/visits/${id}/summary`} leftSection={<IconFileText size={16} />}>
              Summary for the patient
            </Menu.Item>
          )}
          {instructions && (
            <Menu.Item component="a" href={visits.instructionsUrl(id)} target="_blank" rel="noopener" leftSection={<IconFileText size={16} />}>
              Instructions for the patient (PDF)
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={help} rightSection="?">
            Keyboard
          </Menu.Item>
          {(state === 'open' || state === 'review' || state === 'recording') && may('note.edit') && (
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setVoiding(true)}>
              Opened in error: void this visit
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {history && <History visit={id} close={() => setHistory(false)} />}
      {voiding && <VoidDialog view={view} close={() => setVoiding(false)} />}
    </>
  )
}
