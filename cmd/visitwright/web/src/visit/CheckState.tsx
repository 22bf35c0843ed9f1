import { IconAlertTriangle, IconCheck, IconQuestionMark } from '@tabler/icons-react'
import type { VisitView } from '../api/types'
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
  const due = (checks?.care_gaps ?? []).filter((g) => g.status === 'due' || g.status === 'overdue')
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
      {due.map((g) => (
        <Line key={g.rule} state="found" words={`${g.summary}${g.status === 'overdue' ? ', overdue' : ', due'}`} title={g.source} />
      ))}
    </section>
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
