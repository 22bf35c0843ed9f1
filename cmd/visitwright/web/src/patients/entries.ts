import { patients } from '../api/calls'
import type { Entry } from '../api/types'

/** One field of the form for a new entry. */
export interface Field {
  key: string
  label: string
  type?: 'text' | 'date' | 'number'
  required?: boolean
  placeholder?: string
  description?: string
  options?: { value: string; label: string }[]
  /** The whole row. */
  wide?: boolean
  /** A date that may lie ahead. */
  ahead?: boolean
}

export type Values = Record<string, string>

/** What is typed into the record. */
export interface Form {
  title: string
  /** What the button says, and what is said when it is saved, where that is not "Add" and "Added to the chart." */
  submit?: string
  done?: string
  fields: Field[]
  values: Values
  add: (patient: string, v: Values) => Promise<{ id: string }>
}

/** A kind of entry of the chart. */
export interface ChartForm extends Form {
  kind: Entry['kind']
}

export const optional = (text: string | undefined) => (text?.trim() ? text.trim() : undefined)
const number = (text: string | undefined) => (text?.trim() ? Number(text) : undefined)

// CDC, "CVX code set" (www2.cdc.gov/vaccines/iis/iisstandards/vaccines.asp?rpt=cvx):
// what a practice gives today; older doses come with the charts that are read in.
export const VACCINES: [cvx: string, name: string][] = [
  ['140', 'Influenza, injectable, preservative free'], ['135', 'Influenza, high dose'], ['205', 'Influenza, adjuvanted'], ['115', 'Tdap'], ['113', 'Td (adult), preservative free'], ['20', 'DTaP'],
  ['110', 'DTaP-hepatitis B-IPV'], ['120', 'DTaP-Hib-IPV'], ['10', 'Polio (IPV)'], ['48', 'Hib (PRP-T)'], ['49', 'Hib (PRP-OMP)'], ['03', 'MMR'], ['94', 'MMR-varicella'], ['21', 'Varicella'], ['187', 'Zoster, recombinant'],
  ['08', 'Hepatitis B, pediatric or adolescent'], ['43', 'Hepatitis B, adult'], ['189', 'Hepatitis B (CpG adjuvanted)'], ['83', 'Hepatitis A, pediatric or adolescent'], ['52', 'Hepatitis A, adult'], ['104', 'Hepatitis A and B'],
  ['165', 'HPV, 9-valent'], ['136', 'Meningococcal ACWY (MenACWY-CRM)'], ['203', 'Meningococcal ACWY (MenACWY-TT)'], ['162', 'Meningococcal B, recombinant (FHbp)'], ['163', 'Meningococcal B (4C)'],
  ['133', 'Pneumococcal conjugate, 13-valent'], ['215', 'Pneumococcal conjugate, 15-valent'], ['216', 'Pneumococcal conjugate, 20-valent'], ['33', 'Pneumococcal polysaccharide, 23-valent'],
  ['116', 'Rotavirus, pentavalent'], ['119', 'Rotavirus, monovalent'], ['303', 'RSV, recombinant (adjuvanted)'], ['305', 'RSV, recombinant (bivalent)'],
]

export const problemForm = (visit?: string): ChartForm => ({
  kind: 'problem', title: 'Add a problem', values: { status: 'active' },
  fields: [
    { key: 'text', label: 'Problem', required: true, placeholder: 'e.g. Essential hypertension', wide: true },
    { key: 'status', label: 'Status', options: [{ value: 'active', label: 'Active' }, { value: 'inactive', label: 'Inactive' }, { value: 'resolved', label: 'Resolved' }] },
    { key: 'onset', label: 'Since', type: 'date' },
  ],
  add: (p, v) => patients.addProblem(p, { visit_id: visit, code: { display: v.text!.trim() }, status: v.status as 'active', onset: optional(v.onset) }),
})

