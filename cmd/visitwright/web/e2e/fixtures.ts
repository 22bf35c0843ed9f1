import type { Page, Route } from 'playwright-core'
import type * as T from '../src/api/types'

// Answers of the server for pictures and for the accessibility test: states that
// a running clinic shows only now and then, e.g. an empty day or a failure.

const day = new Date().toISOString().slice(0, 10)
const at = (hour: number, minute = 0) => `${day}T${String(hour + 6).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`
const id = (n: number) => `0192f0c1-0000-7000-8000-${String(n).padStart(12, '0')}`

export const VISIT = id(900)
export const PATIENT = id(1)
// What every entry of the record carries and no picture shows.
const common = { practice_id: id(700), patient_id: PATIENT, visit_id: VISIT, provenance: { source: 'fhir', recorded_at: at(1) } }
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- says what the entry is
const entry = <E>(e: object): E => ({ ...common, ...e }) as E
const entries = <E>(list: object[]): E[] => list.map((e) => entry<E>(e))

const people: T.PatientSummary[] = [
  { id: PATIENT, name: 'Ana Rivera', mrn: '100234', birth_date: '1961-03-14', age: 65, sex: 'female' },
  { id: id(2), name: 'Marcus Whitfield', mrn: '100871', birth_date: '1978-08-02', age: 48, sex: 'male' },
  { id: id(3), name: 'Priya Natarajan', mrn: '101102', birth_date: '1990-11-30', age: 35, sex: 'female' },
  { id: id(4), name: 'Thomas O’Leary', mrn: '100019', birth_date: '1944-01-22', age: 82, sex: 'male' },
  { id: id(5), name: 'Wei-Ling Chen-Abramowitz', mrn: '101377', birth_date: '2017-06-09', age: 9, sex: 'female' },
]
const doctor = { id: id(500), name: 'Dana Whitlock' }
const appointment = (n: number, hour: number, minute: number, reason: string, status: T.AppointmentStatus, over: Partial<T.Appointment> = {}): T.Appointment => ({
  id: id(6000 + 60 * hour + minute), patient_id: people[n % 5]!.id, practice_id: id(700), start: at(hour, minute), minutes: 20, reason, status, patient: people[n % 5]!, clinician: doctor, ...over,
})

export function session(role: T.Role): T.Session {
  const rights: Record<string, string[]> = {
    clinician: ['schedule.read', 'schedule.write', 'patient.read', 'patient.write', 'chart.read', 'chart.write', 'visit.record', 'visit.read', 'visit.audio', 'note.edit', 'note.sign', 'code.review'],
    administrator: ['schedule.read', 'audit.read', 'user.manage', 'service.manage'],
  }
  const user: T.User = { ...doctor, practice_id: id(700), username: 'dwhitlock', role, created_at: at(1), credentials: role === 'clinician' ? 'MD' : undefined }
  return { user, practice: { id: id(700), name: 'Cedar Street Family Practice', time_zone: 'America/Chicago', created_at: at(1) }, csrf: 'x', rights: rights[role] ?? [], idle_seconds: 900, idle_until: at(23), expires_at: at(23) }
}

const banner: T.Banner = {
  ...people[0]!, allergy_status: 'listed', allergy_as_of: '2026-04-02', alerts: [],
  allergies: entries([{ id: id(10), substance: { display: 'Penicillin' }, reaction: 'hives', active: true }, { id: id(11), substance: { display: 'Sulfa drugs' }, active: true }]),
}

