// US formats. Times are the practice's; titles show the exact instant.

let zone: string | undefined

/** Sets the practice's IANA time zone. */
export function setZone(name: string | undefined): void {
  zone = name
}

// Days are days: "2026-11-22" is that day in every zone.
const day = (iso: string) => new Date(iso.slice(0, 10) + 'T12:00:00Z')

/** "Nov 22, 2026". Takes a day or an instant. */
export function date(iso: string | undefined): string {
  if (!iso || iso.startsWith('0001')) return ''
  const plain = iso.length === 10
  return (plain ? day(iso) : new Date(iso)).toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric', timeZone: plain ? 'UTC' : zone })
}

/** Words of the server with their days as people write them. */
export const datesIn = (text: string | undefined): string | undefined => text?.replace(/\b\d{4}-\d\d-\d\d\b/g, (d) => date(d))

/** "Sunday, Nov 22, 2026". */
export function longDate(iso: string): string {
  return day(iso).toLocaleDateString('en-US', { weekday: 'long', month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' })
}

/** "03:45 PM". */
export function time(iso: string): string {
  return new Date(iso).toLocaleTimeString('en-US', { hour: '2-digit', minute: '2-digit', timeZone: zone })
}

/** "Nov 22, 2026, 03:45 PM". */
export function dateTime(iso: string | undefined): string {
  return iso && !iso.startsWith('0001') ? `${date(iso)}, ${time(iso)}` : ''
}

/** The exact instant, for a title. */
export function instant(iso: string): string {
  return new Date(iso).toISOString()
}

/** Today in the practice's zone, as "2026-11-22". */
export function today(now = new Date()): string {
  return now.toLocaleDateString('en-CA', { timeZone: zone })
}

/** The instant of a clock time ("09:20") on a day in a zone, as RFC 3339. */
export function instantOf(day: string, clock: string, timeZone: string): string {
  const wall = Date.parse(`${day}T${clock}:00Z`)
  const shown = (at: number) => Date.parse(new Date(at).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T') + 'Z')
  // Twice: the first guess may lie on the other side of a change of the clocks.
  let at = wall - (shown(wall) - wall)
  at = wall - (shown(at) - at)
  return new Date(at).toISOString()
}

/** The day so many days later. */
export function addDays(iso: string, days: number): string {
  const d = day(iso)
  d.setUTCDate(d.getUTCDate() + days)
  return d.toISOString().slice(0, 10)
}

/** "(555) 010-2345" where it is a US number; as it is otherwise. */
export function phone(text: string | undefined): string {
  const digits = (text ?? '').replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '')
  return digits.length === 10 ? `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}` : (text ?? '')
}

const SEXES: Record<string, string> = { female: 'Female', male: 'Male', other: 'Other', unknown: 'Sex not known' }
export const sex = (s: string): string => SEXES[s] ?? s

const ROLES: Record<string, string> = {
  clinician: 'Clinician', nurse: 'Nurse', coder: 'Coder', biller: 'Biller', front_desk: 'Front desk', administrator: 'Administrator',
}
export const role = (r: string): string => ROLES[r] ?? r

/** A number as measured, at most two decimals. */
export const number = (n: number): string => n.toLocaleString('en-US', { maximumFractionDigits: 2 })

/** 1 "sentence", 2 "sentences". */
export const count = (n: number, one: string, many = one + 's'): string => `${n} ${n === 1 ? one : many}`

/** 63000 ms as "01:03", hours in front where there are any. */
export function stamp(ms: number): string {
  const s = Math.floor(ms / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  return (s >= 3600 ? `${Math.floor(s / 3600)}:` : '') + `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`
}

/** How long typing must rest before a search is asked: each is a row of the audit. */
export const SEARCH_PAUSE_MS = 400
