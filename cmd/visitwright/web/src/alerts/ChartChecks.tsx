import { Button, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { checks } from '../api/calls'
import type { CareGap, Checks, Forecast } from '../api/types'
import { date } from '../format'
import panel from '../patients/ChartPage.module.css'
import { PanelHead } from '../patients/Panel'
import classes from './Alerts.module.css'
import { GapButton } from './GapButton'
import { contentWords, dueWords, sinceOf } from './words'

const OPEN = ['due', 'overdue', 'unknown']
const SAYS: Record<string, string> = { due: 'Due', overdue: 'Overdue', unknown: 'Not known whether it concerns the patient' }

/** What the checks say of the chart: care gaps and the immunization forecast. */
export function ChartChecks({ patient }: { patient: string }) {
  const q = useQuery({ queryKey: ['patient-checks', patient], queryFn: () => checks.ofPatient(patient) })
  const failed = q.isError ? `Not checked. ${messageOf(q.error)}` : ''
  return (
    <>
      <CareGapPanel patient={patient} checks={q.data} failed={failed} />
      <ForecastPanel checks={q.data} failed={failed} />
    </>
  )
}

interface PanelProps {
  checks?: Checks
  failed: string
}

function CareGapPanel({ patient, checks: c, failed }: PanelProps & { patient: string }) {
  const [all, setAll] = useState(false)
  const gaps = c?.care_gaps ?? []
  const open = gaps.filter((g) => OPEN.includes(g.status)).sort((a, b) => OPEN.indexOf(a.status) - OPEN.indexOf(b.status))
  const rest = gaps.filter((g) => !OPEN.includes(g.status))
  return (
    <section className={panel.panel} aria-label="Preventive care">
      <PanelHead title="Preventive care" count={open.length} />
      <NotChecked area="preventive care" checks={c} failed={failed} />
      {c && open.length === 0 && !failed && (
        <Text size="sm" c="dimmed" px="sm" pb="xs">
          Nothing is due.
        </Text>
      )}
      {open.map((g) => (
        <Gap key={g.rule} gap={g} patient={patient} />
      ))}
      {all && rest.map((g) => <Gap key={g.rule} gap={g} patient={patient} />)}
      {rest.length > 0 && (
        <Button variant="subtle" color="gray" size="compact-xs" m={6} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Hide what is done' : `Show ${rest.length} done or excluded`}
        </Button>
      )}
      <Stands checks={c} name="USPSTF" />
    </section>
  )
}

/** One recommendation, with what closes it. */
export function Gap({ gap: g, patient, visit }: { gap: CareGap; patient: string; visit?: string }) {
  const when = [SAYS[g.status] ?? g.status, sinceOf(g) && g.status !== 'done' ? `since ${date(sinceOf(g))}` : '', g.last_done ? `last done ${date(g.last_done)}` : g.status === 'due' ? 'none on record' : ''].filter(Boolean).join(', ')
  return (
    <div className={classes.gap}>
      <span>
        {g.summary}
        <span className={`${classes.detail} ${g.status === 'overdue' ? classes.wants : ''}`}>{when}</span>
        <span className={classes.detail}>{g.source}</span>
      </span>
      {g.action && <GapButton patient={patient} action={g.action} visit={visit} />}
    </div>
  )
}

const STATUS: Record<string, string> = { 'Aged Out': 'Too old for it', 'Not Recommended': 'Not recommended' }

function ForecastPanel({ checks: c, failed }: PanelProps) {
  const [all, setAll] = useState(false)
  const list = c?.immunization ?? []
  const due = list.filter((f) => f.status === 'Not Complete' || f.status === 'Contraindicated')
  const rest = list.filter((f) => !due.includes(f))
  return (
    <section className={panel.panel} aria-label="Immunization forecast">
      <PanelHead title="Immunization forecast" count={due.length} />
      <NotChecked area="immunization" checks={c} failed={failed} />
      {c && due.length === 0 && list.length > 0 && (
        <Text size="sm" c="dimmed" px="sm" pb="xs">
          No dose is to come.
        </Text>
      )}
      {due.map((f) => (
        <ForecastLine key={f.group} f={f} />
      ))}
      {all && rest.map((f) => <ForecastLine key={f.group} f={f} />)}
      {rest.length > 0 && (
        <Button variant="subtle" color="gray" size="compact-xs" m={6} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Hide the others' : `Show ${rest.length} complete or not recommended`}
        </Button>
      )}
      {list[0] && <div className={classes.foot}>Schedule: {list[0].pack}</div>}
    </section>
  )
}

function ForecastLine({ f }: { f: Forecast }) {
  const [why, setWhy] = useState(false)
  return (
    <div className={classes.gap}>
      <span>
        {f.group}
        {f.dose && f.status === 'Not Complete' ? `, dose ${f.dose}` : ''}
        <span className={classes.detail}>
          {f.status === 'Not Complete' ? dueWords(f) : (STATUS[f.status] ?? f.status)}
        </span>
        {why && (f.reasons ?? []).map((r) => <span key={r} className={classes.detail}>{r}</span>)}
      </span>
      {(f.reasons ?? []).length > 0 && (
        <Button size="compact-xs" variant="subtle" onClick={() => setWhy(!why)} aria-expanded={why} aria-label={`Why: ${f.group}`}>
          Why
        </Button>
      )}
    </div>
  )
}

// Not checked is never clear: it is said where the answer would stand.
function NotChecked({ area, checks: c, failed }: PanelProps & { area: string }) {
  const not = c?.areas?.find((a) => a.name === area)?.not_checked ?? []
  if (!failed && not.length === 0) return null
  return (
    <Text size="sm" px="sm" pb="xs" className={classes.wants} role={failed ? 'alert' : undefined}>
      {failed || not.map((n) => `${n.what}: not checked, ${n.why}.`).join(' ')}
    </Text>
  )
}

function Stands({ checks: c, name }: { checks?: Checks; name: string }) {
  const content = c?.content?.find((x) => x.name.includes(name))
  return content ? <div className={classes.foot} data-off={content.stale || content.problem ? true : undefined}>{contentWords(content)}</div> : null
}
