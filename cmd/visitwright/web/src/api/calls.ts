import { api, data } from './call'
import type * as T from './types'

// One function per operation of the server that a page uses.

const v1 = '/api/v1'

export const session = {
  get: () => data(api.GET(`${v1}/session`)),
  signIn: (username: string, password: string, totp?: string) => data(api.POST(`${v1}/session`, { body: { username, password, totp } })),
  signOut: () => data(api.DELETE(`${v1}/session`)),
  reauth: (password: string, totp?: string) => data(api.POST(`${v1}/session/reauth`, { body: { password, totp } })),
  enrolTotp: () => data(api.POST(`${v1}/session/totp/enrol`)),
  confirmTotp: (code: string) => data(api.POST(`${v1}/session/totp/confirm`, { body: { code } })),
  recoveryLeft: async () => (await data(api.GET(`${v1}/session/totp/recovery`))).left,
  newRecovery: () => data(api.POST(`${v1}/session/totp/recovery`)),
  setNoteTemplate: (template: string) => data(api.PUT(`${v1}/session/note-template`, { body: { template } })),
  changePassword: (old: string, next: string) => data(api.POST(`${v1}/session/password`, { body: { old, new: next } })),
}

export const setup = {
  get: (token: string) => data(api.GET(`${v1}/setup/{token}`, { params: { path: { token } } })),
  create: (token: string, body: T.FirstAdministrator) => data(api.POST(`${v1}/setup/{token}`, { params: { path: { token } }, body })),
}

export const users = {
  list: async () => (await data(api.GET(`${v1}/users`))).users,
  create: (body: T.NewUser) => data(api.POST(`${v1}/users`, { body })),
  change: (user: string, body: T.UserChange) => data(api.PATCH(`${v1}/users/{user}`, { params: { path: { user } }, body })),
}

export const templates = {
  list: () => data(api.GET(`${v1}/templates`)),
  defaults: () => data(api.GET(`${v1}/template-defaults`)),
  setDefault: (specialty: string, template: string) => data(api.PUT(`${v1}/template-defaults`, { body: { specialty, template } })),
  specialties: async () => (await data(api.GET(`${v1}/specialties`))).specialties,
  versions: (name: string) => data(api.GET(`${v1}/template-versions`, { params: { query: { name } } })),
  trial: (content: string) => data(api.POST(`${v1}/template-trial`, { body: { content } })),
  save: (body: { name?: string; base: number; content: string; retired: boolean }, practice: boolean) =>
    data(practice ? api.POST(`${v1}/practice-templates`, { body }) : api.POST(`${v1}/templates`, { body })),
}

export const wordings = {
  list: () => data(api.GET(`${v1}/session/wordings`)),
  choose: (body: Pick<T.Wording, 'section' | 'from' | 'to' | 'on'>) => data(api.PUT(`${v1}/session/wordings`, { body })),
}

export const schedule = {
  day: async (date: string, signal?: AbortSignal) => (await data(api.GET(`${v1}/schedule`, { params: { query: { date } }, signal }))).appointments,
  setStatus: (appointment: string, status: T.AppointmentStatus) => data(api.PATCH(`${v1}/appointments/{appointment}`, { params: { path: { appointment } }, body: { status } })),
  clinicians: async () => (await data(api.GET(`${v1}/clinicians`))).clinicians,
  book: (body: T.NewAppointment) => data(api.POST(`${v1}/appointments`, { body })),
}

const of = (patient: string) => ({ params: { path: { patient } } })

