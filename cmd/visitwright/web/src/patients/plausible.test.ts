import { expect, it } from 'vitest'
import { limits, slip } from './plausible'

const temperature = { code: '8310-5', name: 'Body temperature', unit: 'Cel', low: 13, high: 47, also: [{ unit: '[degF]', offset: 32, factor: 5 / 9 }] }

it('says in the typed unit what is taken', () => {
  expect(limits(temperature, '[degF]').map((n) => Math.round(n * 10) / 10)).toEqual([55.4, 116.6])
  expect(slip(temperature, '98.6', '[degF]')).toBe('')
  expect(slip(temperature, '98.6', 'Cel')).toContain('only 13 to 47 °C')
  expect(slip(temperature, '9 8', 'Cel')).toBe('Type a number.')
  expect(slip(temperature, ' ', 'Cel')).toBe('')
})
