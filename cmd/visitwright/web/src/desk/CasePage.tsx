import { ICD10CM } from '../api/systems'
import { Button, Group, Kbd, Text, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { visits } from '../api/calls'
import type { Code, Sentence } from '../api/types'
import { count, datesIn, time } from '../format'
import { PatientBanner } from '../frame/PatientBanner'
import { useSession } from '../frame/session'
import { Failure, Loading } from '../frame/states'
import { useNewPlayer, usePlaying } from '../visit/player'
import { sentencesOf, stretchesOf } from '../visit/wants'
import { caseKey, desk, onClaim, type CaseView, type Verdict } from './calls'
import { CaseCodes } from './CaseCodes'
import classes from './Desk.module.css'
import { Ask, Reject, Replace } from './dialogs'
import { Level } from './Level'
import { QuestionCard } from './Questions'
import { useCase } from './useCase'

/** One case: the note with its evidence on the left, its codes on the right, one key for each verdict. */
export function CasePage() {
  const { id } = useParams({ from: '/frame/coding/$id' })
  const { query, ...rest } = useCase(id)
  if (query.isPending) return <Loading what="the case" />
  if (query.isError) return <Failure what="case" error={query.error} again={() => void query.refetch()} />
  return <Case key={caseKey(id).join()} view={query.data} {...rest} />
}

/** A dialog keeps the code that it was opened for. */
type Dialog = { kind: 'reject' | 'replace'; code: Code } | { kind: 'add' | 'ask'; code?: Code } | null

function Case({ view, run, decide, undo }: { view: CaseView } & Omit<ReturnType<typeof useCase>, 'query'>) {
  const me = useSession().user
  const go = useNavigate()
  const id = view.case.visit_id
  const mine = view.case.state === 'mine'
  const codes = useMemo(() => view.visit.codes.toSorted((a, b) => rank(a) - rank(b)), [view.visit.codes])
  const [at, setAt] = useState<string | null>(null)
  const [sentence, setSentence] = useState<string | null>(null)
  const [dialog, setDialog] = useState<Dialog>(null)
  const code = codes.find((c) => c.id === at) ?? codes.find((c) => c.status === 'proposed') ?? codes[0]
  const lit = sentence ?? code?.sentence ?? null
  const heard = view.visit.recording.received_ms > 0 && !view.visit.recording.erased
  const player = useNewPlayer(visits.audioUrl(id), heard)
  const { problem } = usePlaying(player)
  const choose = (c: Code) => { setAt(c.id); setSentence(null) }
  const move = (by: number) => {
    const i = codes.findIndex((c) => c.id === code?.id)
    const next = codes[Math.max(0, Math.min(codes.length - 1, i + by))]
    if (next) choose(next)
  }
  const next = () => {
    const open = codes.find((c) => c.status === 'proposed' && c.id !== code?.id && onClaim(c))
    if (open) choose(open)
  }
  const play = (s: string | null) => {
    const said = sentencesOf(view.visit.note).find((x) => x.id === s)?.segments ?? []
    player?.play(stretchesOf(view.visit.transcript.segments.filter((x) => said.includes(x.id))))
  }
  const show = (s: string, sound: boolean) => { setSentence(s); if (sound) play(s) }
  // The page goes on at once; what could not be saved is gone back to.
  const judge = (c: Code, v: Omit<Verdict, 'code_id'>) => {
    next()
    void decide({ ...v, code_id: c.id }, c.code).then((ok) => ok || choose(c))
  }
  const accept = () => code && mine && judge(code, { verdict: 'accepted' })
  const claim = () => run.mutate((v) => desk.claim(id, v))
  const finish = () => run.mutate((v) => desk.finish(id, v), { onSuccess: (v) => v.case.state === 'done' && void go({ to: '/coding' }) })
  const open = (d: Dialog) => mine && setDialog(d)
  useHotkeys([
    ['j', () => move(1)], ['k', () => move(-1)], ['n', next], ['t', claim], ['a', accept], ['x', () => code && open({ kind: 'reject', code })], ['r', () => code && open({ kind: 'replace', code })],
    ['plus', () => open({ kind: 'add' })], ['shift+plus', () => open({ kind: 'add' })], ['q', () => open({ kind: 'ask', code })], ['p', () => play(lit)], ['f', () => mine && finish()], ['mod+z', () => void undo()],
  ])
  const close = () => setDialog(null)
  const who = (by: string | undefined) => (by === me.id ? 'you' : by === view.case.clinician_id ? view.case.clinician_name : (view.decisions.find((d) => d.by === by)?.by_name ?? 'a colleague'))
  return (
    <div className={classes.case}>
      <PatientBanner patient={view.visit.patient} page="Coding" />
      <div className={classes.step}>
        <div>
          <Link to="/coding">Worklist</Link> · <span className={classes.next} role="status">{nextStep(view)}</span>
        </div>
        <Group gap={6}>
          {!mine && <Button size="xs" onClick={claim} disabled={view.case.state === 'taken'} aria-keyshortcuts="t">{view.case.state === 'done' ? 'Open it again' : 'Take the case'}</Button>}
          {mine && (
            <>
              <Button size="xs" variant="default" onClick={() => run.mutate((v) => desk.release(id, v))}>Give it back</Button>
              <Button size="xs" onClick={finish} aria-keyshortcuts="f">Finish</Button>
            </>
          )}
        </Group>
      </div>
      <div>{problem && <Text size="sm" px="md" role="alert">{problem}</Text>}</div>
      <div className={classes.columns}>
        <div className={classes.column} role="group" aria-label="Note" tabIndex={0}>
          {(view.visit.note?.sections ?? []).map((s) => (
            <section key={s.name} className={classes.section}>
              <Title order={3}>{s.title}</Title>
              {s.sentences.map((x) => <Line key={x.id} sentence={x} lit={lit === x.id} show={() => show(x.id, true)} />)}
            </section>
          ))}
          {view.visit.addenda.map((a) => <Text key={a.number} size="sm"><strong>Addendum {a.number}, {a.by_name}:</strong> {a.text}</Text>)}
          {!heard && <Text size="sm" c="dimmed">There is no recording to listen to.</Text>}
        </div>
        <div className={classes.column} role="group" aria-label="Codes of the case" tabIndex={0}>
          {view.visit.codes_notice && <Text size="sm" mb={6}>{datesIn(view.visit.codes_notice)}</Text>}
          <CaseCodes codes={codes} chosen={code?.id ?? null} choose={choose} who={who} />
          {codes.length === 0 && <Text c="dimmed" size="sm">No code was proposed. Press + to add one.</Text>}
          {view.questions.map((q) => <QuestionCard key={q.id} question={q} />)}
          <Level level={view.level} choose={(s) => show(s, true)} />
          {!view.level && view.not_checked.map((n) => <Text key={n} size="sm" c="dimmed">Not checked: {n}.</Text>)}
        </div>
      </div>
      <Keys mine={mine} />
      {dialog?.kind === 'reject' && <Reject code={dialog.code} reasons={view.reasons} close={close} take={(reason) => { close(); judge(dialog.code, { verdict: 'rejected', reason }) }} />}
      {dialog?.kind === 'replace' && <Replace title={`In place of ${dialog.code.code}`} date={view.case.date_of_service} offered={(dialog.code.alternatives ?? []).map((a) => ({ ...a, system: dialog.code.system }))} family={dialog.code.system === ICD10CM ? 'diagnoses' : 'services'} close={close} take={(c) => { close(); judge(dialog.code, { verdict: 'replaced', with: c.code, system: c.system, reason: 'Another code fits better' }) }} />}
      {dialog?.kind === 'add' && <Replace title="Add a code" date={view.case.date_of_service} offered={[]} family="both" close={close} take={(c) => { close(); void decide({ verdict: 'added', with: c.code, system: c.system, sentence: lit ?? undefined }, c.code) }} />}
      {dialog?.kind === 'ask' && <Ask visit={id} about={dialog.code?.code ?? 'the note'} clinician={view.case.clinician_name} close={close} take={(text) => { close(); run.mutate((v) => desk.ask(id, v, { code_id: dialog.code?.id, sentence: lit ?? undefined, text })) }} />}
    </div>
  )
}

const rank = (c: Code) => (c.selected || c.status === 'accepted' ? 0 : 1)

function nextStep({ case: c }: CaseView): string {
  const open = [c.undecided > 0 && `${count(c.undecided, 'code')} to decide`, c.questions > 0 && `${count(c.questions, 'question')} with ${c.clinician_name}`].filter(Boolean).join(', ')
  if (c.state === 'done') return 'Finished.'
  if (c.state === 'taken') return `${c.holder_name ?? 'Somebody'} works on it until ${time(c.held_until ?? '')}. You can read along.`
  if (c.state === 'mine') return open ? `Yours until ${time(c.held_until ?? '')}: ${open}.` : 'Everything is decided. Finish it.'
  return `${open || 'Everything is decided'}. Take the case to work on it.`
}

function Line({ sentence: s, lit, show }: { sentence: Sentence; lit: boolean; show: () => void }) {
  return <button type="button" className={classes.sentence} data-lit={lit || undefined} data-sentence={s.id} aria-pressed={lit} onClick={show}>{s.text}</button>
}

const KEYS: [string, string][] = [['j k', 'next, previous'], ['n', 'next to decide'], ['a', 'accept'], ['x', 'reject'], ['r', 'replace'], ['+', 'add'], ['q', 'ask'], ['p', 'play'], ['Ctrl Z', 'undo'], ['f', 'finish']]

function Keys({ mine }: { mine: boolean }) {
  return (
    <div className={classes.keys} role="note" aria-label="Keyboard">
      {!mine && <span><Kbd>t</Kbd> take</span>}
      {KEYS.map(([k, w]) => <span key={k}><Kbd>{k}</Kbd> {w}</span>)}
    </div>
  )
}