const said: [T.Speaker, string][] = [
  ['clinician', 'Good morning, Mrs. Rivera. What brings you in today?'],
  ['patient', 'Good morning. I’ve had this cough for about two weeks now, and it keeps me up at night.'],
  ['clinician', 'Are you bringing anything up with it? Any blood?'],
  ['patient', 'A little clear phlegm in the morning. No blood.'],
  ['clinician', 'Any fever, chills, or chest pain?'],
  ['patient', 'No fever. No chest pain. I do get short of breath on the stairs.'],
  ['clinician', 'How is the parking out there today? I heard they closed the north lot.'],
  ['patient', 'It was fine, my daughter dropped me off.'],
  ['clinician', 'You are still taking the lisinopril, ten milligrams?'],
  ['patient', 'Yes, every morning. And I started taking ibuprofen for my knee, maybe twice a day.'],
  ['clinician', 'Let me listen to your lungs. I hear a few wheezes on the right side, the left is clear. Blood pressure is one forty-eight over eighty-six.'],
  ['clinician', 'I think the cough may come from the lisinopril. We’ll stop it and start losartan fifty milligrams once a day instead.'],
  ['patient', 'Okay. Should I keep taking the ibuprofen?'],
  ['clinician', 'Please stop the ibuprofen too, it can raise your blood pressure. Use acetaminophen. I’d like a chest X-ray, and see me in four weeks.'],
]
let clock = 1200
const segments: T.Segment[] = said.map(([speaker, text], i) => {
  const start_ms = clock
  clock += 900 + text.length * 62
  return { id: `s${i + 1}`, start_ms, end_ms: clock - 400, speaker, text, confidence: 0.92, recogniser: 'moonshine-base-int8' }
})
segments[8]!.uncertain = [{ at: 37, text: 'ten', other: 'twenty' }]
segments[11]!.uncertain = [{ at: 72, text: 'losartan', other: 'low sartan', corrected: true }]
const hole = { id: 's99', start_ms: segments[6]!.end_ms + 100, end_ms: segments[6]!.end_ms + 3300, speaker: 'unknown' as const, text: '', confidence: 0, missing: true }
segments.splice(7, 0, hole)

const sentence = (n: string, text: string, over: Partial<T.Sentence> = {}): T.Sentence => ({ id: n, text, kind: 'statement', segments: [], origin: 'drafter', ...over })
const sections: T.Section[] = [
  { name: 'chief_complaint', title: 'Chief Complaint', sentences: [sentence('v1.1', 'Cough.', { segments: ['s2'] })] },
  {
    name: 'history_of_present_illness', title: 'History of Present Illness',
    sentences: [
      sentence('v1.2', 'Cough for about two weeks, worse at night.', { segments: ['s2'] }),
      sentence('v1.3', 'Brings up a little clear phlegm in the morning. Denies blood.', { segments: ['s3', 's4'] }),
      sentence('v1.4', 'Denies fever and chest pain. Short of breath on the stairs.', { segments: ['s5', 's6'] }),
    ],
  },
  {
    name: 'medications', title: 'Medications',
    sentences: [
      sentence('v1.5', 'Lisinopril 20 mg every morning.', { segments: ['s9', 's10'], doubts: [{ kind: 'dose', text: '20 mg', detail: 'The recording has “ten milligrams”; a second reading heard “twenty”.' }] }),
    ],
  },
  { name: 'allergies', title: 'Allergies', sentences: [sentence('v1.6', 'Penicillin (hives), sulfa drugs.', { chart: [{ kind: 'allergy', id: id(10) }] })] },
  { name: 'vital_signs', title: 'Vital Signs', sentences: [sentence('v1.7', 'Blood pressure 148/86 mmHg.', { segments: ['s11'] })] },
  {
    name: 'physical_examination', title: 'Physical Examination',
    sentences: [sentence('v1.8', 'Lungs: a few wheezes on the right, left clear.', { segments: ['s11'], group: 'Respiratory' }), sentence('v1.9', 'Heart: regular, no murmur.', { group: 'Cardiovascular', doubts: [{ kind: 'no_evidence', text: '', detail: 'Nothing in the recording or the chart says so.' }] })],
  },
  {
    name: 'assessment_and_plan', title: 'Assessment and Plan',
    sentences: [
      sentence('v1.10', 'Cough, likely from lisinopril', { kind: 'problem_title', group: 'Cough', segments: ['s12'] }),
      sentence('v1.11', 'Stop lisinopril. Start losartan 50 mg once a day.', { kind: 'plan_medication', group: 'Cough', segments: ['s12'] }),
      sentence('v1.12', 'Chest X-ray.', { kind: 'plan_test', group: 'Cough', segments: ['s14'] }),
      sentence('v1.13', 'Hypertension', { kind: 'problem_title', group: 'Hypertension', segments: ['s11'] }),
      sentence('v1.14', 'Stop ibuprofen; acetaminophen instead.', { kind: 'plan_advice', group: 'Hypertension', segments: ['s14'] }),
      sentence('v1.15', 'Follow up in four weeks.', { kind: 'plan_follow_up', group: 'Hypertension', segments: ['s14'] }),
    ],
  },
  { name: 'patient_instructions', title: 'Patient Instructions', sentences: [sentence('v1.16', 'Stop lisinopril and ibuprofen. Take losartan 50 mg once a day. Come back in four weeks.', { segments: ['s12', 's14'] })] },
]

