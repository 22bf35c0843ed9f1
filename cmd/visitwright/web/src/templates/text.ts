import { isMap, isSeq, parseDocument, type Document } from 'yaml'

// A template is one text. The form reads it and writes into it, so that what the
// form does not know (a comment, the order of the systems) stays as it was typed.

/** What a section may be; its heading is the clinician's. The order is that of a full note. */
export const SECTIONS: [string, string][] = [
  ['chief_complaint', 'Chief complaint'], ['history_of_present_illness', 'History of present illness'], ['review_of_systems', 'Review of systems'], ['past_medical_history', 'Medical history'],
  ['past_surgical_history', 'Surgical history'], ['family_history', 'Family history'], ['social_history', 'Social history'], ['medications', 'Medications'], ['allergies', 'Allergies'],
  ['vital_signs', 'Vital signs'], ['physical_examination', 'Physical examination'], ['results', 'Results'], ['assessment_and_plan', 'Assessment and plan'], ['patient_instructions', 'Patient instructions'],
]
export const sectionName = (name: string): string => SECTIONS.find(([n]) => n === name)?.[1] ?? name

export interface Fields {
  title: string
  style: string
  sections: { name: string; title: string; include: string[]; most: number }[]
  wording: { from: string; to: string }[]
  macros: { name: string; text: string }[]
}
export type List = 'sections' | 'wording' | 'macros'
/** A change of the text; given what it has become meanwhile. */
export type Edit = (text: string) => string

/** The fields of a text; null where it cannot be read as a template and only the text itself can mend it. */
export function fieldsOf(text: string): Fields | null {
  const doc = read(text)
  if (!doc) return null
  const plain = doc.toJS() as Record<string, unknown>
  const list = (key: List) => (Array.isArray(plain[key]) ? (plain[key] as unknown[]).map((x) => (typeof x === 'object' && x !== null ? (x as Record<string, unknown>) : {})) : [])
  return {
    title: words(plain.title), style: words(plain.style) || 'full',
    sections: list('sections').map((s) => ({ name: words(s.name), title: words(s.title), include: Array.isArray(s.include) ? s.include.map(words) : [], most: typeof s.most === 'number' ? s.most : 0 })),
    wording: list('wording').map((w) => ({ from: words(w.from), to: words(w.to) })), macros: list('macros').map((m) => ({ name: words(m.name), text: words(m.text) })),
  }
}

const words = (x: unknown): string => (typeof x === 'string' || typeof x === 'number' || typeof x === 'boolean' ? String(x) : '')

function read(text: string): Document | null {
  const doc = parseDocument(text)
  if (doc.errors.length > 0 || !isMap(doc.contents)) return null
  for (const key of ['sections', 'wording', 'macros']) {
    const list = doc.get(key)
    if (isSeq(list) ? !list.items.every((x) => isMap(x)) : list !== undefined && list !== null) return null
  }
  return doc
}

const change = (to: (doc: Document) => void): Edit => (text) => {
  const doc = read(text)
  if (!doc) return text
  to(doc)
  return doc.toString({ lineWidth: 0, indentSeq: false })
}

/** Sets one field, e.g. ['sections', 0, 'title']; undefined takes it out. */
export const put = (path: (string | number)[], value: unknown): Edit =>
  change((doc) => (value === undefined ? doc.deleteIn(path) : doc.setIn(path, value)))

/** Puts an entry into a list, at its end unless said otherwise. */
export const add = (list: List, entry: unknown, at?: number): Edit =>
  change((doc) => {
    const seq = doc.get(list)
    if (isSeq(seq)) seq.items.splice(at ?? seq.items.length, 0, doc.createNode(entry))
    else doc.set(list, doc.createNode([entry]))
  })

export const remove = (list: List, at: number): Edit =>
  change((doc) => {
    doc.deleteIn([list, at])
    const seq = doc.get(list)
    if (isSeq(seq) && seq.items.length === 0 && list !== 'sections') doc.delete(list)
  })

/** Moves an entry up (-1) or down (1) past its neighbour. */
export const move = (list: List, at: number, by: 1 | -1): Edit =>
  change((doc) => {
    const seq = doc.get(list)
    if (!isSeq(seq) || !(at + by in seq.items)) return
    const [entry] = seq.items.splice(at, 1)
    seq.items.splice(at + by, 0, entry)
  })
