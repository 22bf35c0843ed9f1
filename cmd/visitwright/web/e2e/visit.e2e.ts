import { createHmac } from 'node:crypto'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest'
import type { VisitView } from '../src/api/types'
import { startBrowser } from './browser'
import { ADMIN, answerAll, ask as askFrom, CLINICIAN, openPractice, sign, signIn as signInOn, until as untilOn } from './clinic'
import { speak } from './dialogue'
import { Service } from './service'

// The whole way in a real Chromium against the real program: first administrator,
// a clinician's account, consent, recording through an outage, the note, its
// evidence, an edit, the signature. The microphone hears a spoken file.

const pictures = join(import.meta.dirname, '../test-results/e2e')
const wav = join(mkdtempSync(join(tmpdir(), 'visitwright-mic-')), 'visit.wav')

const service = new Service()
let browser: BrowserContext | undefined
let page: Page
let seconds = 0
let visit = ''

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  seconds = speak(wav)
  await service.start()
  browser = await startBrowser({ baseURL: service.url, microphone: wav + '%noloop' })
  page = await newPage(browser)
})
afterAll(async () => {
  await browser?.close()
  await service.stop()
})

// Each step stands on the one before it.
let broken = false
beforeEach((test) => {
  if (broken) test.skip()
  onTestFailed(async () => {
    broken = true
    await picture('failed').catch(() => undefined)
  })
})

async function newPage(of: BrowserContext): Promise<Page> {
  const made = await of.newPage()
  // Keeps hold of what the page hears, so that a test can pull the plug.
  await made.addInitScript(() => {
    if (!('mediaDevices' in navigator)) return
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    const held: MediaStreamTrack[] = []
    ;(window as unknown as { tracks: MediaStreamTrack[] }).tracks = held
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted)
      held.push(...stream.getAudioTracks())
      return stream
    }
  })
  made.setDefaultTimeout(60_000)
  made.on('dialog', (d) => void d.accept())
  return made
}

const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) })
/** The same on a tablet in the dark. */
async function darkPicture(name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 768, height: 900 })
  await page.waitForTimeout(500)
  await picture(name + '-dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
}
const recorder = () => page.getByTestId('recorder')
// The file that the microphone hears ends, and the rest is silence.
const RECORDS = /^Recording(\. Everything so far is safe|, but the microphone gives no sound)/
/** What tells the bar's states apart at a glance. */
const look = () =>
  recorder().evaluate((bar) => ({
    tone: bar.getAttribute('data-tone'), color: getComputedStyle(bar).backgroundColor, icon: bar.querySelector('[class*="said"] svg')?.innerHTML,
  }))

const ask = <T>(method: string, path: string, body?: object) => askFrom<T>(page, method, path, body)
const view = () => ask<VisitView>('GET', `/visits/${visit}`)

const signIn = (name: string, password: string) => signInOn(page, name, password)
const until = (what: () => Promise<boolean>, words: string, ms?: number) => untilOn(page, what, words, ms)

