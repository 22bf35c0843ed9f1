import type { Case } from './calls'

/** What of the worklist is looked at; an empty field takes all. */
export interface Filter {
  payer: string
  clinician: string
  age: string
  confidence: string
}

export const ALL: Filter = { payer: '', clinician: '', age: '', confidence: '' }
/** Stands for the payer of a visit without coverage. */
export const NO_PAYER = '-'

interface Step {
  value: string
  label: string
  from: number
  below: number
}

/** Days since the note was signed. */
export const AGES: Step[] = [
  { value: 'new', label: 'Up to 2 days', from: 0, below: 3 },
  { value: 'week', label: '3 to 7 days', from: 3, below: 8 },
  { value: 'old', label: 'Over a week', from: 8, below: Infinity },
]
/** Of the least sure code on the claim; a case without codes has none. */
export const CONFIDENCES: Step[] = [
  { value: 'low', label: 'Below 50 %', from: 0, below: 0.5 },
  { value: 'middle', label: '50 to 79 %', from: 0.5, below: 0.795 },
  { value: 'high', label: '80 % or more', from: 0.795, below: Infinity },
  { value: 'none', label: 'No codes', from: Infinity, below: Infinity },
]

const DAY_MS = 86_400_000
export const days = (c: Case, now = Date.now()) => Math.floor((now - Date.parse(c.signed_at)) / DAY_MS)

const within = (steps: Step[], value: string, n: number | undefined) => {
  const step = steps.find((s) => s.value === value)
  if (!step) return true
  return n === undefined ? step.from === Infinity : n >= step.from && n < step.below
}

export const takes = (f: Filter, c: Case, now?: number): boolean =>
  (f.payer === '' || (c.payer ?? NO_PAYER) === f.payer) && (f.clinician === '' || c.clinician_id === f.clinician) && within(AGES, f.age, days(c, now)) && within(CONFIDENCES, f.confidence, c.lowest_confidence)

/** The payers and clinicians of these cases, by name, to choose from. */
export function choices(cases: Case[]) {
  const byLabel = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label, 'en-US')
  const options = (of: (c: Case) => [string, string]) => [...new Map(cases.map(of))].map(([value, label]) => ({ value, label })).sort(byLabel)
  return { payers: options((c) => [c.payer ?? NO_PAYER, c.payer ?? 'None on record']), clinicians: options((c) => [c.clinician_id, c.clinician_name]) }
}
