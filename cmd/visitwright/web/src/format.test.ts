import { afterEach, expect, it } from 'vitest'
import { addDays, count, date, datesIn, dateTime, instantOf, longDate, phone, setZone, stamp, time, today } from './format'

afterEach(() => setZone(undefined))

it('writes days and times as the practice has them', () => {
  setZone('America/Chicago')
  expect(date('2026-11-22')).toBe('Nov 22, 2026')
  expect(time('2026-11-22T21:45:00Z')).toBe('03:45 PM')
  expect(dateTime('2026-11-23T02:05:00Z')).toBe('Nov 22, 2026, 08:05 PM')
  expect(today(new Date('2026-11-23T02:05:00Z'))).toBe('2026-11-22')
  expect(longDate('2026-11-22')).toBe('Sunday, Nov 22, 2026')
})
it('finds the instant of a clock time, also around a change of the clocks', () => {
  expect(instantOf('2026-11-22', '15:45', 'America/Chicago')).toBe('2026-11-22T21:45:00.000Z')
  expect(instantOf('2026-07-01', '09:00', 'America/Chicago')).toBe('2026-07-01T14:00:00.000Z')
  expect(instantOf('2026-03-08', '06:30', 'America/Chicago')).toBe('2026-03-08T11:30:00.000Z')
})
it('counts days over the end of a month', () => expect(addDays('2026-11-30', 1)).toBe('2026-12-01'))
it('writes the days in words of the server', () => expect(datesIn('No set covers 2026-11-22; that of 2026-04 was used')).toBe('No set covers Nov 22, 2026; that of 2026-04 was used'))
it('writes telephone numbers', () => {
  expect(phone('+1 555-010-2345')).toBe('(555) 010-2345')
  expect(phone('12')).toBe('12')
})
it('stamps', () => expect([stamp(3200), stamp(63000), stamp(3_661_000)]).toEqual(['00:03', '01:03', '1:01:01']))
it('counts', () => expect([count(1, 'sentence'), count(2, 'sentence')]).toEqual(['1 sentence', '2 sentences']))
