import type { Note, Sentence } from '../api/types'

export interface TextChange {
  section: string
  before: string
  after: string
}

const flat = (n: Note | null) => {
  const all = new Map<string, { section: string; sentence: Sentence }>()
  for (const section of n?.sections ?? []) for (const sentence of section.sentences) all.set(sentence.id, { section: section.title, sentence })
  return all
}

/** What one version of a note says otherwise than the one before it. */
export function changesBetween(before: Note | null, now: Note): TextChange[] {
  const old = flat(before)
  const fresh = flat(now)
  const changes: TextChange[] = []
  for (const [id, { section, sentence }] of fresh) {
    const was = old.get(id)?.sentence.text ?? ''
    if (was !== sentence.text) changes.push({ section, before: was, after: sentence.text })
  }
  for (const [id, { section, sentence }] of old) if (!fresh.has(id)) changes.push({ section, before: sentence.text, after: '' })
  return changes
}