describe('a visit', () => {
  it('begins with the first administrator, who adds a clinician', async () => {
    await openPractice(page, service)
  })

  it('is opened from the schedule', async () => {
    await page.goto('/today')
    await page.waitForURL('**/sign-in*')
    await signIn('dana', CLINICIAN)
    await page.waitForURL('**/today')
    const patient = await ask<{ id: string }>('POST', '/patients', { given_name: 'Ana', family_name: 'Rivera', birth_date: '1961-03-14', sex: 'female' })
    const me = await ask<{ user: { id: string } }>('GET', '/session')
    await ask('POST', '/appointments', { patient_id: patient.id, clinician_id: me.user.id, start: new Date().toISOString(), minutes: 20, reason: 'Cough for two weeks' })
    await page.reload()
    await page.getByRole('button', { name: 'Open the visit of Ana Rivera' }).click()
    await page.waitForURL('**/visits/*')
    visit = page.url().split('/').at(-1)!
    await page.getByText('Allergies not asked').waitFor()
    expect(await page.title()).toContain('Rivera, Ana')
  })

  it('has its note’s template chosen beforehand, for this visit and for all of one’s own', async () => {
    const template = page.getByRole('combobox', { name: 'Note template' })
    await template.click()
    await page.getByRole('option', { name: 'APSO note' }).click()
    await page.getByRole('button', { name: 'Use APSO note for all my visits' }).click()
    await page.getByText('All your visits begin with it.').waitFor()
    expect((await view()).visit.template).toBe('apso')
    expect((await ask<{ user: { note_template?: string } }>('GET', '/session')).user.note_template).toBe('apso')
    await page.reload()
    await page.getByText('All your visits begin with it.').waitFor()
    await template.click()
    await page.getByRole('option', { name: 'SOAP note' }).click()
    await until(async () => (await view()).visit.template === 'soap', 'the template of this visit')
    await ask('PUT', '/session/note-template', { template: '' })
  })

  it('takes no audio before consent, then records', async () => {
    expect(await page.getByRole('button', { name: 'Start recording' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Everybody agrees' }).click()
    await page.getByRole('button', { name: 'Start recording' }).click()
    await recorder().getByText('Recording. Everything so far is safe.').first().waitFor()
    await until(async () => (await view()).recording.received_ms > 3000, 'audio reaches the server')
    await picture('recording')
    await darkPicture('recording')
  })

  it('goes on recording through an outage and on every page, and catches up', async () => {
    const before = await recorder().textContent()
    service.cutLine()
    await recorder().getByText(/Offline\. .* kept on this computer, will be sent/).first().waitFor()
    await picture('offline')
    await darkPicture('offline')
    // Another page of the app, while offline: the recorder does not notice.
    await page.getByRole('link', { name: 'Patients' }).click()
    await page.waitForTimeout(4000)
    const during = await recorder().textContent()
    expect(during).not.toBe(before)
    service.mendLine()
    await recorder().getByText('Recording. Everything so far is safe.').first().waitFor()
    await page.getByRole('link', { name: 'Go to the visit' }).click()
    await page.waitForURL(`**/visits/${visit}`)
  })

  it('shows what is said while it is said', async () => {
    await until(async () => (await page.locator('[data-segment]').count()) > 0, 'a live line of the transcript')
    await picture('live')
  })

  it('is stopped; every byte arrived; the note is written', async () => {
    await until(async () => (await view()).recording.received_ms > seconds * 1000, 'the whole dialogue is recorded')
    await page.getByRole('button', { name: 'Stop and write the note' }).click()
    // These words are shown only when both sides' SHA-256 are the same.
    await recorder().getByText('Stopped. The whole recording is safe.').first().waitFor()
    const v = await view()
    expect(v.recording.complete).toBe(true)
    expect(v.recording.gaps).toEqual([])
    await until(async () => (await view()).visit.state === 'review', 'the note is written', 220_000)
    const text = (await view()).transcript.segments.map((s) => s.text).join(' ').toLowerCase()
    for (const word of ['cough', 'fever', 'penicillin', 'losartan']) expect(text).toContain(word)
  })

  it('plays the evidence of a sentence, and shows what became of a line', async () => {
    await page.locator('[data-sentence]').first().waitFor()
    await picture('review')
    const note = (await view()).note!
    const target = note.sections.flatMap((s) => s.sentences).find((s) => s.segments.length > 0)!
    const audio = page.waitForResponse((r) => r.url().includes('/audio.wav'))
    await page.locator(`[data-sentence="${target.id}"] button`).first().click()
    expect((await audio).status()).toBe(206)
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor()
    expect(await page.locator(`[data-segment="${target.segments[0]}"][data-lit]`).count()).toBe(1)
    // It stops by itself after the evidence.
    await page.getByRole('button', { name: 'Play the recording' }).waitFor()
    await page.locator(`[data-segment="${target.segments[0]}"]`).click()
    expect(await page.locator(`[data-sentence="${target.id}"][data-lit]`).count()).toBe(1)
    expect(await page.locator(`[data-segment="${target.segments[0]}"]`).textContent()).toContain('In the note')
    await page.keyboard.press('Space')
  })

  it('is edited in place, saved by itself, and undone', async () => {
    const first = page.locator('[data-sentence] button').first()
    const before = (await view()).note!
    const old = before.sections.flatMap((s) => s.sentences)[0]!
    await first.click()
    await page.keyboard.press('e')
    const field = page.getByLabel('Edit the sentence')
    await field.fill('Cough for two weeks, worse at night.')
    await until(async () => (await view()).note!.version > before.version, 'the edit is saved while typing')
    await field.press('Enter')
    const edited = (await view()).note!.sections.flatMap((s) => s.sentences)[0]!
    expect(edited).toMatchObject({ id: old.id, text: 'Cough for two weeks, worse at night.', origin: 'person' })
    await page.getByRole('button', { name: 'More about this visit' }).click()
    await page.getByRole('menuitem', { name: 'History of the note' }).click()
    await page.getByRole('button', { name: /Version 2/ }).click()
    await page.getByRole('dialog').getByText('Cough for two weeks, worse at night.').waitFor()
    await picture('history')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+z')
    await until(async () => (await view()).note!.sections.flatMap((s) => s.sentences)[0]!.text === old.text, 'the old words are back')
  })

  it('cannot be signed while something is unanswered; is answered by keyboard; is signed', async () => {
    await page.locator('body').click({ position: { x: 700, y: 5 } })
    await answerAll(page, view)
    await page.keyboard.press('s')
    await page.getByLabel('Password of Dana Whitlock').fill('not the password')
    await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click()
    await page.getByText('The note is not signed.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Not yet' }).click()
    await sign(page)
    const v = await view()
    expect(v.visit.state).toBe('signed')
    expect(v.signature?.hash).toMatch(/^[0-9a-f]{64}$/)
    await picture('signed')
  })

  it('prints, and takes an addendum', async () => {
    const pdf = await page.evaluate(async (url) => {
      const answer = await fetch(url)
      return { type: answer.headers.get('Content-Type'), start: (await answer.text()).slice(0, 5) }
    }, `/api/v1/visits/${visit}/note.pdf`)
    expect(pdf).toEqual({ type: 'application/pdf', start: '%PDF-' })
    await page.getByRole('button', { name: 'Add an addendum' }).click()
    await page.getByLabel('Addendum').fill('Chest X-ray normal; patient told by telephone.')
    await page.getByRole('button', { name: 'Add to the signed note' }).click()
    await page.getByText(/Addendum 1, Dana Whitlock/).waitFor()
  })
})

describe('a recording that was cut off', () => {
  it('is found again after the page is gone, and gone on with; the hole is marked', async () => {
    const chart = await ask<{ patients: { id: string }[] }>('POST', '/patients/search', { query: 'Rivera' })
    const made = await ask<{ id: string }>('POST', '/visits', { patient_id: chart.patients[0]!.id, reason: 'Second visit' })
    visit = made.id
    await ask('POST', `/visits/${visit}/consent`, { given: true, method: 'verbal', present: 'patient' })
    await page.goto(`/visits/${visit}`)
    await page.getByRole('button', { name: 'Start recording' }).click()
    await recorder().getByText('Recording. Everything so far is safe.').first().waitFor()
    service.cutLine() // so that something is only on this computer
    await page.waitForTimeout(3000)
    await page.close({ runBeforeUnload: false })
    service.mendLine()
    page = await newPage(browser!)
    await page.goto('/today')
    await page.getByTestId('leftover').getByText(/was cut off\. Nothing is being recorded/).waitFor()
    await picture('leftover')
    await page.getByRole('button', { name: 'Go on recording' }).click()
    await recorder().getByText('Recording. Everything so far is safe.').first().waitFor()
    expect(await recorder().getAttribute('data-tone')).not.toBe('danger')
  })

  it('goes on when the program is killed and started again', async () => {
    const before = (await view()).recording.received_ms
    await service.kill()
    await recorder().getByText(/Offline\. .* kept on this computer, will be sent/).first().waitFor()
    await service.startAgain()
    await recorder().getByText(RECORDS).first().waitFor()
    await until(async () => (await view()).recording.received_ms > before, 'audio reaches the program again')
  })

  it('says at once that the microphone is gone, and records again when it is back', async () => {
    const safe = await look()
    await page.evaluate(() => {
      const held = (window as unknown as { tracks: MediaStreamTrack[] }).tracks.at(-1)!
      held.stop()
      held.dispatchEvent(new Event('ended')) // as the browser does when the plug is pulled
    })
    await recorder().getByText('Microphone lost. Nothing is being recorded.').first().waitFor()
    await recorder().locator('[role="alert"]').waitFor({ state: 'attached' })
    const lost = await look()
    expect(lost.tone).not.toBe(safe.tone)
    expect(lost.icon).not.toBe(safe.icon)
    expect(lost.color).not.toBe(safe.color)
    await picture('microphone-lost')
    await page.getByRole('button', { name: 'Try the microphone' }).click()
    await recorder().getByText(RECORDS).first().waitFor()
    await recorder().locator('[role="status"]').waitFor({ state: 'attached' })
  })

  it('warns before a tab with unsent audio is closed, and is finished with the hole marked', async () => {
    service.cutLine()
    await recorder().getByText(/kept on this computer, will be sent/).first().waitFor()
    expect(await page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))).toBe(true)
    service.mendLine()
    await recorder().getByText(RECORDS).first().waitFor()
    await page.getByRole('button', { name: 'Stop and write the note' }).click()
    await recorder().getByText('Stopped. The whole recording is safe.').first().waitFor()
    const v = await view()
    expect(v.recording.gaps.filter((g) => g.reason === 'not_known')).toHaveLength(1)
    expect(v.recording.gaps.filter((g) => g.reason === 'not_known')[0]).toMatchObject({ missing: true })
  })
})

