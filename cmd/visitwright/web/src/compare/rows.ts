import type { Comparison, Note, Section, Sentence } from '../api/types'

export interface Row {
  ours?: Sentence
  theirs?: Sentence
}

export interface Rows {
  name: string
  title: string
  rows: Row[]
}

/** Two drafts section by section; sentences that say the same thing stand in one row. */
export function rowsOf(note: Note, c: Comparison): Rows[] {
  const partner = new Map(c.beside.map((b) => [b.note, b.sentence]))
  const paired = new Set(c.beside.map((b) => b.sentence))
  const other = c.draft?.sections ?? []
  const of = (list: Section[], name: string) => list.find((s) => s.name === name)?.sentences ?? []
  const all = [...note.sections, ...other.filter((s) => !note.sections.some((n) => n.name === s.name))]
  return all
    .map(({ name, title }) => {
      const theirs = of(other, name)
      const rows: Row[] = of(note.sections, name).map((ours) => ({ ours, theirs: theirs.find((s) => s.id === partner.get(ours.id)) }))
      theirs.forEach((s, i) => {
        if (paired.has(s.id)) return
        // Beside what stands before it in its own draft.
        const before = rows.findLastIndex((r) => r.theirs && theirs.indexOf(r.theirs) < i)
        rows.splice(before < 0 ? rows.length : before + 1, 0, { theirs: s })
      })
      return { name, title, rows }
    })
    .filter((s) => s.rows.length > 0)
}

/** A drafter's name in a sentence. */
export const nameOf = (drafter: string) => (drafter === 'built-in' ? 'the built-in drafter' : drafter)