const code = (n: number, code: string, display: string, selected: boolean, sentence: string): T.Code => ({
  id: id(n), visit_id: VISIT, system: 'http://hl7.org/fhir/sid/icd-10-cm', code, display, release: 'ICD-10-CM 2026-10', selected, sentence, rules: [], confidence: 0.9, status: 'proposed',
})
const codes = [code(65, 'R05.9', 'Cough, unspecified', false, 'v1.10'), code(66, 'I10', 'Essential (primary) hypertension', true, 'v1.13')]
const checks: NonNullable<T.VisitView['checks']> = {
  alerts: [
    { id: id(67), rule: 'nsaid-hypertension', rule_version: '1', tier: 'inline', summary: 'Ibuprofen can raise blood pressure', detail: 'NSAIDs lessen the effect of losartan. Acetaminophen instead, or check the pressure in two weeks.', source: '2017 ACC/AHA hypertension guideline, table 14', key: 'k', sentences: ['v1.14'], segments: ['s10'] },
  ],
  care_gaps: [{ rule: 'colorectal', status: 'overdue', summary: 'Colorectal cancer screening', source: 'USPSTF 2021' }], immunization: [], not_checked: [],
  areas: [
    { name: 'drugs', finding: 'found', content: 'Interactions 2026.11', not_checked: [{ what: 'Sulfa drugs', why: 'not a single substance' }] }, { name: 'preventive care', finding: 'found', content: 'USPSTF 2026-10', not_checked: [] },
    { name: 'immunization', finding: 'not_checked', content: '', not_checked: [{ what: 'Immunizations', why: 'no schedule is loaded' }] },
  ],
}

const visit = (state: T.VisitState): T.Visit => ({ id: VISIT, practice_id: id(700), patient_id: PATIENT, clinician_id: doctor.id, reason: 'Cough for two weeks', date_of_service: day, state, template: 'soap', created_at: at(9) })
const consent: T.Consent = { id: id(20), visit_id: VISIT, given: true, method: 'verbal', present: 'patient', recorded_by: doctor.id, at: at(9, 2) }

export function visitView(state: T.VisitState, over: Partial<T.VisitView> = {}): T.VisitView {
  const written = state === 'review' || state === 'signed'
  return {
    visit: visit(state), clinician: doctor, patient: banner, consent: state === 'open' ? null : consent,
    recording: { received_ms: state === 'open' ? 0 : clock, channels: 1, gaps: written ? [{ start_ms: hole.start_ms, end_ms: hole.end_ms, reason: 'microphone', missing: true, text: '[audio missing 00:03.2]' }] : [], complete: written },
    transcript: { visit_id: VISIT, segments: state === 'open' ? [] : state === 'recording' ? segments.slice(0, 6) : segments, final: written },
    note: written ? { id: id(30), visit_id: VISIT, version: 1, template: 'soap', template_version: 1, sections, drafter: { name: 'built-in', version: '1', seconds: 0.4 }, created_at: at(9, 20) } : null,
    omissions: written
      ? [
          { id: id(41), text: 'Takes ibuprofen about twice a day for knee pain.', section: 'medications', kind: 'medication', segments: ['s10'], blocking: true },
          { id: id(42), text: 'Cough keeps her up at night.', section: 'history_of_present_illness', kind: 'symptom', segments: ['s2'], blocking: false },
        ]
      : [],
    reconciliations: written ? [{ id: id(51), kind: 'medication', heard: 'ibuprofen, about twice a day', relation: 'not_in_chart', segments: ['s10'] }] : [],
    orders: written ? entries([{ id: id(61), kind: 'medication', verb: 'start', text: 'losartan 50 mg by mouth once daily', status: 'staged', segments: ['s12'] }, { id: id(62), kind: 'imaging', verb: 'start', text: 'chest X-ray', status: 'staged', segments: ['s14'] }]) : [],
    codes: written ? codes : [], checks: written ? checks : null, not_clinical: written ? ['s1', 's7', 's8'] : [], signature: null, addenda: [], progress: null,
    blocking: state === 'review' ? [{ kind: 'sentence', id: 'v1.5', text: 'Lisinopril 20 mg every morning.' }, { kind: 'sentence', id: 'v1.9', text: 'Heart: regular, no murmur.' }, { kind: 'omission', id: id(41), text: 'Takes ibuprofen about twice a day for knee pain.' }] : [],
    next_step: { open: 'Not started. Ask for consent to record.', recording: 'Recording. Stop when the visit is over.', drafting: 'The recording is safe. Reading the recording a second time.', review: 'Draft ready. 2 sentences, 1 omission need an answer before you can sign.', signed: 'Signed by Dana Whitlock. Changes are made as addenda.', void: 'This visit was opened in error and is void.' }[state],
    ...over,
  }
}