/** The six digits that an authenticator shows (RFC 6238). */
function totp(secret: string, at = Date.now()): string {
  const bits = Array.from(secret, (c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  return String((mac.readUInt32BE(mac[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

describe('an account', () => {
  it('gets a second factor and recovery codes, and signs in with each', async () => {
    await page.goto('/settings')
    await page.getByRole('button', { name: 'Set it up' }).click()
    const secret = (await page.locator('code').first().textContent())!
    await page.getByLabel('Six digits').fill(totp(secret))
    await page.getByRole('button', { name: 'Turn on' }).click()
    const shown = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
    await shown.first().waitFor() // reading them does not wait
    const codes = await shown.allTextContents()
    expect(new Set(codes).size).toBe(10)
    await picture('recovery-codes')
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('10 recovery codes left').waitFor()
    // A code is good once: the next one an authenticator shows is of the next half minute, which is taken early.
    for (const code of [totp(secret, Date.now() + 30_000), codes[0]!]) {
      await page.getByRole('button', { name: 'Dana Whitlock, account' }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.waitForURL('**/sign-in*')
      await signIn('dana', CLINICIAN)
      await page.getByLabel('Six digits from your authenticator').fill(code)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL('**/today')
    }
    await page.goto('/settings')
    await page.getByText('9 recovery codes left').waitFor()
  })

  it('is locked after too many wrong tries, and says so in words', async () => {
    await page.getByRole('button', { name: 'Dana Whitlock, account' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in*')
    // Wrong tries from elsewhere, before the person at the page gives one more.
    for (let i = 0; i < 5; i++)
      await page.evaluate(() => fetch('/api/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username: 'ada', password: 'wrong' }) }))
    await signIn('ada', ADMIN)
    await page.getByText(/This account is locked until|too many tries/i).waitFor()
    await picture('locked')
  })
})
