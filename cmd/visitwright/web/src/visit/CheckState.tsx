import { IconAlertTriangle, IconCheck, IconQuestionMark } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Gap } from '../alerts/ChartChecks'
import { contentWords, dueWords } from '../alerts/words'
import type { VisitView } from '../api/types'
import { count, date } from '../format'
import classes from './Visit.module.css'

const AREAS: Record<string, string> = { drugs: 'Drugs', 'preventive care': 'Preventive care', immunization: 'Immunizations' }
const FOUND = { found: 'something was found', clear: 'checked, nothing found', not_checked: 'not checked' }
const SIGNS = { found: IconAlertTriangle, clear: IconCheck, not_checked: IconQuestionMark }

/** Each check in one of three states. Not checked is never clear. */
export function CheckState({ view }: { view: VisitView }) {
  const { checks } = view
  if (!view.note) return null
  const areas = checks?.areas ?? []
  const others = (checks?.not_checked ?? []).filter((n) => !areas.some((a) => a.not_checked.some((x) => x.what === n.what)))
  const due = (checks?.care_gaps ?? []).filter((g) => ['due', 'overdue', 'unknown'].includes(g.status))
  const vaccines = (checks?.immunization ?? []).filter((f) => f.status === 'Not Complete')
  const quiet = (checks?.alerts ?? []).filter((a) => a.tier === 'passive')
  return (
    <section aria-label="What was checked" className={classes.checks}>
      <h3 className={classes.partTitle}>What was checked</h3>
      {!checks && <Line state="not_checked" words="The chart and the orders: not checked. No content is loaded." />}
      {checks?.off && <Line state="not_checked" words={`Interactions of drugs: not checked. ${checks.off}`} />}
      {areas.map((a) => (
        <Line key={a.name} state={a.finding} words={`${AREAS[a.name] ?? a.name}: ${FOUND[a.finding]}.`} title={a.content} why={a.not_checked.map((n) => `${n.what} not checked: ${n.why}`)} />
      ))}
      {others.map((n) => (
        <Line key={n.what} state="not_checked" words={`${n.what}: not checked. ${n.why}`} />
      ))}
      {due.length > 0 && (
        <More title={`Preventive care due: ${due.length}`} open>
          {due.map((g) => (
            <Gap key={g.rule} gap={g} patient={view.visit.patient_id} visit={view.visit.state === 'signed' ? undefined : view.visit.id} />
          ))}
        </More>
      )}
      {vaccines.length > 0 && (
        <More title={`Vaccines due or to come: ${vaccines.length}`}>
          {vaccines.map((f) => (
            <span key={f.group} className={classes.detail}>
              {f.dose ? `${f.group}, dose ${f.dose}` : f.group}. {dueWords(f)}
            </span>
          ))}
          <span className={classes.detail}>Schedule: {vaccines[0]?.pack}</span>
        </More>
      )}
      {quiet.length > 0 && (
        <More title={`${count(quiet.length, 'quiet notice')}, to be looked up`}>
          {quiet.map((a) => (
            <span key={a.id ?? a.key} className={classes.detail} title={`${a.detail} Source: ${a.source}`}>
              {a.summary}
              {a.earlier_answer ? `, answered ${date(a.earlier_answer.at)}${a.earlier_answer.reason ? `: ${a.earlier_answer.reason}` : ''}` : ''}
            </span>
          ))}
        </More>
      )}
      {(checks?.content ?? []).map((c) => (
        <span key={c.name} className={classes.detail} data-stale={c.stale || c.problem ? true : undefined}>
          {contentWords(c)}
        </span>
      ))}
    </section>
  )
}

function More({ title, open, children }: { title: string; open?: boolean; children: ReactNode }) {
  return (
    <details className={classes.more} open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  )
}

function Line({ state, words, why = [], title }: { state: keyof typeof SIGNS; words: string; why?: string[]; title?: string }) {
  const Sign = SIGNS[state]
  return (
    <div className={classes.check} data-state={state} title={title}>
      <Sign size={15} aria-hidden />
      <span>
        {words}
        {why.map((w) => (
          <span key={w} className={classes.detail}>
            {w}
          </span>
        ))}
      </span>
    </div>
  )
}