export const signed = visitView('signed', {
  signature: { note_id: id(30), by: doctor.id, at: at(9, 31), hash: '3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b' }, signed_by: 'Dana Whitlock', omissions: [], reconciliations: [], orders: [],
  addenda: [{ note_id: id(30), number: 1, text: 'Chest X-ray read as normal; patient told by telephone.', by: doctor.id, by_name: 'Dana Whitlock', at: at(15, 5), hash: 'ab' }],
})

/** A transcript of an hour, for the scrolling test. */
export function longVisit(): T.VisitView {
  const many: T.Segment[] = Array.from({ length: 1400 }, (_, i) => ({ ...segments[i % 6]!, id: `s${i + 1}`, start_ms: i * 2600, end_ms: i * 2600 + 2200 }))
  return { ...visitView('review'), transcript: { visit_id: VISIT, segments: many, final: true } }
}

const observation = (n: number, category: string, code: string, display: string, value: number, unit: string, low?: number, high?: number, date = day): T.Observation => entry({
  id: id(n), category, code: { code, display }, value, has_value: true, unit, reference_low: low, reference_high: high, at: `${date}T15:00:00Z`,
})
const provenance = { source: 'typed', recorded_at: at(8) }
const insurances: T.Coverage[] = [
  { id: id(81), patient_id: PATIENT, place: 1, payer: 'Medicare Part B', member_id: '1AA0AA0AA03', relationship: 'self', start: '2026-03-01', provenance },
  { id: id(82), patient_id: PATIENT, place: 2, payer: 'Lakeshore Supplemental', plan: 'Plan G', member_id: 'LS77120', group_number: '40017', relationship: 'spouse', subscriber: 'Luis Rivera', start: '2026-03-01', provenance },
  { id: id(83), patient_id: PATIENT, place: 1, payer: 'Harbor Health Plan', plan: 'PPO', member_id: 'HHP550134', relationship: 'self', start: '2019-01-01', end: '2026-02-28', provenance },
]
const chart: T.Chart = {
  patient: entry({ id: PATIENT, mrn: '100234', given_name: 'Ana', family_name: 'Rivera', birth_date: '1961-03-14', sex: 'female', phone: '5550102345' }),
  problems: entries([
    { id: id(70), code: { display: 'Essential hypertension' }, status: 'active', onset: '2014-05-01' }, { id: id(71), code: { display: 'Type 2 diabetes mellitus without complications' }, status: 'active', onset: '2019-02-11' },
    { id: id(72), code: { display: 'Osteoarthritis of right knee' }, status: 'active', onset: '2022-09-20' }, { id: id(73), code: { display: 'Acute bronchitis' }, status: 'resolved', onset: '2021-12-01', abated: '2021-12-20' },
  ]),
  medications: entries([
    { id: id(80), code: { display: 'lisinopril 10 mg oral tablet' }, dose: '10 mg', route: 'oral', frequency: 'once daily', reason: 'hypertension', status: 'active', start: '2014-05-01' },
    { id: id(81), code: { display: 'metformin 500 mg oral tablet' }, dose: '500 mg', frequency: 'twice daily', status: 'active', start: '2019-02-11' }, { id: id(82), code: { display: 'amlodipine 5 mg oral tablet' }, status: 'stopped', start: '2013-01-10' },
  ]),
  allergies: banner.allergies,
  observations: [
    observation(90, 'vital-signs', '8480-6', 'Systolic blood pressure', 148, 'mm[Hg]', 90, 140), observation(91, 'vital-signs', '8462-4', 'Diastolic blood pressure', 86, 'mm[Hg]', 60, 90),
    observation(92, 'vital-signs', '8480-6', 'Systolic blood pressure', 136, 'mm[Hg]', 90, 140, '2026-04-02'), observation(93, 'vital-signs', '8462-4', 'Diastolic blood pressure', 82, 'mm[Hg]', 60, 90, '2026-04-02'),
    observation(94, 'vital-signs', '8867-4', 'Heart rate', 78, '/min', 60, 100), observation(95, 'vital-signs', '29463-7', 'Body weight', 81.4, 'kg'),
    observation(96, 'laboratory', '4548-4', 'Hemoglobin A1c', 7.4, '%', 4, 5.6, '2026-04-02'), observation(97, 'laboratory', '2160-0', 'Creatinine', 0.9, 'mg/dL', 0.6, 1.1, '2026-04-02'), observation(98, 'laboratory', '2823-3', 'Potassium', 3.3, 'mmol/L', 3.5, 5.1, '2026-04-02'),
  ],
  immunizations: entries([{ id: id(100), cvx: '140', name: 'Influenza, seasonal, injectable', date: '2025-10-14', lot: 'U7721' }]), procedures: entries([{ id: id(110), code: { display: 'Screening colonoscopy' }, date: '2021-06-18' }]), orders: [],
  visits: [{ id: VISIT, date_of_service: day, reason: 'Cough for two weeks', state: 'review', clinician: doctor }, { id: id(901), date_of_service: '2026-04-02', reason: 'Diabetes follow-up', state: 'signed', clinician: doctor }],
}

