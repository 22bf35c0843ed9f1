// The words of the record as the server sends them. Times are RFC 3339, days
// "2026-11-22"; lists may be null where they are empty.

export type Role = 'clinician' | 'nurse' | 'coder' | 'biller' | 'front_desk' | 'administrator'
export type Sex = 'female' | 'male' | 'other' | 'unknown'
export type AllergyStatus = 'not_asked' | 'none_known' | 'listed'
export type VisitState = 'open' | 'recording' | 'drafting' | 'review' | 'signed' | 'void'
export type AppointmentStatus = 'booked' | 'arrived' | 'fulfilled' | 'noshow' | 'cancelled'
export type Speaker = 'clinician' | 'patient' | 'other' | 'unknown'
export type List<T> = T[] | null | undefined

export interface User { id: string; username: string; name: string; credentials?: string; role: Role; disabled?: boolean; totp_enabled?: boolean; created_at: string }
export interface Practice { id: string; name: string; time_zone: string }
export interface Session { user: User; practice: Practice; csrf: string; rights: List<string>; idle_seconds: number; reauth_until?: string; warning?: string }
export interface Person { id: string; name: string }

export interface Coded { system?: string; code?: string; display: string }
export interface PatientSummary { id: string; name: string; mrn: string; birth_date: string; age: number; sex: Sex }
export interface Allergy { id: string; substance: Coded; reaction?: string; severity?: string; active: boolean }
export interface Banner extends PatientSummary { allergy_status: AllergyStatus; allergies: List<Allergy>; allergy_as_of?: string; alerts: List<{ summary: string; tier: Tier }> }
export interface Patient { id: string; mrn: string; given_name: string; family_name: string; birth_date: string; sex: Sex; phone?: string; address?: string }
export interface Problem { id: string; code: Coded; status: 'active' | 'inactive' | 'resolved'; onset?: string; abated?: string }
export interface Medication { id: string; code: Coded; dose?: string; route?: string; frequency?: string; status: 'active' | 'stopped' | 'on_hold'; start?: string; stop?: string; reason?: string }
export interface Observation {
  id: string; category: string; code: Coded; value: number; has_value: boolean; unit?: string; text?: string; value_code?: Coded
  reference_low?: number; reference_high?: number; at: string
}
export interface Immunization { id: string; cvx: string; name: string; date: string; lot?: string; not_done?: boolean; reason?: string }
export interface Procedure { id: string; code: Coded; date: string }
export interface VisitLine { id: string; date_of_service: string; reason: string; state: VisitState; clinician: Person }
export interface Chart {
  patient: Patient; problems: List<Problem>; medications: List<Medication>; allergies: List<Allergy>; observations: List<Observation>
  immunizations: List<Immunization>; procedures: List<Procedure>; orders: List<Order>; visits: List<VisitLine>
}

export interface Appointment {
  id: string; patient_id: string; clinician_id: string; start: string; minutes: number; reason: string; status: AppointmentStatus
  patient: PatientSummary; clinician: { id: string; name: string }; visit_id?: string; visit_state?: VisitState
}

export interface Visit {
  id: string; patient_id: string; clinician_id: string; reason: string; date_of_service: string; state: VisitState; template: string
  statement?: string; created_at: string; started_at?: string; stopped_at?: string; signed_at?: string
}
export interface Consent { id: string; given: boolean; method: string; present: string; recorded_by: string; at: string }
export interface Uncertain { text: string; other: string }
export interface Segment {
  id: string; start_ms: number; end_ms: number; speaker: Speaker; text: string; confidence: number; missing?: boolean; uncertain?: List<Uncertain>
  recogniser?: string; version?: string; fallback?: boolean
}
export interface Transcript { visit_id: string; segments: List<Segment>; final: boolean }

export type Choice = 'accepted' | 'rejected'
export interface Answer { choice: Choice; reason?: string; by: string; at: string }
export interface Doubt { kind: string; text: string; detail: string }
export interface Sentence {
  id: string; text: string; kind: string; group?: string; segments: List<string>; chart?: List<{ kind: string; id: string }>
  origin: 'drafter' | 'person'; doubts?: List<Doubt>; answer?: Answer
}
export interface Section { name: string; title: string; sentences: List<Sentence> }
export interface Drafter { name: string; version: string; seconds: number; failed?: string }
export interface Note { id: string; visit_id: string; version: number; template: string; sections: Section[]; drafter: Drafter; created_at: string; created_by?: string }
export interface Omission { id: string; text: string; section: string; group?: string; kind: string; segments: List<string>; blocking: boolean; answer?: Answer }
export interface Reconciliation {
  id: string; kind: string; heard: string; dose?: string; in_chart?: string; relation: 'not_in_chart' | 'contradicts'; segments: List<string>; answer?: Answer
}
export interface Order {
  id: string; kind: string; verb: string; text: string; dose?: string; detail?: string; status: 'staged' | 'placed' | 'done' | 'rejected'
  sentences?: List<string>; segments?: List<string>
}
export interface Code { id: string; system: string; code: string; display: string; selected: boolean; sentence: string; status: 'proposed' | 'accepted' | 'rejected'; confidence: number }
export type Tier = 'interruptive' | 'inline' | 'passive'
export interface Alert {
  id?: string; rule: string; tier: Tier; summary: string; detail: string; source: string; sentences?: List<string>; segments?: List<string>; answer?: Answer
}
export interface Checks { alerts: List<Alert>; not_checked: List<{ what: string; why: string }> }
export interface Signature { note_id: string; by: string; at: string; hash: string }
export interface Addendum { number: number; text: string; by: string; at: string; hash: string; by_name: string }
export interface Progress { step: string; fraction: number; words: string; failed?: boolean; job_id?: number }
export interface Blocking { kind: 'sentence' | 'omission' | 'alert'; id: string; text: string }
export interface Gap { start_ms: number; end_ms: number; reason: string; missing: boolean; text: string }
export interface Recording { received_ms: number; channels: number; gaps: List<Gap>; complete: boolean; sha256?: string; erased?: boolean }
export interface VisitView {
  visit: Visit; clinician: Person; patient: Banner; consent: Consent | null; recording: Recording; transcript: Transcript; note: Note | null; omissions: List<Omission>
  reconciliations: List<Reconciliation>; orders: List<Order>; codes: List<Code>; checks: Checks | null; not_clinical: List<string>
  signature: Signature | null; signed_by?: string; addenda: List<Addendum>; progress: Progress | null; blocking: List<Blocking>; next_step: string
}
export interface NoteVersion { version: number; created_at: string; created_by?: string; created_by_name: string; drafter: Drafter }
export interface AuditEvent { seq: number; at: string; user_id?: string; action: string; allowed: boolean; kind: string; id?: string; patient_id?: string; detail?: string; remote?: string; user_name: string }
export interface Job {
  id: number; kind: string; visit_id?: string; state: string; failed: boolean; given_up: boolean; attempt: number; max_attempts: number; words: string; created_at: string; next_try_at?: string
}
export interface AuditReport { whole: boolean; practices: number; rows: number; findings: List<{ seq: number; kind: string; words: string }> }
export interface Template { name: string; title: string; version: number }

/** What comes over a visit's event stream; only the fields of its type are set. */
export interface LiveEvent {
  type: 'interim' | 'segment' | 'transcript_replaced' | 'state' | 'progress' | 'note' | 'lists' | 'presence' | 'alert' | 'recogniser' | 'received'
  segment?: Segment
  state?: VisitState
  progress?: Progress
  version?: number
  users?: List<Person>
  alert?: Alert
  degraded?: boolean
  words?: string
  received_ms?: number
}
