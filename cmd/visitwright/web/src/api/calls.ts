import { call } from './call'
import type * as T from './types'

// One function per operation of the server. Paths are relative to /api/v1.

const q = (params: Record<string, string | number | undefined>) => {
  const s = new URLSearchParams()
  for (const [k, v] of Object.entries(params)) if (v !== undefined && v !== '') s.set(k, String(v))
  const text = s.toString()
  return text ? '?' + text : ''
}
const at = encodeURIComponent

export const session = {
  get: () => call<T.Session>('GET', '/session'),
  signIn: (username: string, password: string, totp?: string) => call<T.Session>('POST', '/session', { username, password, ...(totp ? { totp } : {}) }),
  signOut: () => call('DELETE', '/session'),
  reauth: (password: string, totp?: string) => call<{ reauth_until: string }>('POST', '/session/reauth', { password, ...(totp ? { totp } : {}) }),
  enrolTotp: () => call<{ secret: string; uri: string }>('POST', '/session/totp/enrol', {}),
  confirmTotp: (code: string) => call('POST', '/session/totp/confirm', { code }),
  changePassword: (old: string, next: string) => call('POST', '/session/password', { old, new: next }),
}

export interface FirstAdministrator { practice_name: string; time_zone: string; username: string; name: string; password: string }

export const setup = {
  get: (token: string) => call<{ valid: boolean }>('GET', `/setup/${at(token)}`),
  create: (token: string, body: FirstAdministrator) => call('POST', `/setup/${at(token)}`, body),
}

export const users = {
  list: () => call<{ users: T.List<T.User> }>('GET', '/users').then((r) => r.users ?? []),
  create: (body: { username: string; name: string; credentials?: string; role: T.Role; password: string }) => call<T.User>('POST', '/users', body),
  change: (id: string, body: Partial<Pick<T.User, 'name' | 'credentials' | 'role' | 'disabled'>> & { password?: string; reset_totp?: boolean }) => call<T.User>('PATCH', `/users/${at(id)}`, body),
}

export const schedule = {
  day: (date: string, signal?: AbortSignal) => call<{ appointments: T.List<T.Appointment> }>('GET', '/schedule' + q({ date }), undefined, signal).then((r) => r.appointments ?? []),
  setStatus: (id: string, status: T.AppointmentStatus) => call('PATCH', `/appointments/${at(id)}`, { status }),
}

export const patients = {
  search: (text: string, signal?: AbortSignal) => call<{ patients: T.List<T.PatientSummary>; more: boolean }>('POST', '/patients/search', { query: text }, signal).then((r) => ({ patients: r.patients ?? [], more: r.more })),
  banner: (id: string) => call<T.Banner>('GET', `/patients/${at(id)}/banner`),
  chart: (id: string) => call<T.Chart>('GET', `/patients/${at(id)}/chart`),
  setAllergyStatus: (id: string, status: T.AllergyStatus) => call<T.Banner>('PUT', `/patients/${at(id)}/allergy-status`, { status }),
}

const visit = (id: string) => `/visits/${at(id)}`

export const visits = {
  open: (body: { patient_id: string; appointment_id?: string; reason: string }) => call<T.Visit>('POST', '/visits', body),
  get: (id: string, signal?: AbortSignal) => call<T.VisitView>('GET', visit(id), undefined, signal),
  templates: () => call<{ templates: T.List<T.Template> }>('GET', '/templates').then((r) => r.templates ?? []),
  setTemplate: (id: string, template: string) => call<T.Visit>('PATCH', visit(id), { template }),
  consent: (id: string, body: { given: boolean; method: string; present: string }) => call<T.VisitView>('POST', visit(id) + '/consent', body),
  stop: (id: string, abandon_rest = false) => call<T.Visit>('POST', visit(id) + '/stop', abandon_rest ? { abandon_rest } : {}),
  redraft: (id: string, template?: string) => call<T.VisitView>('POST', visit(id) + '/redraft', template ? { template } : {}),
  retry: (id: string) => call<T.VisitView>('POST', visit(id) + '/retry'),
  discard: (id: string, reason: string) => call<T.VisitView>('POST', visit(id) + '/void', { reason }),
  saveNote: (id: string, base_version: number, sections: T.Section[]) => call<T.Note>('PUT', visit(id) + '/note', { base_version, sections }),
  versions: (id: string) => call<{ versions: T.List<T.NoteVersion> }>('GET', visit(id) + '/note/versions').then((r) => r.versions ?? []),
  version: (id: string, n: number) => call<T.Note>('GET', `${visit(id)}/note/versions/${n}`),
  answer: (id: string, what: Answerable, item: string, choice: T.Choice, reason?: string) =>
    call<T.VisitView>('POST', `${visit(id)}/${what}/${at(item)}/answer`, { choice, ...(reason ? { reason } : {}) }),
  sign: (id: string, version: number) => call<T.Signature>('POST', visit(id) + '/sign', { version }),
  addendum: (id: string, text: string) => call<T.Addendum>('POST', visit(id) + '/addenda', { text }),
  peaks: (id: string, buckets: number) => call<{ duration_ms: number; peaks: T.List<number> }>('GET', visit(id) + '/peaks' + q({ buckets })),
  audioUrl: (id: string) => `/api/v1${visit(id)}/audio.wav`,
  eventsUrl: (id: string) => `/api/v1${visit(id)}/events`,
  pdfUrl: (id: string) => `/api/v1${visit(id)}/note.pdf`,
  instructionsUrl: (id: string) => `/api/v1${visit(id)}/instructions.pdf`,
}

/** What of a visit can be answered with accepted or rejected. */
export type Answerable = 'sentences' | 'omissions' | 'reconciliations' | 'orders' | 'alerts' | 'codes'

export const admin = {
  audit: (filter: { patient_id?: string; user_id?: string; before?: number }) =>
    call<{ events: T.List<T.AuditEvent>; before: number }>('GET', '/audit' + q(filter)).then((r) => ({ events: r.events ?? [], before: r.before })),
  verify: () => call<T.AuditReport>('GET', '/audit/verify'),
  jobs: (all: boolean) => call<{ jobs: T.List<T.Job> }>('GET', '/jobs' + (all ? '?all=true' : '')).then((r) => r.jobs ?? []),
  retry: (id: number) => call<T.Job>('POST', `/jobs/${id}/retry`),
}