const appointments = [
  appointment(0, 8, 0, 'Cough for two weeks', 'fulfilled', { visit_id: VISIT, visit_state: 'review' }), appointment(1, 8, 20, 'Blood pressure check', 'fulfilled', { visit_id: id(902), visit_state: 'signed' }),
  appointment(2, 8, 40, 'Headaches, new', 'arrived', { visit_id: id(903), visit_state: 'recording' }), appointment(3, 9, 0, 'Annual wellness visit', 'arrived'), appointment(4, 9, 30, 'Ear pain, with mother', 'booked'),
  appointment(1, 10, 0, 'Knee injection', 'cancelled'), appointment(2, 10, 20, 'Results', 'noshow'),
]

const line = (text: string, sentences: string[], segments: string[]) => ({ text, sentences, segments })
const summary: T.Summary = {
  language: 'en', machine_translated: false, reading_grade: 4.6,
  parts: [
    { title: 'What we talked about', lines: [line('Cough, likely from lisinopril.', ['v1.10'], ['s12']), line('High blood pressure.', ['v1.13'], ['s11'])] },
    { title: 'Your medicines', lines: [line('Stop lisinopril. Start losartan 50 mg once a day.', ['v1.11'], ['s12'])] },
    { title: 'Tests you need', lines: [line('Chest X-ray.', ['v1.12'], ['s14'])] },
    { title: 'What to do at home', lines: [line('Stop ibuprofen. Use acetaminophen instead.', ['v1.14'], ['s14'])] },
    { title: 'When to come back', lines: [line('Come back in 4 weeks.', ['v1.15'], ['s14'])] },
  ],
}
export const hardSummary: T.Summary = { ...summary, reading_grade: 11.3 }
const spanish: T.Summary = {
  ...summary, language: 'es', machine_translated: true, model: 'qwen3-8b', reading_grade: 0,
  parts: [
    { title: 'De qué hablamos', lines: [line('Tos, probablemente por el lisinopril.', ['v1.10'], ['s12']), line('Presión arterial alta.', ['v1.13'], ['s11'])] },
    { title: 'Sus medicinas', lines: [line('Deje de tomar lisinopril. Comience losartan 50 mg una vez al día.', ['v1.11'], ['s12'])] },
  ],
}
const afterVisit: T.AfterVisit = { summary, translation: spanish, translated_at: at(9, 40), translator: 'qwen3-8b', note_version: 1, most_grade: 8 }
const previsit: T.Previsit = {
  who: '65-year-old female', reason: 'Cough for two weeks', last_visit: '2026-04-02T15:30:00Z', made_at: at(8), empty: ['Since last time'],
  topics: [
    { title: 'Allergies', entries: [{ text: 'Penicillin: hives', flag: 'allergy' }, { text: 'Sulfa drugs', flag: 'allergy' }] },
    { title: 'Planned last time', entries: [{ text: 'Increase metformin to 1000 mg if the hemoglobin A1c stays above 7.' }] },
    { title: 'Open orders', entries: [{ text: 'Diabetic eye examination (sent 2026-04-02, 234 days ago)' }] },
    { title: 'Results', entries: [{ text: 'Hemoglobin A1c 7.4 %, 2026-04-02 (before: 6.9, 2025-10-14)', flag: 'high' }, { text: 'Potassium 3.3 mmol/L, 2026-04-02', flag: 'low' }, { text: 'Creatinine 0.9 mg/dL, 2026-04-02' }] },
    { title: 'Due care', entries: [{ text: 'Colorectal cancer screening', flag: 'overdue' }, { text: 'Vaccine: Influenza dose 1, recommended from 2026-09-01' }] },
    { title: 'Problems', entries: [{ text: 'Essential hypertension' }, { text: 'Type 2 diabetes mellitus without complications' }, { text: 'Osteoarthritis of right knee' }] },
    { title: 'Medications', entries: [{ text: 'lisinopril 10 mg oral tablet 10 mg oral once daily' }, { text: 'metformin 500 mg oral tablet 500 mg twice daily' }] },
  ],
}

