import { describe, expect, it } from 'vitest'
import { contentWords, dueWords, sinceOf } from './words'

const now = new Date('2026-11-22T15:00:00Z')

describe('dueWords', () => {
  it('says of a date long past only that it is due', () => {
    expect(dueWords({ recommended: '1961-07-14', earliest: '1961-07-14' }, now)).toBe('Due now')
    expect(dueWords({ recommended: '1961-07-14', past_due: '1961-12-11' }, now)).toBe('Overdue')
  })
  it('dates what was missed within the year and what is to come', () => {
    expect(dueWords({ recommended: '2026-03-01', past_due: '2026-05-01' }, now)).toBe('Overdue since May 1, 2026')
    expect(dueWords({ recommended: '2026-11-01', past_due: '2027-02-01' }, now)).toBe('Due now, past due from Feb 1, 2027')
    expect(dueWords({ recommended: '2027-03-01', earliest: '2027-01-01' }, now)).toBe('Later: recommended Mar 1, 2027, not before Jan 1, 2027')
  })
})

it('says since when only of what ran out, not of what was never done', () => {
  expect(sinceOf({ due: '2026-11-22' })).toBe('')
  expect(sinceOf({ due: '2026-05-01', last_done: '2016-05-01' })).toBe('2026-05-01')
})

it('names the version of content once', () => {
  const c = { name: 'Routine schedule 2026.11', version: '2026.11', released: '2026-11-20', age_days: 2, stale: false }
  expect(contentWords(c)).toBe('Routine schedule 2026.11, released Nov 20, 2026, 2 days old')
  expect(contentWords({ ...c, name: 'Drug rules' })).toBe('Drug rules 2026.11, released Nov 20, 2026, 2 days old')
})
