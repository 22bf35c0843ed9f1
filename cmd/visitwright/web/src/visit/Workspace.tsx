import { Badge, Tabs } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { visits } from '../api/calls'
import type { VisitView } from '../api/types'
import { count } from '../format'
import { PatientBanner } from '../frame/PatientBanner'
import { useMay, useSession } from '../frame/session'
import { Comparing } from './Comparing'
import { useEndedRecording } from './ended'
import type { Live } from './live'
import { leftTyping } from './Note'
import { NoteColumn } from './NoteColumn'
import { PlayerContext, useNewPlayer } from './player'
import { Shortcuts, useShortcuts } from './Shortcuts'
import { SignDialog } from './SignDialog'
import { StepBar } from './StepBar'
import { TranscriptColumn } from './TranscriptColumn'
import { useAnswer, useNote, type SaveState } from './useVisit'
import { useChoice } from './useChoice'
import classes from './Visit.module.css'
import { Wants } from './Wants'
import { noNeedsReason, sentencesOf, wantsOf } from './wants'

// From here on three columns; below, tabs.
const WIDE = '(min-width: 1200px)'

export function Workspace({ view, live, stale }: { view: VisitView; live: Live; stale: boolean }) {
  const wide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false })
  const may = useMay()
  const { user } = useSession()
  const { visit } = view
  const [tab, setTab] = useState<string | null>(null)
  const [saving, setSaving] = useState<SaveState>('saved')
  const [signing, setSigning] = useState(false)
  const [editing, setEditing] = useState<string | null>(() => leftTyping(visit.id, 'sentence'))
  const [comparing, setComparing] = useState(false)
  const [help, setHelp] = useState(false)
  const player = useNewPlayer(visits.audioUrl(visit.id), may('visit.audio') && view.recording.received_ms > 0 && !view.recording.erased)
  const note = useNote(visit.id, setSaving)
  const answer = useAnswer(visit.id, view.note, note.remember, () => void note.undo())
  const wants = useMemo(() => wantsOf(view), [view])
  const choice = useChoice(view, wants, player)
  const editable = visit.state === 'review' && may('note.edit')
  const answersAlerts = ['recording', 'drafting', 'review'].includes(visit.state) && may('note.edit')
  const signable = visit.state === 'review' && may('note.sign') && !!view.note
  useEndedRecording(visit.id)

  const open = wants.filter((w) => !w.answered)
  const shortcuts = {
    move: (by: 1 | -1) => choice.move(by, wide ? undefined : () => setTab('wants')),
    play: () => choice.playChosen(),
    accept: () => editable && choice.want && !choice.want.answered && answer.mutate({ want: choice.want, choice: 'accepted' }),
    reject: () => {
      if (!editable || !choice.want || choice.want.answered) return
      // Where no needs a reason, the key goes to where it is typed.
      if (noNeedsReason(choice.want)) document.querySelector<HTMLElement>(`[data-want="${CSS.escape(choice.want.id)}"] [data-reason]`)?.focus()
      else answer.mutate({ want: choice.want, choice: 'rejected' })
    },
    edit: () => editable && choice.sentence && setEditing(choice.sentence),
    sign: () => signable && setSigning(true),
    undo: () => editable && void note.undo(),
    help: () => setHelp(true),
  }
  useShortcuts(shortcuts)

  const transcript = <TranscriptColumn view={view} live={live} choice={choice} />
  const noteColumn = <NoteColumn view={view} editable={editable} choice={choice} note={note} editing={editing} setEditing={setEditing} compare={() => setComparing(true)} canRecord={may('visit.record')} me={user.id} />
  const wantsColumn = (
    <div className={classes.plainScroll} role="group" aria-label="Items that want an answer" tabIndex={0}>
      <Wants
        wants={wants} view={view} sentence={(id) => sentencesOf(view.note).find((s) => s.id === id)?.text} current={choice.want?.id ?? null} byId={choice.segments} editable={editable} answersAlerts={answersAlerts} visit={visit.id} busy={answer.isPending} choose={choice.chooseWant} play={choice.playWant}
        answer={(want, c, reason) => answer.mutate({ want, choice: c, reason })}
      />
    </div>
  )
  const title = visit.state === 'signed' ? 'Left open' : 'Wants an answer'
  const state = view.transcript.segments.length
  const first = visit.state === 'open' || visit.state === 'drafting' || visit.state === 'review' || visit.state === 'signed' ? 'note' : 'transcript'
  return (
    <PlayerContext.Provider value={player}>
      <div className={classes.page}>
        <PatientBanner patient={view.patient} page="Visit" />
        <StepBar view={view} live={live} saving={saving} stale={stale} signable={signable} sign={() => setSigning(true)} help={() => setHelp(true)} me={user.id} />
        {wide ? (
          <div className={classes.columns}>
            <section className={classes.column} aria-label="Transcript">
              <h2 className={classes.columnTitle}>
                Transcript <span>{count(state, 'line')}</span>
              </h2>
              {transcript}
            </section>
            <section className={classes.column} aria-label="Note">
              <h2 className={classes.columnTitle}>Note</h2>
              {noteColumn}
            </section>
            <section className={classes.column} aria-label="What wants an answer">
              <h2 className={classes.columnTitle}>
                {title} <span>{open.length}</span>
              </h2>
              {wantsColumn}
            </section>
          </div>
        ) : (
          <Tabs className={classes.tabs} value={tab ?? first} onChange={setTab} keepMounted={false}>
            <Tabs.List grow>
              <Tabs.Tab value="transcript" rightSection={<Count n={state} />}>
                Transcript
              </Tabs.Tab>
              <Tabs.Tab value="note">Note</Tabs.Tab>
              <Tabs.Tab value="wants" rightSection={<Count n={open.length} wants={open.some((w) => w.blocking)} />}>
                {title}
              </Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="transcript" className={classes.tabPanel}>
              {transcript}
            </Tabs.Panel>
            <Tabs.Panel value="note" className={classes.tabPanel}>
              {noteColumn}
            </Tabs.Panel>
            <Tabs.Panel value="wants" className={classes.tabPanel}>
              {wantsColumn}
            </Tabs.Panel>
          </Tabs>
        )}
      </div>
      {signing && view.note && <SignDialog view={view} version={view.note.version} close={() => setSigning(false)} />}
      {comparing && view.note && <Comparing view={view} note={note} close={() => setComparing(false)} />}
      <Shortcuts opened={help} close={() => setHelp(false)} />
    </PlayerContext.Provider>
  )
}

function Count({ n, wants }: { n: number; wants?: boolean }) {
  return (
    <Badge size="sm" variant="light" color={wants ? 'amber' : 'gray'}>
      {n}
    </Badge>
  )
}

