import { expect, test } from 'vitest'
import type { Case } from './calls'
import { ALL, choices, NO_PAYER, takes } from './filter'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const one = (id: string, signed: string, payer?: string, lowest?: number) => ({ visit_id: id, signed_at: signed, payer, lowest_confidence: lowest, clinician_id: `c${id}`, clinician_name: `Dr ${id}` }) as Case
const cases = [one('1', '2026-11-23T09:00:00Z', 'Prairie Mutual', 0.9), one('2', '2026-11-19T09:00:00Z', 'Harbor Health', 0.45), one('3', '2026-11-01T09:00:00Z', undefined, undefined), one('4', '2026-11-01T09:00:00Z', 'Harbor Health', 0.5)]
const left = (f: object) => cases.filter((c) => takes({ ...ALL, ...f }, c, NOW)).map((c) => c.visit_id)

test('cases are taken by payer, clinician, age and confidence', () => {
  expect(left({})).toEqual(['1', '2', '3', '4'])
  expect(left({ payer: 'Harbor Health' })).toEqual(['2', '4'])
  expect(left({ payer: NO_PAYER })).toEqual(['3'])
  expect(left({ clinician: 'c4' })).toEqual(['4'])
  expect(left({ age: 'new' })).toEqual(['1'])
  expect(left({ age: 'week' })).toEqual(['2'])
  expect(left({ age: 'old' })).toEqual(['3', '4'])
  expect(left({ confidence: 'low' })).toEqual(['2'])
  expect(left({ confidence: 'middle' })).toEqual(['4'])
  expect(left({ confidence: 'high' })).toEqual(['1'])
  expect(left({ confidence: 'none' })).toEqual(['3'])
  expect(left({ payer: 'Harbor Health', age: 'old' })).toEqual(['4'])
})

test('each payer and clinician is offered once, by name', () => {
  const { payers, clinicians } = choices(cases)
  expect(payers.map((p) => p.label)).toEqual(['Harbor Health', 'None on record', 'Prairie Mutual'])
  expect(clinicians).toHaveLength(4)
})