export const patients = {
  search: (query: string, signal?: AbortSignal) => data(api.POST(`${v1}/patients/search`, { body: { query }, signal })),
  create: (body: T.NewPatient) => data(api.POST(`${v1}/patients`, { body })),
  banner: (patient: string) => data(api.GET(`${v1}/patients/{patient}/banner`, of(patient))),
  chart: (patient: string) => data(api.GET(`${v1}/patients/{patient}/chart`, of(patient))),
  allergyStatus: (patient: string, status: 'none_known' | 'not_asked') => data(api.PUT(`${v1}/patients/{patient}/allergy-status`, { ...of(patient), body: { status } })),
  addProblem: (patient: string, body: T.NewProblem) => data(api.POST(`${v1}/patients/{patient}/problems`, { ...of(patient), body })),
  addMedication: (patient: string, body: T.NewMedication) => data(api.POST(`${v1}/patients/{patient}/medications`, { ...of(patient), body })),
  addAllergy: (patient: string, body: T.NewAllergy) => data(api.POST(`${v1}/patients/{patient}/allergies`, { ...of(patient), body })),
  addVitals: async (patient: string, body: T.NewVitals) => (await data(api.POST(`${v1}/patients/{patient}/vitals`, { ...of(patient), body }))).observations,
  addResult: (patient: string, body: T.NewResult) => data(api.POST(`${v1}/patients/{patient}/results`, { ...of(patient), body })),
  addImmunization: (patient: string, body: T.NewImmunization) => data(api.POST(`${v1}/patients/{patient}/immunizations`, { ...of(patient), body })),
  voidEntry: (patient: string, body: T.Entry & { reason: string }) => data(api.POST(`${v1}/patients/{patient}/void`, { ...of(patient), body })),
  restoreEntry: (patient: string, body: T.Entry) => data(api.POST(`${v1}/patients/{patient}/restore`, { ...of(patient), body })),
  coverage: (patient: string) => data(api.GET(`${v1}/patients/{patient}/coverage`, of(patient))),
  addCoverage: (patient: string, body: T.Card) => data(api.POST(`${v1}/patients/{patient}/coverage`, { ...of(patient), body })),
  changeCoverage: (patient: string, coverage: string, body: T.Card) => data(api.PUT(`${v1}/patients/{patient}/coverage/{coverage}`, { params: { path: { patient, coverage } }, body })),
  voidCoverage: (patient: string, coverage: string, reason: string) => data(api.POST(`${v1}/patients/{patient}/coverage/{coverage}/void`, { params: { path: { patient, coverage } }, body: { reason } })),
  restoreCoverage: (patient: string, coverage: string) => data(api.POST(`${v1}/patients/{patient}/coverage/{coverage}/restore`, { params: { path: { patient, coverage } } })),
  previsit: (patient: string) => data(api.GET(`${v1}/patients/{patient}/previsit`, of(patient))),
  vitalSigns: async () => (await data(api.GET(`${v1}/vital-signs`))).signs,
}

const at = (visit: string) => ({ params: { path: { visit } } })
const address = (visit: string, what: string) => `${v1}/visits/${encodeURIComponent(visit)}/${what}`

export const visits = {
  open: (body: { patient_id: string; appointment_id?: string; reason: string }) => data(api.POST(`${v1}/visits`, { body })),
  get: (visit: string, signal?: AbortSignal) => data(api.GET(`${v1}/visits/{visit}`, { ...at(visit), signal })),
  setTemplate: (visit: string, template: string) => data(api.PATCH(`${v1}/visits/{visit}`, { ...at(visit), body: { template } })),
  consent: (visit: string, body: { given: boolean; method: 'verbal' | 'written'; present: string }) => data(api.POST(`${v1}/visits/{visit}/consent`, { ...at(visit), body })),
  stop: (visit: string) => data(api.POST(`${v1}/visits/{visit}/stop`, at(visit))),
  redraft: (visit: string, template: string) => data(api.POST(`${v1}/visits/{visit}/redraft`, { ...at(visit), body: { template } })),
  comparison: (visit: string) => data(api.GET(`${v1}/visits/{visit}/compare`, at(visit))),
  compare: (visit: string) => data(api.POST(`${v1}/visits/{visit}/compare`, at(visit))),
  takeOther: (visit: string, base_version: number, sentence?: string) => data(api.POST(`${v1}/visits/{visit}/compare/take`, { ...at(visit), body: { base_version, sentence } })),
  retry: (visit: string) => data(api.POST(`${v1}/visits/{visit}/retry`, at(visit))),
  discard: (visit: string, reason: string) => data(api.POST(`${v1}/visits/{visit}/void`, { ...at(visit), body: { reason } })),
  saveNote: (visit: string, base_version: number, sections: T.Section[]) => data(api.PUT(`${v1}/visits/{visit}/note`, { ...at(visit), body: { base_version, sections } })),
  versions: async (visit: string) => (await data(api.GET(`${v1}/visits/{visit}/note/versions`, at(visit)))).versions,
  version: (visit: string, version: number) => data(api.GET(`${v1}/visits/{visit}/note/versions/{version}`, { params: { path: { visit, version } } })),
  sign: (visit: string, version: number) => data(api.POST(`${v1}/visits/{visit}/sign`, { ...at(visit), body: { version } })),
  addendum: (visit: string, text: string) => data(api.POST(`${v1}/visits/{visit}/addenda`, { ...at(visit), body: { text } })),
  peaks: (visit: string, buckets: number) => data(api.GET(`${v1}/visits/{visit}/peaks`, { params: { path: { visit }, query: { buckets } } })),
  audioUrl: (visit: string) => address(visit, 'audio.wav'),
  eventsUrl: (visit: string) => address(visit, 'events'),
  pdfUrl: (visit: string) => address(visit, 'note.pdf'),
  summary: (visit: string) => data(api.GET(`${v1}/visits/{visit}/summary`, at(visit))),
  translate: (visit: string) => data(api.POST(`${v1}/visits/{visit}/summary/translation`, at(visit))),
  summaryUrl: (visit: string, language: string) => address(visit, `summary.pdf?language=${language}`),
  instructionsUrl: (visit: string) => address(visit, 'instructions.pdf'),
}

