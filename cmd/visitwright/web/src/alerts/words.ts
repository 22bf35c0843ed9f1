import type { CareGap, Content, Forecast, Rule, RuleUse } from '../api/types'
import { count, date, today } from '../format'

/** How loudly a rule speaks, for people. */
export const TIERS: Record<Rule['tier'], string> = { interruptive: 'Interrupts', inline: 'Beside the note', passive: 'Only looked up' }

export const KINDS: Record<string, string> = {
  interaction: 'Interaction', stack: 'Effects that add up', food: 'Food and alcohol', allergy: 'Allergy', duplicate: 'Double prescription', withdrawal: 'Stopping a drug', disease: 'Condition', pregnancy: 'Pregnancy',
  lactation: 'Breastfeeding', renal: 'Kidneys', hepatic: 'Liver', age: 'Age', dose: 'Dose', monitoring: 'Missing test', result: 'Result', preventive: 'Preventive care',
}

/** The reasons of going on in spite of alerts, the most frequent first: "It will be monitored 3". */
export function reasonsOf(use: RuleUse, names: Map<string, string>): string {
  return Object.entries(use.reasons)
    .sort(([a, n], [b, m]) => m - n || a.localeCompare(b))
    .map(([code, n]) => `${names.get(code) ?? 'In other words'} ${n}`)
    .join(', ')
}

/** "12 %"; empty where nothing was answered. */
export const rateOf = (use: RuleUse): string => (use.answered > 0 ? `${Math.round((100 * use.overridden) / use.answered)} %` : '')

/** Since when something is due: the day it ran out. What was never done has no such day. */
export const sinceOf = (g: Pick<CareGap, 'due' | 'last_done'>): string => (g.last_done ? (g.due ?? '') : '')

/** "Drug rules 2026.11, released Nov 22, 2026, 3 days old". */
export function contentWords(c: Content): string {
  const age = c.released ? `, released ${date(c.released)}, ${count(Math.max(0, c.age_days), 'day')} old` : ''
  return `${c.name}${c.version && !c.name.includes(c.version) ? ` ${c.version}` : ''}${age}${c.stale ? ': too old to rely on' : ''}${c.problem ? `: ${c.problem}` : ''}`
}

/** When a vaccine is due. A date long past, such as an adult's for a childhood vaccine, says no more than that it is due. */
export function dueWords({ recommended = '', earliest = '', past_due: past = '' }: Pick<Forecast, 'recommended' | 'earliest' | 'past_due'>, now = new Date()): string {
  if (recommended > today(now)) return `Later: recommended ${date(recommended)}${earliest && earliest < recommended ? `, not before ${date(earliest)}` : ''}`
  if (past && past <= today(now)) return `Overdue${past > today(new Date(now.getTime() - 365 * 86_400_000)) ? ` since ${date(past)}` : ''}`
  return `Due now${past ? `, past due from ${date(past)}` : ''}`
}
