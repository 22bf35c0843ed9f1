import { api, data } from '../api/call'
import type { components } from '../api/schema'

// The coder's desk, as the server's description has it.
type S = components['schemas']
export type Case = S['CodingCase']
export type Level = S['VisitLevel']
/** The level is null where none was worked out, which the description cannot say of a structure. */
export type CaseView = Omit<S['CaseView'], 'level'> & { level: Level | null }
type VisitCoding = Omit<S['VisitCoding'], 'level'> & { level: Level | null }
export type Question = S['CodingQuestion']
export type Decision = S['CodeDecision']
export type Found = S['FoundCode']
export type Agreement = S['Agreement']
export type Verdict = Omit<S['Verdict'], 'version'>

const v1 = '/api/v1'
const at = (visit: string) => ({ params: { path: { visit } } })

export const desk = {
  list: (state?: Case['state']) => data(api.GET(`${v1}/desk`, { params: { query: { state } } })),
  get: (visit: string): Promise<CaseView> => data(api.GET(`${v1}/desk/{visit}`, at(visit))),
  claim: (visit: string, version: number) => data(api.POST(`${v1}/desk/{visit}/claim`, { ...at(visit), body: { version } })),
  release: (visit: string, version: number) => data(api.POST(`${v1}/desk/{visit}/release`, { ...at(visit), body: { version } })),
  finish: (visit: string, version: number) => data(api.POST(`${v1}/desk/{visit}/finish`, { ...at(visit), body: { version } })),
  decide: (visit: string, version: number, v: Verdict) => data(api.POST(`${v1}/desk/{visit}/decisions`, { ...at(visit), body: { ...v, version } })),
  ask: (visit: string, version: number, body: { code_id?: string; sentence?: string; text: string }) => data(api.POST(`${v1}/desk/{visit}/questions`, { ...at(visit), body: { ...body, version } })),
  questions: async () => (await data(api.GET(`${v1}/coding-questions`))).questions,
  coding: (visit: string): Promise<VisitCoding> => data(api.GET(`${v1}/visits/{visit}/coding`, at(visit))),
  answer: (visit: string, item: string, text: string, addendum: boolean) => data(api.POST(`${v1}/visits/{visit}/questions/{item}/answer`, { params: { path: { visit, item } }, body: { text, addendum } })),
  search: (text: string, date: string | undefined, signal?: AbortSignal) => data(api.POST(`${v1}/codes/search`, { body: { text, date, limit: 12 }, signal })),
  browse: (id: string | undefined) => data(api.POST(`${v1}/codes/browse`, { body: { id } })),
  report: (days: number) => data(api.GET(`${v1}/reports/coding`, { params: { query: { days } } })),
  setRerank: (rerank: boolean) => data(api.PUT(`${v1}/coding-settings`, { body: { rerank } })),
}

export const caseKey = (visit: string) => ['desk', visit] as const

/** On the claim as it stands. */
export const onClaim = (c: { status: string; selected: boolean }): boolean => c.status === 'accepted' || (c.status === 'proposed' && c.selected)