const users = entries<T.User>([
  { ...doctor, username: 'dwhitlock', credentials: 'MD', role: 'clinician', totp_enabled: true, created_at: at(1) }, { id: id(501), name: 'Luis Ortega', username: 'lortega', credentials: 'RN', role: 'nurse', created_at: at(1) },
  { id: id(502), name: 'Grace Kim', username: 'gkim', role: 'front_desk', created_at: at(1) }, { id: id(503), name: 'Sam Patel', username: 'spatel', role: 'coder', disabled: true, created_at: at(1) },
])

export interface Answers {
  signedIn: T.Role | null
  view: T.VisitView
  summary?: Partial<T.AfterVisit>
  comparison?: Partial<T.Comparison>
  /** empty: nothing in any list; failing: the server answers 500; slow: it never answers. */
  mood: 'full' | 'empty' | 'failing' | 'slow'
}

/** Serves the fixtures to a page in place of the server. */
const templateList = [
  { name: 'own-short', title: 'Short SOAP', version: 2, whose: 'own', retired: false }, { name: 'soap', title: 'SOAP note', version: 1, whose: 'built-in', retired: false },
  { name: 'telehealth', title: 'Telehealth visit', version: 1, whose: 'built-in', retired: false }, { name: 'own-intake', title: 'Intake', version: 3, whose: 'practice', retired: true },
]
export const templateDefaults: T.DefaultTemplate[] = [
  { specialty: '', title: '', template: 'telehealth', usable: true, clinicians: 4, own: 1, choices: [] },
  { specialty: 'psychiatry', title: 'Psychiatry', template: 'own-intake', usable: false, clinicians: 1, own: 0, choices: [{ name: 'soap.psychiatry', title: 'SOAP note, psychiatry', version: 1, whose: 'built-in', retired: false, specialty: 'psychiatry' }] },
]
const ownText = 'title: Short SOAP\nstyle: brief\nsections:\n  - name: history_of_present_illness\n    title: HPI\n  - name: assessment_and_plan\n    title: PLAN\nmacros:\n  - name: lungs\n    text: Lungs are clear to auscultation on both sides.\n'
const templateText = {
  template: templateList[0],
  versions: [2, 1].map((version) => ({ name: 'own-short', version, owner_id: doctor.id, title: 'Short SOAP', content: ownText, hash: '1f3c5a7e9b2d4f60', retired: false, made_by: doctor.id, made_at: at(8) })),
}
const other = (n: string, text: string, over: Partial<T.Sentence> = {}) => sentence(n, text, over)
const comparison: T.Comparison = {
  drafter: 'qwen3-8b', writing: false, made_at: at(9, 22), note_version: 1, beside: [['t1', 'v1.1'], ['t2', 'v1.2'], ['t3', 'v1.4'], ['t5', 'v1.5'], ['t7', 'v1.11']].map(([s, n]) => ({ sentence: s!, note: n! })),
  draft: {
    ...visitView('review').note!, version: 0, drafter: { name: 'qwen3-8b', version: '1', seconds: 21 },
    sections: [
      { name: 'chief_complaint', title: 'Chief Complaint', sentences: [other('t1', 'Cough.', { segments: ['s2'] })] },
      {
        name: 'history_of_present_illness', title: 'History of Present Illness',
        sentences: [other('t2', 'Mrs. Rivera has had a cough for two weeks that wakes her at night.', { segments: ['s2'] }), other('t3', 'No fever or chest pain, but dyspnea on climbing stairs.', { segments: ['s5', 's6'] }), other('t4', 'Her daughter drove her to the visit.', { segments: ['s8'] })],
      },
      { name: 'medications', title: 'Medications', sentences: [other('t5', 'Lisinopril 10 mg every morning.', { segments: ['s9', 's10'] })] },
      { name: 'assessment_and_plan', title: 'Assessment and Plan', sentences: [other('t7', 'Stop lisinopril and start losartan 100 mg daily.', { kind: 'plan_medication', segments: ['s12'], doubts: [{ kind: 'dose', text: '100 mg', detail: 'The recording has “fifty milligrams”.' }] })] },
    ],
  },
}
const wordingList = [
  { section: 'history_of_present_illness', from: 'The patient reports', to: 'Endorses', seen: 5, kept: 1, on: true, decided: true },
  { section: 'assessment_and_plan', from: 'Follow up in', to: 'Return in', seen: 3, kept: 0, on: false, decided: false },
]
const trialOf = (sent: string) =>
  sent.includes('colour')
    ? { faults: [{ line: 9, text: 'unknown field "colour"' }], sections: [] }
    : (JSON.parse(sent) as { content: string }).content.includes('title: ""')
    ? { faults: [{ line: 5, path: 'sections[1]', text: "a template's section needs a title" }], sections: [] }
    : { faults: [], sections: [{ name: 'history_of_present_illness', title: 'HPI', sentences: [{ id: 'v1.1', text: 'Cough for three weeks.', kind: 'statement', segments: [], origin: 'drafter' }] }] }

