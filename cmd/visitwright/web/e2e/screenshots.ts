import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { preview, type PreviewServer } from 'vite'
import { afterAll, beforeAll, it } from 'vitest'
import type { Role } from '../src/api/types'
import { startBrowser } from './browser'
import { hardSummary, PATIENT, serve, signed, VISIT, visitView, type Answers } from './fixtures'

// Pictures of each page, to be looked at after a change: npm run screenshots.

const out = join(import.meta.dirname, '../test-results/screenshots')
const only = process.env.ONLY ?? ''

interface Shot extends Partial<Answers> {
  name: string
  path: string
  keys?: string[]
  click?: string
  /** A choice of a segmented control, made before the click. */
  press?: string
}
const admin: Role = 'administrator'
const visit = `/visits/${VISIT}`
const SHOTS: Shot[] = [
  { name: 'sign-in', path: '/sign-in', signedIn: null },
  { name: 'setup', path: '/setup/abc', signedIn: null },
  { name: 'setup-used', path: '/setup/abc', signedIn: null, mood: 'empty' },
  { name: 'today', path: '/today' },
  { name: 'today-empty', path: '/today', mood: 'empty' },
  { name: 'today-failing', path: '/today', mood: 'failing' },
  { name: 'today-loading', path: '/today', mood: 'slow' },
  { name: 'patients', path: '/patients' },
  { name: 'patients-empty', path: '/patients', mood: 'empty' },
  { name: 'chart', path: `/patients/${PATIENT}` },
  { name: 'chart-vitals', path: `/patients/${PATIENT}`, click: 'Add to Vital signs' },
  { name: 'chart-medication', path: `/patients/${PATIENT}`, click: 'Add to Medications' },
  { name: 'chart-table', path: `/patients/${PATIENT}`, click: 'Medications: all' },
  { name: 'chart-empty', path: `/patients/${PATIENT}`, mood: 'empty' },
  { name: 'visit-open', path: visit, view: visitView('open') },
  { name: 'visit-start', path: visit, view: visitView('open', { consent: visitView('recording').consent, next_step: 'Consent is given. Start the recording when you are ready.' }) },
  { name: 'visit-recording', path: visit, view: visitView('recording') },
  { name: 'visit-drafting', path: visit, view: visitView('drafting', { progress: { step: 'transcribe', fraction: 0.4, words: 'Reading the recording a second time' } }) },
  { name: 'visit-review', path: visit, keys: ['j'] },
  { name: 'visit-nospeech', path: visit, view: visitView('review', { note: null, omissions: [], orders: [], reconciliations: [], blocking: [], visit: { ...visitView('review').visit, statement: 'No speech was heard in the recording of 4 minutes, so there is no draft.' }, next_step: 'No speech was heard in the recording of 4 minutes, so there is no draft.' }) },
  { name: 'visit-sign', path: visit, keys: ['s'], view: visitView('review', { blocking: [], next_step: 'Draft ready. Nothing blocks signing. Read it and sign.' }) },
  { name: 'visit-signed', path: visit, view: signed },
  { name: 'visit-compare', path: visit, view: visitView('review', { other_drafter: 'qwen3-8b' }), click: 'Compare with a draft by' },
  { name: 'visit-compare-ask', path: visit, view: visitView('review', { other_drafter: 'qwen3-8b' }), click: 'Compare with a draft by', comparison: { draft: null, failed: 'the language model timed out' } },
  { name: 'visit-failing', path: visit, mood: 'failing' },
  { name: 'summary', path: `${visit}/summary`, click: 'Stop lisinopril' },
  { name: 'summary-hard', path: `${visit}/summary`, summary: { translator: '', translation: null, summary: hardSummary } },
  { name: 'summary-spanish', path: `${visit}/summary`, press: 'Español' },
  { name: 'summary-untranslated', path: `${visit}/summary`, press: 'Español', click: 'Translate into Spanish', summary: { translation: null } },
  { name: 'summary-empty', path: `${visit}/summary`, mood: 'empty' },
  { name: 'summary-failing', path: `${visit}/summary`, mood: 'failing' },
  { name: 'previsit', path: `/patients/${PATIENT}/previsit` },
  { name: 'previsit-empty', path: `/patients/${PATIENT}/previsit`, mood: 'empty' },
  { name: 'previsit-failing', path: `/patients/${PATIENT}/previsit`, mood: 'failing' },
  { name: 'find', path: '/today', keys: ['Control+k'] },
  { name: 'keyboard', path: visit, keys: ['?'] },
  { name: 'settings', path: '/settings', signedIn: admin },
  { name: 'templates', path: '/settings/templates' },
  { name: 'templates-defaults', path: '/settings/templates', signedIn: admin },
  { name: 'users-specialty', path: '/settings/users', signedIn: admin, click: 'Add a user' },
  { name: 'wordings', path: '/settings/wordings' },
  { name: 'wordings-empty', path: '/settings/wordings', mood: 'empty' },
  { name: 'templates-failing', path: '/settings/templates', mood: 'failing' },
  { name: 'users', path: '/settings/users', signedIn: admin },
  { name: 'audit', path: '/settings/audit', signedIn: admin },
  { name: 'jobs', path: '/settings/jobs', signedIn: admin },
  { name: 'jobs-empty', path: '/settings/jobs', signedIn: admin, mood: 'empty' },
  { name: 'not-found', path: '/nowhere' },
]

let browser: BrowserContext
let server: PreviewServer
beforeAll(async () => {
  mkdirSync(out, { recursive: true })
  server = await preview({ root: join(import.meta.dirname, '..'), preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' })
  browser = await startBrowser({ baseURL: server.resolvedUrls!.local[0]! })
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

it.each(SHOTS.filter((s) => s.name.startsWith(only)))('$name', async (shot) => {
  for (const width of [768, 1440])
    for (const colorScheme of ['light', 'dark'] as const) {
      if (process.env.QUICK && (colorScheme === 'dark') !== (width === 768)) continue
      const page = await browser.newPage()
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await serve(page, shot)
      await page.goto(shot.path)
      await page.waitForTimeout(shot.mood === 'slow' ? 1500 : 900)
      if (shot.press) await page.getByText(shot.press, { exact: true }).click()
      if (shot.click) await page.getByRole('button', { name: shot.click }).first().click()
      for (const key of shot.keys ?? []) await page.keyboard.press(key)
      await page.waitForTimeout(300)
      await page.screenshot({ path: join(out, `${shot.name}-${width}-${colorScheme}.png`) })
      await page.close()
    }
})