const item = (visit: string, item: string, body: T.Answer) => ({ params: { path: { visit, item } }, body })

/** How each kind of thing that wants an answer is answered. */
export const answers = {
  sentence: (visit: string, id: string, body: T.Answer) => data(api.POST(`${v1}/visits/{visit}/sentences/{item}/answer`, item(visit, id, body))),
  omission: (visit: string, id: string, body: T.Answer) => data(api.POST(`${v1}/visits/{visit}/omissions/{item}/answer`, item(visit, id, body))),
  alert: (visit: string, id: string, body: T.Answer) => data(api.POST(`${v1}/visits/{visit}/alerts/{item}/answer`, item(visit, id, body))),
  order: (visit: string, id: string, body: T.Answer) => data(api.POST(`${v1}/visits/{visit}/orders/{item}/answer`, item(visit, id, body))),
  code: (visit: string, id: string, body: T.Answer) => data(api.POST(`${v1}/visits/{visit}/codes/{item}/answer`, item(visit, id, body))),
  reconciliation: (visit: string, id: string, body: T.Answer) => data(api.POST(`${v1}/visits/{visit}/reconciliations/{item}/answer`, item(visit, id, body))),
}

export const admin = {
  audit: (query: { user_id?: string; offset: number; limit: number }) => data(api.GET(`${v1}/audit`, { params: { query } })),
  verify: () => data(api.GET(`${v1}/audit/verify`)),
  jobs: async (all: boolean) => (await data(api.GET(`${v1}/jobs`, { params: { query: { all } } }))).jobs,
  retry: (job: number) => data(api.POST(`${v1}/jobs/{job}/retry`, { params: { path: { job } } })),
}

const rule = (r: string) => ({ params: { path: { rule: r } } })

export const checks = {
  state: () => data(api.GET(`${v1}/checks`)),
  ofPatient: (patient: string) => data(api.GET(`${v1}/patients/{patient}/checks`, of(patient))),
  stage: (patient: string, body: T.NewOrder) => data(api.POST(`${v1}/patients/{patient}/orders`, { ...of(patient), body })),
  act: (visit: string, alert: string, body: { action: number; text?: string }) => data(api.POST(`${v1}/visits/{visit}/alerts/{item}/act`, { params: { path: { visit, item: alert } }, body })),
  gaps: (query: { rule?: string; status?: 'due' | 'overdue' | 'done' | 'excluded' | 'unknown'; after?: string }) => data(api.GET(`${v1}/care-gaps`, { params: { query } })),
  rules: async () => (await data(api.GET(`${v1}/rules`))).rules,
  setRule: (r: string, body: T.RuleChange) => data(api.POST(`${v1}/rules/{rule}/settings`, { ...rule(r), body })),
  rollBack: (r: string, why: string) => data(api.POST(`${v1}/rules/{rule}/rollback`, { ...rule(r), body: { why } })),
  replay: (change: { rule: string; shadow?: boolean; tier?: T.RuleChange['tier'] }) => data(api.POST(`${v1}/rules/replay`, { body: { settings: [change] } })),
  schedules: () => data(api.GET(`${v1}/immunization-schedules`)),
  chooseSchedule: (schedule: string, why: string) => data(api.POST(`${v1}/immunization-schedules`, { body: { schedule, why } })),
  report: (month: string) => data(api.GET(`${v1}/reports/alerts`, { params: { query: { month } } })),
}
