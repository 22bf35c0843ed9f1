import type { VitalSign } from '../api/types'
import { number } from '../format'

/** A UCUM unit as people write it. */
export const unitOf = (u: string | undefined) => (u ?? '').replace(/[{[](.*?)[}\]]/g, (_, inner: string) => inner.replace('in_i', 'in').replace('lb_av', 'lb').replace('degF', '°F')).replace(/^Cel$/, '°C')

/** What may be typed in a unit, as [low, high]. */
export function limits(s: VitalSign, unit: string): [number, number] {
  const u = s.also?.find((a) => a.unit === unit)
  return u ? [s.low / u.factor + u.offset, s.high / u.factor + u.offset] : [s.low, s.high]
}

/** Why a typed value cannot be right; empty where it can. */
export function slip(s: VitalSign, text: string, unit: string): string {
  if (text.trim() === '') return ''
  const value = Number(text)
  const [low, high] = limits(s, unit)
  if (Number.isNaN(value)) return 'Type a number.'
  return value < low || value > high ? `Look again: only ${number(Math.ceil(low * 10) / 10)} to ${number(Math.floor(high * 10) / 10)} ${unitOf(unit)} is taken.` : ''
}
