import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { promisify } from 'node:util'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VisitView } from '../src/api/types'
import { startBrowser } from './browser'
import { answerAll, ask, CLINICIAN, openPractice, sign, signIn, until } from './clinic'
import { Service } from './service'

// A recording of one's own, through the browser's microphone and through "visitwright
// visit", to a signed note each sentence of which plays: RECORDING=FILE[,FILE] npm run recording.
// The browser hears it in real time, so it takes as long as the recording.

const files = (process.env.RECORDING ?? '').split(',').filter(Boolean)
const folder = mkdtempSync(join(tmpdir(), 'visitwright-recording-'))
const pictures = join(import.meta.dirname, '../test-results/recording')
const parts = process.env.VISITWRIGHT_PARTS ?? join(import.meta.dirname, '../../../../bin/parts')
const MINUTE = 60_000

const service = new Service()
let page: Page
let browser: BrowserContext | undefined
beforeAll(async () => {
  if (files.length === 0) throw new Error('Name a recording: RECORDING=FILE[,FILE] npm run recording')
  mkdirSync(pictures, { recursive: true })
  await service.start()
  const first = await startBrowser({ baseURL: service.url })
  await openPractice(await first.newPage(), service)
  await first.close()
})
afterAll(async () => {
  await browser?.close()
  await service.stop()
})

/** As a browser's microphone takes it: 16 kHz, one channel. */
function microphone(file: string): { wav: string; seconds: number } {
  const wav = join(folder, basename(file, extname(file)) + '.wav')
  execFileSync(join(parts, 'ffmpeg/ffmpeg'), ['-nostdin', '-v', 'error', '-i', file, '-ac', '1', '-ar', '16000', '-y', wav])
  const bytes = Number(execFileSync('stat', ['-c', '%s', wav]).toString())
  return { wav, seconds: bytes / 32000 }
}

async function signedIn(wav?: string): Promise<void> {
  await browser?.close()
  browser = await startBrowser({ baseURL: service.url, microphone: wav && wav + '%noloop' })
  page = await browser.newPage()
  page.setDefaultTimeout(MINUTE)
  page.on('dialog', (d) => void d.accept())
  await page.goto('/sign-in')
  await signIn(page, 'dana', CLINICIAN)
  await page.waitForURL('**/today')
}

const look = (visit: string) => () => ask<VisitView>(page, 'GET', `/visits/${visit}`)

/** Chooses each sentence and hears it; returns what was seen. */
async function hearEach(v: VisitView): Promise<{ sentences: number; played: number; without: string[]; silent: string[] }> {
  const heard = new Map(v.transcript.segments.map((s) => [s.id, s]))
  const wav = await page.evaluate(async (url) => Array.from(new Int16Array((await (await fetch(url)).arrayBuffer()).slice(44))), `/api/v1/visits/${v.visit.id}/audio.wav`)
  const seen = { sentences: 0, played: 0, without: [] as string[], silent: [] as string[] }
  for (const sentence of v.note!.sections.flatMap((s) => s.sentences)) {
    seen.sentences++
    const from = heard.get(sentence.segments[0] ?? '')
    if (!from) {
      seen.without.push(`${sentence.origin}: ${sentence.text}`)
      continue
    }
    const piece = wav.slice(from.start_ms * 16, from.end_ms * 16)
    const loud = Math.sqrt(piece.reduce((sum, x) => sum + x * x, 0) / piece.length)
    if (!(loud > 50)) seen.silent.push(sentence.text)
    await page.locator(`[data-sentence="${sentence.id}"] button`).first().click()
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor()
    expect(await page.locator(`[data-segment="${from.id}"][data-lit]`).count(), sentence.text).toBe(1)
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByRole('button', { name: 'Play the recording' }).waitFor()
    seen.played++
  }
  return seen
}

async function toSigned(visit: string, way: string, name: string): Promise<void> {
  await page.goto(`/visits/${visit}`)
  await page.locator('[data-sentence]').first().waitFor()
  const seen = await hearEach(await look(visit)())
  await page.screenshot({ path: join(pictures, `${name}-${way}.png`) })
  await page.locator('body').click({ position: { x: 700, y: 5 } })
  const blocking = await answerAll(page, look(visit))
  await sign(page)
  const v = await look(visit)()
  process.stdout.write(`${name}, ${way}: ${seen.sentences} sentences, ${seen.played} played, ${seen.without.length} without a segment, ${seen.silent.length} silent; ` +
    `${blocking} answered before signing; ${v.transcript.segments.length} lines; signed, SHA-256 ${v.signature!.hash.slice(0, 16)}\n`)
  for (const s of seen.without) process.stdout.write(`  without a segment: ${s}\n`)
  expect(seen.silent).toEqual([])
  expect(v.visit.state).toBe('signed')
}

const newVisit = async (name: string) => {
  const patient = await ask<{ id: string }>(page, 'POST', '/patients', { given_name: 'Test', family_name: name, birth_date: '1961-03-14', sex: 'female' })
  return { patient: patient.id, visit: (await ask<{ id: string }>(page, 'POST', '/visits', { patient_id: patient.id, reason: 'Recording' })).id }
}

describe.each(files.map((f) => [basename(f, extname(f)), f] as const))('%s', (name, file) => {
  it('is heard by the browser, drafted, played sentence by sentence, signed', async () => {
    const { wav, seconds } = microphone(file)
    await signedIn(wav)
    const { visit } = await newVisit(name)
    await page.goto(`/visits/${visit}`)
    await page.getByRole('button', { name: 'Everybody agrees' }).click()
    await page.getByRole('button', { name: 'Start recording' }).click()
    await until(page, async () => (await look(visit)()).recording.received_ms > seconds * 1000, 'the whole recording is heard', seconds * 1000 + 2 * MINUTE)
    await page.getByRole('button', { name: 'Stop and write the note' }).click()
    await page.getByTestId('recorder').getByText('Stopped. The whole recording is safe.').first().waitFor()
    await until(page, async () => (await look(visit)()).visit.state === 'review', 'the note is written', 5 * MINUTE)
    await toSigned(visit, 'browser', name)
  }, 40 * MINUTE)

  it('goes in by the command, and is signed in the browser', async () => {
    await signedIn()
    const { patient } = await newVisit(name)
    const program = process.env.E2E_PROGRAM ?? join(import.meta.dirname, '../../../../bin/visitwright')
    const run = promisify(execFile)(program, ['visit', file, '--server', service.url, '--user', 'dana', '--password-file', '-', '--patient', patient, '--consent', 'verbal', '--format', 'json'],
      { env: { ...process.env, VISITWRIGHT_PARTS: parts }, maxBuffer: 64 << 20 })
    run.child.stdin!.end(CLINICIAN + '\n')
    const { stdout, stderr } = await run
    const made = JSON.parse(stdout) as { visit: { id: string } }
    expect(stderr).toContain(`${service.url}/visits/${made.visit.id}`)
    await toSigned(made.visit.id, 'command', name)
  }, 40 * MINUTE)
})