export async function serve(page: Page, over: Partial<Answers> = {}): Promise<Answers> {
  const a: Answers = { signedIn: 'clinician', view: visitView('review'), mood: 'full', ...over }
  await page.route('**/api/v1/**', (route) => answer(route, a))
  return a
}

async function answer(route: Route, a: Answers): Promise<void> {
  const path = new URL(route.request().url()).pathname.replace('/api/v1', '')
  const json = (body: unknown, status = 200) => route.fulfill({ status, contentType: status < 400 ? 'application/json' : 'application/problem+json', body: JSON.stringify(body) })
  if (path === '/session' && route.request().method() === 'GET')
    return a.signedIn ? json(session(a.signedIn)) : json({ kind: 'unauthorized', detail: 'not signed in' }, 401)
  if (path.endsWith('/events')) return route.fulfill({ contentType: 'text/event-stream', body: 'retry: 60000\n\n' })
  if (a.mood === 'slow') return new Promise(() => undefined)
  if (a.mood === 'failing') return json({ status: 500, kind: 'internal', detail: 'something went wrong on our side' }, 500)
  const none = a.mood === 'empty'
  const list = <L>(l: L[]): L[] => (none ? [] : l)
  if (path === '/schedule') return json({ date: day, appointments: list(appointments) })
  if (path === '/patients/search') return json({ patients: list(people), more: false })
  if (path.endsWith('/banner')) return json(none ? { ...banner, allergy_status: 'not_asked', allergies: [] } : banner)
  if (path.endsWith('/summary')) return json(none ? { ...afterVisit, translation: null, translator: '', summary: { ...summary, parts: [], reading_grade: 0 } } : { ...afterVisit, ...a.summary })
  if (path.endsWith('/previsit')) return json(none ? { who: '65-year-old female', made_at: at(8), topics: [], empty: [] } : previsit)
  if (path.endsWith('/chart')) return json(none ? { ...chart, problems: [], medications: [], allergies: [], observations: [], immunizations: [], procedures: [], visits: [] } : chart)
  if (path.endsWith('/coverage')) return json({ today: '2026-11-22', coverage: list(insurances) })
  if (path.endsWith('/compare')) return json({ ...comparison, ...a.comparison })
  if (path.endsWith('/peaks')) return json({ duration_ms: clock, peaks: Array.from({ length: 240 }, (_, i) => Math.abs(Math.sin(i / 7) * Math.sin(i / 2.3)) * 0.6 + 0.01) })
  if (path.endsWith('/note/versions')) return json({ versions: [{ version: 2, created_at: at(9, 25), created_by: doctor.id, created_by_name: doctor.name, template: 'SOAP note', template_version: 1, drafter: { name: 'built-in', version: '1', seconds: 0.4 } }, { version: 1, created_at: at(9, 20), created_by_name: '', template: 'SOAP note', template_version: 1, drafter: { name: 'built-in', version: '1', seconds: 0.4 } }] })
  if (path === `/visits/${VISIT}`) return json(a.view)
  if (path === '/vital-signs')
    return json({ signs: [{ code: '8480-6', name: 'Systolic blood pressure', unit: 'mm[Hg]', low: 30, high: 370 }, { code: '8310-5', name: 'Body temperature', unit: 'Cel', low: 13, high: 47, also: [{ unit: '[degF]', offset: 32, factor: 5 / 9 }] }] })
  if (path === '/session/totp/recovery') return json({ codes: [], left: 7 })
  if (path === '/session/wordings') return json({ least: 3, wordings: list(wordingList) })
  if (path === '/templates') return json({ templates: list(templateList), default: 'soap', default_of: 'practice' })
  if (path === '/template-defaults') return json({ defaults: templateDefaults })
  if (path === '/specialties') return json({ specialties: [{ name: 'cardiology', title: 'Cardiology' }, { name: 'family-medicine', title: 'Family medicine' }, { name: 'psychiatry', title: 'Psychiatry' }] })
  if (path === '/template-versions') return json(templateText)
  if (path === '/template-trial') return json(trialOf(route.request().postData() ?? ''))
  if (path === '/users') return json({ users: list(users) })
  if (path === '/audit') return json({ events: list([{ seq: 4127, at: at(9, 31), user_id: doctor.id, user_name: doctor.name, action: 'note.sign', allowed: true, kind: 'visit', remote: '10.0.4.17' }, { seq: 4126, at: at(9, 30), user_id: id(502), user_name: 'Grace Kim', action: 'chart.read', allowed: false, kind: 'patient', detail: 'the role may not do this', remote: '10.0.4.2' }]), more: false })
  if (path === '/audit/verify') return json({ whole: true, practices: 1, rows: 4127, findings: [] })
  if (path === '/jobs') return json({ jobs: list([{ id: 812, kind: 'draft', visit_id: VISIT, state: 'retryable', failed: true, given_up: false, attempt: 3, max_attempts: 10, words: 'the note could not be written', created_at: at(8, 40) }]) })
  if (path.startsWith('/setup/')) return none ? json({ kind: 'not_found', detail: 'this link was used already or is too old' }, 404) : json({ valid: true })
  return json({ status: 404, kind: 'not_found', detail: 'there is no such thing' }, 404)
}
