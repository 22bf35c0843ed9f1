import { ICD10CM } from '../api/systems'
import { Badge, Button, Group, Kbd, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { AlertButtons } from '../alerts/AlertButtons'
import { AlertDetail } from '../alerts/AlertDetail'
import type { Choice, Segment, VisitView } from '../api/types'
import { VisitCoding } from '../desk/Questions'
import { count, datesIn } from '../format'
import { Empty } from '../frame/states'
import { SPEAKERS } from './Transcript'
import classes from './Visit.module.css'
import { CheckState } from './CheckState'
import { atOnce, canWithdraw, type Want } from './wants'

interface Words {
  title: string
  text: string
  detail?: string
  yes: string
  no: string
}

const DOUBTS: Record<string, string> = {
  no_evidence: 'Nothing said supports this', drug: 'Drug not heard', dose: 'Dose not heard', number: 'Number not heard', unit: 'Unit not heard', date: 'Date not heard',
  laterality: 'Side not heard', negation: 'Yes or no differs', person: 'Patient or family?', time: 'Past or present?', plan: 'Planned or done?', term: 'Term not heard',
}

/** What a want says and what its two answers are called. */
function wordsOf(w: Want): Words {
  switch (w.kind) {
    case 'sentence': {
      const doubts = w.item.doubts ?? []
      return { title: doubts.map((d) => DOUBTS[d.kind] ?? 'Not supported').join(', '), text: w.item.text, detail: doubts.map((d) => d.detail).filter(Boolean).join(' '), yes: 'Keep it', no: 'Remove it' }
    }
    case 'omission':
      return { title: `Heard, not in the note: ${w.item.kind.replaceAll('_', ' ')}`, text: w.item.text, yes: 'Add to the note', no: 'Leave out' }
    case 'alert':
      return { title: w.item.tier === 'interruptive' ? 'Alert' : 'Notice', text: w.item.summary, yes: w.item.tier === 'interruptive' ? 'I act on it' : 'Seen', no: w.item.tier === 'interruptive' ? 'Go on, with a reason' : 'Does not apply' }
    case 'reconciliation':
      return {
        title: w.item.relation === 'contradicts' ? `Differs from the chart: ${w.item.kind}` : `Not in the chart: ${w.item.kind}`,
        text: [w.item.heard, w.item.dose].filter(Boolean).join(' '), detail: w.item.in_chart && `The chart has: ${w.item.in_chart}`, yes: 'Update the chart', no: 'Leave the chart',
      }
    case 'order':
      return {
        title: `Order heard: ${w.item.kind === 'follow_up' ? 'follow-up' : `${w.item.kind.replaceAll('_', ' ')}, ${w.item.verb}`}`, text: w.item.text,
        detail: w.item.text.toLowerCase().includes((w.item.detail ?? '').toLowerCase()) ? undefined : w.item.detail, yes: 'Place the order', no: 'Discard',
      }
    case 'code':
      return {
        title: `${w.item.system === ICD10CM ? 'Diagnosis code' : 'Service code'}, ${w.item.selected ? 'selected' : 'offered'}`, text: `${w.item.code} ${w.item.display}`,
        yes: 'Accept', no: 'Reject',
      }
  }
}

interface CardProps {
  current: string | null
  byId: Map<string, Segment>
  editable: boolean
  /** Alerts take answers while the visit is still recorded, too. */
  answersAlerts: boolean
  visit: string
  busy: boolean
  choose: (w: Want) => void
  play: (w: Want) => void
  answer: (w: Want, choice: Choice, reason?: string) => void
  /** The words of a sentence of the note. */
  sentence: (id: string) => string | undefined
}

export interface WantsProps extends CardProps {
  wants: Want[]
  view: VisitView
}

/** What wants an answer, in the order in which it blocks signing. */
export function Wants({ wants, view, ...p }: WantsProps) {
  const open = wants.filter((w) => !w.answered)
  const answered = wants.filter((w) => w.answered)
  const [show, setShow] = useState(false)
  const [front, waiting] = atOnce(open.filter((w) => w.blocking))
  const rest = open.filter((w) => !w.blocking)
  if (wants.length === 0)
    return (
      <>
        <Empty title="Nothing wants an answer">Sentences the check doubts, things heard but not written, and differences from the chart stand here.</Empty>
        <CheckState view={view} />
      </>
    )
  return (
    <div className={classes.wantList}>
      {front.length > 0 && (
        <Part
          title={`Before you can sign: ${front.length + waiting}`} wants={front} {...p}
          note={waiting > 0 ? `${count(waiting, 'more alert')} ${waiting === 1 ? 'waits' : 'wait'}; the most serious come first.` : undefined}
        />
      )}
      {open.length === 0 && (
        <Text p="sm" className={classes.allAnswered}>
          <IconCheck size={17} aria-hidden /> Everything is answered.
        </Text>
      )}
      {KINDS.map(([kinds, title]) => {
        const of = rest.filter((w) => kinds.includes(w.kind))
        return of.length > 0 && <Part key={title} title={`${!p.editable && title === OPEN ? 'Left open' : title}: ${of.length}`} wants={of} note={kinds.includes('code') ? datesIn(view.codes_notice) : undefined} {...p} />
      })}
      {view.note && <VisitCoding visit={view.visit.id} />}
      {view.note && view.codes.length === 0 && view.codes_notice && <Text size="sm" c="dimmed" px={4} pb="xs">{`Codes: ${datesIn(view.codes_notice)}`}</Text>}
      <CheckState view={view} />
      {answered.length > 0 && (
        <Button variant="subtle" color="gray" size="compact-sm" m={8} onClick={() => setShow(!show)} aria-expanded={show}>
          {show ? 'Hide what is answered' : `Show ${count(answered.length, 'answered item')}`}
        </Button>
      )}
      {show && answered.map((w) => <Card key={w.kind + w.id} want={w} {...p} />)}
    </div>
  )
}

// What may stay open, in the order in which it is read.
const OPEN = 'May stay open'
const KINDS: [Want['kind'][], string][] = [
  [['alert', 'omission', 'sentence'], OPEN], [['reconciliation'], 'Heard against the chart'], [['order'], 'Orders heard, none is sent by itself'], [['code'], 'Codes proposed'],
]

function Part({ title, wants, note, ...p }: CardProps & { title: string; wants: Want[]; note?: string }) {
  return (
    <section aria-label={title}>
      <h3 className={classes.partTitle}>{title}</h3>
      {note && (
        <Text size="sm" c="dimmed" px={4} pb={4}>
          {note}
        </Text>
      )}
      {wants.map((w) => (
        <Card key={w.kind + w.id} want={w} {...p} />
      ))}
    </section>
  )
}

function Card({ want: w, ...p }: CardProps & { want: Want }) {
  const box = useRef<HTMLDivElement>(null)
  const chosen = p.current === w.id
  useEffect(() => {
    if (chosen) box.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const words = wordsOf(w)
  const evidence = w.segments.map((id) => p.byId.get(id)).filter((s) => s !== undefined)
  return (
    <div ref={box} className={classes.card} data-chosen={chosen || undefined} data-blocking={w.blocking || undefined} data-answered={w.answered || undefined} data-want={w.id}>
      <button type="button" className={classes.cardText} aria-pressed={chosen} onClick={() => p.choose(w)}>
        <span className={classes.cardTitle}>
          {w.blocking ? <IconAlertTriangle size={14} aria-label="Blocks signing" /> : <IconInfoCircle size={14} aria-hidden />} {words.title}
        </span>
        <span>{words.text}</span>
        {words.detail && <span className={classes.detail}>{words.detail}</span>}
        {w.kind === 'alert' && <AlertDetail detail={w.item.detail} source={w.item.source} />}
        {w.kind === 'code' && w.item.sentence && <span className={classes.detail}>Rests on: {p.sentence(w.item.sentence) ?? 'a sentence that is no longer in the note'}</span>}
        {evidence.slice(0, 2).map((s) => (
          <q key={s.id} className={classes.quote}>
            {SPEAKERS[s.speaker]}: {s.text}
          </q>
        ))}
      </button>
      {w.answered ? <Answered want={w} {...p} /> : w.kind === 'alert' ? (
        p.answersAlerts && (
          <div className={classes.cardButtons}>
            <AlertButtons alert={w.item} visit={p.visit} chosen={chosen} busy={p.busy} answer={(c, reason) => p.answer(w, c, reason)} />
          </div>
        )
      ) : (
        p.editable && <Buttons want={w} words={words} chosen={chosen} {...p} />
      )}
    </div>
  )
}

function Answered({ want: w, ...p }: CardProps & { want: Want }) {
  const yes = w.kind === 'order' ? w.item.status !== 'rejected' : w.kind === 'code' ? w.item.status === 'accepted' : w.item.answer?.choice === 'accepted'
  const words = wordsOf(w)
  const reason = 'answer' in w.item ? w.item.answer?.reason : w.kind === 'code' ? w.item.reason : undefined
  return (
    <Group gap={6} px={10} pb={8}>
      <Badge variant="light" color="gray" style={{ textTransform: 'none' }}>
        {yes ? words.yes : words.no}
        {reason ? `: ${reason}` : ''}
      </Badge>
      {p.editable && canWithdraw(w) && (
        <Button size="compact-sm" variant="subtle" color="gray" disabled={p.busy} onClick={() => p.answer(w, 'withdrawn')}>
          Take the answer back
        </Button>
      )}
    </Group>
  )
}

function Buttons({ want: w, words, chosen, ...p }: CardProps & { want: Want; words: Words; chosen: boolean }) {
  return (
    <div className={classes.cardButtons}>
      <Group gap={6}>
        <Button size="compact-sm" variant={chosen ? 'filled' : 'default'} disabled={p.busy} onClick={() => p.answer(w, 'accepted')} rightSection={chosen && <Kbd size="xs">a</Kbd>}>
          {words.yes}
        </Button>
        <Button size="compact-sm" variant="default" disabled={p.busy} onClick={() => p.answer(w, 'rejected')} rightSection={chosen && <Kbd size="xs">x</Kbd>}>
          {words.no}
        </Button>
        {chosen && w.segments.length > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={() => p.play(w)}>
            Play
          </Button>
        )}
      </Group>
    </div>
  )
}