export const medicationForm = (visit?: string): ChartForm => ({
  kind: 'medication', title: 'Add a medication', values: { status: 'active' },
  fields: [
    { key: 'text', label: 'Medication', required: true, placeholder: 'e.g. lisinopril', wide: true },
    { key: 'dose', label: 'Dose', placeholder: 'e.g. 10 mg' }, { key: 'frequency', label: 'Frequency', placeholder: 'e.g. once daily' }, { key: 'route', label: 'Route', placeholder: 'e.g. oral' },
    { key: 'start', label: 'Since', type: 'date' }, { key: 'reason', label: 'For', placeholder: 'e.g. hypertension' },
    { key: 'status', label: 'Status', options: [{ value: 'active', label: 'Takes it' }, { value: 'on_hold', label: 'On hold' }, { value: 'stopped', label: 'Stopped' }] },
  ],
  add: (p, v) =>
    patients.addMedication(p, {
      visit_id: visit, code: { display: v.text!.trim() }, dose: optional(v.dose), frequency: optional(v.frequency), route: optional(v.route), reason: optional(v.reason), start: optional(v.start), status: v.status as 'active',
    }),
})

export const allergyForm = (visit?: string): ChartForm => ({
  kind: 'allergy', title: 'Add an allergy', values: {},
  fields: [
    { key: 'text', label: 'Allergic to', required: true, placeholder: 'e.g. penicillin', wide: true }, { key: 'reaction', label: 'Reaction', placeholder: 'e.g. hives' },
    { key: 'severity', label: 'Severity', options: [{ value: '', label: 'Not known' }, { value: 'mild', label: 'Mild' }, { value: 'moderate', label: 'Moderate' }, { value: 'severe', label: 'Severe' }] },
  ],
  add: (p, v) => patients.addAllergy(p, { visit_id: visit, substance: { display: v.text!.trim() }, reaction: optional(v.reaction), severity: (v.severity || undefined) as 'mild' | undefined }),
})

export const immunizationForm = (today: string): ChartForm => ({
  kind: 'immunization', title: 'Add an immunization', values: { date: today, given: 'yes' },
  fields: [
    { key: 'cvx', label: 'Vaccine', required: true, wide: true, options: VACCINES.map(([cvx, name]) => ({ value: cvx, label: `${name} (CVX ${cvx})` })) },
    { key: 'given', label: 'Was it given', options: [{ value: 'yes', label: 'Given' }, { value: 'no', label: 'Not given' }] }, { key: 'date', label: 'Date', type: 'date', required: true },
    { key: 'lot', label: 'Lot' }, { key: 'reason', label: 'Why not, where it was not given' },
  ],
  add: (p, v) =>
    patients.addImmunization(p, {
      cvx: v.cvx!, name: VACCINES.find(([cvx]) => cvx === v.cvx)![1], date: v.date!, lot: optional(v.lot), not_done: v.given === 'no' || undefined, reason: v.given === 'no' ? optional(v.reason) : undefined,
    }),
})

export const resultForm = (): ChartForm => ({
  kind: 'observation', title: 'Add a result', values: { category: 'laboratory' },
  fields: [
    { key: 'text', label: 'Test', required: true, placeholder: 'e.g. Hemoglobin A1c', wide: true },
    { key: 'category', label: 'Kind', options: [{ value: 'laboratory', label: 'Laboratory' }, { value: 'imaging', label: 'Imaging' }] }, { key: 'value', label: 'Number', type: 'number', placeholder: 'e.g. 7.4' },
    { key: 'unit', label: 'Unit', placeholder: 'e.g. %' }, { key: 'low', label: 'Reference from', type: 'number' }, { key: 'high', label: 'Reference up to', type: 'number' },
    { key: 'words', label: 'Or in words', placeholder: 'e.g. negative', wide: true },
  ],
  add: (p, v) => {
    if (!optional(v.value) && !optional(v.words)) return Promise.reject(new Error('Give the result as a number or in words.'))
    return patients.addResult(p, {
      code: { display: v.text!.trim() }, category: v.category as 'laboratory', value: number(v.value), unit: optional(v.unit), reference_low: number(v.low), reference_high: number(v.high), text: optional(v.words),
    })
  },
})
