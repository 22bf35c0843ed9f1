import type { Segment, Sentence, Uncertain } from '../api/types'

/** A stretch of a line; unsure where another reading of the audio says something else there. */
export interface Part {
  text: string
  unsure?: Uncertain
}

/** A line cut at the places where two readings of the audio differ. Places count in Unicode characters. */
export function partsOf(segment: Pick<Segment, 'text' | 'uncertain'>): Part[] {
  const chars = Array.from(segment.text)
  const parts: Part[] = []
  let done = 0
  for (const u of (segment.uncertain ?? []).toSorted((a, b) => a.at - b.at)) {
    const end = u.at + Array.from(u.text).length
    if (u.at < done || chars.slice(u.at, end).join('') !== u.text) continue
    if (u.at > done) parts.push({ text: chars.slice(done, u.at).join('') })
    parts.push({ text: u.text, unsure: u })
    done = end
  }
  if (done < chars.length) parts.push({ text: chars.slice(done).join('') })
  return parts
}

/** What the other reading has, in words that stand behind the place. */
export function otherReading(u: Uncertain): string {
  if (u.corrected) return `heard as “${u.other}”`
  if (!u.text) return `perhaps “${u.other}” here`
  return u.other ? `or “${u.other}”` : 'or nothing'
}

/** The unsure places a sentence of the note rests on, where the words in question stand in the sentence. */
export function unsureIn(sentence: Pick<Sentence, 'text' | 'segments'>, segments: ReadonlyMap<string, Segment>): Uncertain[] {
  const found = new Map<string, Uncertain>()
  for (const id of sentence.segments)
    for (const u of segments.get(id)?.uncertain ?? []) {
      const doubtful = words(u.text)
      if (doubtful !== ' ' && words(sentence.text).includes(doubtful)) found.set(`${doubtful}|${u.other}`, u)
    }
  return [...found.values()]
}

// The words of a text with one space around each, so that only whole ones match.
function words(text: string): string {
  return ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((w) => `${w} `).join('')}`
}
