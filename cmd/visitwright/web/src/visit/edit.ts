import type { Section, Sentence } from '../api/types'

/** A change of a note; null where it no longer fits what the note has become. */
export type Change = (sections: Section[]) => Section[] | null

const map = (sections: Section[], id: string, with_: (s: Sentence) => Sentence[]): Section[] | null => {
  const next = sections.map((section) => ({
    ...section,
    sentences: section.sentences.flatMap((s) => {
      return s.id === id ? with_(s) : [s]
    }),
  }))
  return sections.some((section) => section.sentences.some((s) => s.id === id)) ? next : null
}

/**
 * New words for a sentence. Fits only while the sentence still reads as one of
 * the texts it was written over: nobody else's words are overwritten.
 */
export const reword = (id: string, over: readonly string[], text: string): Change => (sections) => {
  const now = sections.flatMap((s) => s.sentences).find((s) => s.id === id)
  if (!now || (!over.includes(now.text) && now.text !== text)) return null
  return map(sections, id, (s) => [{ ...s, text, origin: 'person', answer: undefined, drafted: undefined }])
}

export const remove = (id: string): Change => (sections) => map(sections, id, () => [])

/** Puts a sentence into a section, after the sentence named or at the end. */
export const insert = (section: string, sentence: Sentence, after?: string): Change => (sections) => {
  if (!sections.some((s) => s.name === section)) return null
  return sections.map((s) => {
    if (s.name !== section) return s
    const list = s.sentences
    const i = after === undefined ? list.length : list.findIndex((x) => x.id === after) + 1
    return { ...s, sentences: [...list.slice(0, i), sentence, ...list.slice(i)] }
  })
}

/** Where a sentence stands: its section and the sentence before it. */
export function placeOf(sections: Section[], id: string): { section: string; after: string | undefined; sentence: Sentence } | null {
  for (const section of sections) {
    const list = section.sentences
    const i = list.findIndex((s) => s.id === id)
    if (i >= 0) return { section: section.name, after: i > 0 ? list[i - 1]!.id : '', sentence: list[i]! }
  }
  return null
}

/** Takes a sentence of another draft back out, or puts back the one it stands in place of. */
export const giveBack = (taken: Sentence, instead: Sentence | undefined): Change => (sections) => {
  const there = sections.flatMap((s) => s.sentences).find((s) => (instead ? s.id === instead.id : s.text === taken.text))
  if (!there) return null
  return instead ? reword(there.id, [taken.text], instead.text)(sections) : remove(there.id)(sections)
}
