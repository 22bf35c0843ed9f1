import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest'
import type { VisitView } from '../src/api/types'
import { startBrowser } from './browser'
import { speak } from './dialogue'
import { Service } from './service'

// The whole way in a real Chromium against the real program: first administrator,
// a clinician's account, consent, recording through an outage, the note, its
// evidence, an edit, the signature. The microphone hears a spoken file.

const ADMIN = 'correct horse battery staple'
const CLINICIAN = 'an apple a day keeps everything away'
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

/** Asks the server as the page would. */
async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  return page.evaluate(
    async ([method, path, body]) => {
      const { csrf } = (await (await fetch('/api/v1/session')).json()) as { csrf: string }
      const answer = await fetch('/api/v1' + path, { method, headers: { 'Content-Type': 'application/json', 'X-Visitwright-CSRF': csrf }, ...(body ? { body: JSON.stringify(body) } : {}) })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return (answer.status === 204 ? undefined : await answer.json()) as T
    },
    [method, path, body] as const,
  )
}
const view = () => ask<VisitView>('GET', `/visits/${visit}`)

async function signIn(name: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(name)
  await page.getByLabel(/^Password/).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

async function until(what: () => Promise<boolean>, words: string, ms = 180_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await what())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${words}`)
    await page.waitForTimeout(300)
  }
}

describe('a visit', () => {
  it('begins with the first administrator, who adds a clinician', async () => {
    await page.goto(service.setupPath)
    await page.getByLabel('Practice’s name').fill('Cedar Street Family Practice')
    await page.getByLabel('Your name').fill('Ada Min')
    await page.getByLabel('User name').fill('ada')
    await page.getByLabel(/^Password/).fill(ADMIN)
    await page.getByRole('button', { name: 'Make the practice' }).click()
    await page.waitForURL('**/sign-in')
    await signIn('ada', ADMIN)
    await page.waitForURL('**/today')
    await page.goto('/settings/users')
    await page.getByRole('button', { name: 'Add a user' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Dana Whitlock')
    await page.getByLabel('Letters after the name').fill('MD')
    await page.getByLabel('User name').fill('dana')
    await page.getByLabel('First password').fill(CLINICIAN)
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByText('Dana Whitlock, MD').waitFor()
    await page.getByRole('button', { name: 'Ada Min, account' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in*')
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
    let v = await view()
    if (v.blocking.length > 0) {
      await page.getByRole('button', { name: 'Sign', exact: true }).click()
      await page.getByText(/must be answered before you can sign/).waitFor()
      await page.getByRole('button', { name: 'Go and answer' }).click()
      for (let n = v.blocking.length; n > 0 && (v = await view()).blocking.length > 0; n--) {
        const open = v.blocking.length
        await page.keyboard.press('j')
        await page.keyboard.press('a')
        await until(async () => (await view()).blocking.length < open, 'the answer counts')
      }
    }
    expect((await view()).blocking).toEqual([])
    await page.getByText('Nothing wants an answer. Read it and sign.').first().waitFor()
    await page.keyboard.press('s')
    await page.getByLabel('Password of Dana Whitlock').fill('not the password')
    await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click()
    await page.getByText('The note is not signed.').waitFor()
    await page.getByLabel('Password of Dana Whitlock').fill(CLINICIAN)
    await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click()
    await page.getByText(/Signed by Dana Whitlock, /).waitFor()
    v = await view()
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
    await page.waitForTimeout(2000)
    await page.getByRole('button', { name: 'Stop and write the note' }).click()
    await recorder().getByText('Stopped. The whole recording is safe.').first().waitFor()
    const v = await view()
    expect(v.recording.gaps).toHaveLength(1)
    expect(v.recording.gaps[0]).toMatchObject({ reason: 'not_known', missing: true })
  })
})
