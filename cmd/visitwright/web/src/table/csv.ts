// Spreadsheets run a cell that begins like a formula, and what stands in a record
// may have been typed by anybody (OWASP, "CSV Injection").
const FORMULA = /^[=+\-@\t\r]/

const cell = (value: string | number): string => {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Rows as comma-separated values (RFC 4180), the titles first. */
export const csv = (titles: string[], rows: (string | number)[][]): string => [titles, ...rows].map((r) => r.map(cell).join(',') + '\r\n').join('')

/** Hands a text to the browser as a file. */
export function download(name: string, text: string): void {
  // The mark in front tells Excel that it is UTF-8.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }))
  const a = document.createElement('a')
  a.href = url
  a.download = name
  a.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
