import { describe, expect, it } from 'vitest'
import type { Segment } from '../api/types'
import { otherReading, partsOf, unsureIn } from './unsure'

describe('places heard in two ways', () => {
  it('are cut out where they stand, not where the words stand first', () => {
    const parts = partsOf({ text: 'Ten days, 😀 ten milligrams.', uncertain: [{ at: 12, text: 'ten', other: 'two' }] })
    expect(parts.map((p) => p.text)).toEqual(['Ten days, 😀 ', 'ten', ' milligrams.'])
    expect(parts[1]!.unsure?.other).toBe('two')
  })
  it('may have no words in this reading', () => {
    const parts = partsOf({ text: 'I am allergic.', uncertain: [{ at: 5, text: '', other: 'not' }] })
    expect(parts.map((p) => p.text)).toEqual(['I am ', '', 'allergic.'])
  })
  it('that do not fit the line are left out, and nothing of the line is lost', () => {
    const text = 'Twice a day.'
    expect(partsOf({ text, uncertain: [{ at: 0, text: 'Three', other: 'two' }, { at: 99, text: '', other: 'x' }] }).map((p) => p.text).join('')).toBe(text)
  })
  it('say which name of a drug was put in for what was heard', () => {
    expect(otherReading({ at: 0, text: 'Zestril', other: 'zestrel', corrected: true })).toBe('heard as “zestrel”')
    expect(otherReading({ at: 0, text: 'ten', other: 'two' })).toBe('or “two”')
    expect(otherReading({ at: 0, text: '', other: 'not' })).toBe('perhaps “not” here')
    expect(otherReading({ at: 0, text: 'not', other: '' })).toBe('or nothing')
  })
  it('are found again in the sentence that rests on them, as whole words', () => {
    const heard = { id: 's1', text: 'I take Zestril, ten.', uncertain: [{ at: 7, text: 'Zestril', other: 'zestrel', corrected: true }, { at: 16, text: 'ten', other: 'two' }] } as unknown as Segment
    const segments = new Map([['s1', heard]])
    expect(unsureIn({ text: 'Takes zestril often.', segments: ['s1', 's1', 'gone'] }, segments).map((u) => u.text)).toEqual(['Zestril'])
    expect(unsureIn({ text: 'Takes zestril often.', segments: [] }, segments)).toEqual([])
  })
})
