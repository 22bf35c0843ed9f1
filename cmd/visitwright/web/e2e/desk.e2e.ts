import AxeBuilder from '@axe-core/playwright'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser } from './browser'
import { ADMIN, ask, CLINICIAN, openPractice, until } from './clinic'
import { Service } from './service'

// The coder's whole way by keyboard, in a real Chromium against the real program.

const pictures = join(import.meta.dirname, '../test-results/e2e')
const CODER = 'a stitch in time saves the other nine'
const service = new Service()
let browser: BrowserContext | undefined
let page: Page
let visit = ''

const as = async (username: string, password: string) => {
  await page.goto('/sign-in')
  await page.evaluate(async ([username, password]) => {
    const known = await fetch('/api/v1/session')
    if (known.ok) await fetch('/api/v1/session', { method: 'DELETE', headers: { 'X-Visitwright-CSRF': ((await known.json()) as { csrf: string }).csrf } })
    const answer = await fetch('/api/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username, password }) })
    if (!answer.ok) throw new Error(await answer.text())
  }, [username, password] as const)
}
const picture = (name: string) => page.screenshot({ path: join(pictures, `desk-${name}.png`) })

/** Accessible in both themes, and nothing runs out of a narrow window. */
async function held(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    await page.waitForTimeout(300)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([])
    await picture(`${name}-${colorScheme}`)
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 768, height: 900 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(768)
  await picture(`${name}-768`)
  await page.setViewportSize({ width: 1440, height: 900 })
}

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  await service.start()
  browser = await startBrowser({ baseURL: service.url })
  page = await browser.newPage()
  page.setDefaultTimeout(60_000)
  await openPractice(page, service)
  await as('ada', ADMIN)
  await ask(page, 'POST', '/users', { username: 'cora', name: 'Cora Dingle', role: 'coder', password: CODER })
  await ask(page, 'POST', '/users', { username: 'fay', name: 'Fay Moreau', role: 'front_desk', password: CODER })
  await as('dana', CLINICIAN)
  const patient = await ask<{ id: string }>(page, 'POST', '/patients', { given_name: 'Ana', family_name: 'Rivera', birth_date: '1961-03-14', sex: 'female' })
  visit = (await ask<{ id: string }>(page, 'POST', '/visits', { patient_id: patient.id, reason: 'Blood pressure' })).id
  const line = (text: string, kind = 'statement', group = '') => ({ id: '', text, kind, group, segments: [], origin: 'person' })
  const note = await ask<{ version: number }>(page, 'PUT', `/visits/${visit}/note`, {
    base_version: 0,
    sections: [
      { name: 'chief_complaint', title: 'Chief Complaint', sentences: [line('Follow-up of blood pressure.')] },
      {
        name: 'assessment_and_plan', title: 'Assessment and Plan',
        sentences: [
          line('Hypertension', 'problem_title', 'Hypertension'), line('Not at goal. Increase lisinopril to 20 mg daily.', 'plan_medication', 'Hypertension'),
          line('Type 2 diabetes', 'problem_title', 'Type 2 diabetes'), line('Stable on metformin 500 mg twice a day.', 'plan_medication', 'Type 2 diabetes'),
          line('Back pain', 'problem_title', 'Back pain'), line('Acetaminophen as needed.', 'plan_medication', 'Back pain'),
        ],
      },
    ],
  })
  await ask(page, 'POST', '/session/reauth', { password: CLINICIAN })
  const blocking = (await ask<{ blocking: { kind: string; id: string }[] }>(page, 'GET', `/visits/${visit}`)).blocking
  for (const b of blocking) await ask(page, 'POST', `/visits/${visit}/${b.kind}s/${b.id}/answer`, { choice: 'accepted', reason: 'seen' })
  await ask(page, 'POST', `/visits/${visit}/sign`, { version: note.version })
}, 480_000)
afterAll(async () => {
  await browser?.close()
  await service.stop()
})

interface Desk { case: { state: string; questions: number; undecided: number }; visit: { codes: { id: string; code: string; status: string; selected: boolean }[] } }
const theCase = () => ask<Desk>(page, 'GET', `/desk/${visit}`)
const current = () => page.locator('li[data-chosen]')

it('takes what the insurance card says at the front desk', async () => {
  await as('fay', CODER)
  await page.goto('/patients')
  await page.getByRole('button', { name: 'Coverage of Ana Rivera' }).click()
  await page.getByText('No insurance is on record.').waitFor()
  await page.getByRole('button', { name: 'Add to Coverage' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a coverage' })
  await dialog.getByLabel(/^Payer\b(?! number)/).fill('Harbor Health Plan')
  await dialog.getByLabel(/Member number/).fill('HHP550134')
  await dialog.getByLabel('The subscriber is').selectOption('spouse')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText(/subscriber's name is missing/).waitFor()
  await held('coverage')
  await dialog.getByLabel('Subscriber’s name').fill('Luis Rivera')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText(/Primary · member HHP550134 · through Luis Rivera/).waitFor()
  await page.getByRole('button', { name: 'Change Harbor Health Plan' }).click()
  await page.getByLabel('Plan', { exact: true }).fill('PPO')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Harbor Health Plan, PPO').waitFor()
})

it('takes a signed visit from the worklist to the finish by keyboard', async () => {
  await as('cora', CODER)
  // The server's answers take their time; the coder does not wait for them.
  await page.route('**/decisions', async (r) => { const answer = await r.fetch(); await new Promise((late) => setTimeout(late, 1500)); await r.fulfill({ response: answer }) })
  await page.goto('/coding')
  await page.getByRole('cell', { name: 'Harbor Health Plan' }).waitFor()
  await page.getByLabel('Any confidence').selectOption({ label: 'No codes' })
  await page.getByText('No case is left').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByLabel('All payers').selectOption({ label: 'Harbor Health Plan' })
  await page.getByRole('row', { name: /Ana Rivera/ }).focus()
  await held('worklist')
  await page.setViewportSize({ width: 768, height: 900 })
  await page.getByRole('columnheader', { name: 'Reason' }).waitFor({ state: 'detached' })
  expect(await page.getByRole('table').evaluate((t) => t.scrollWidth - t.parentElement!.clientWidth), 'all columns are in view').toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('columnheader', { name: 'Reason' }).waitFor()
  await page.getByRole('row', { name: /Ana Rivera/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: 'Codes' }).waitFor()
  await page.keyboard.press('t')
  await page.getByText(/Yours until/).waitFor()
  await held('case')

  const before = await theCase()
  const ticked = before.visit.codes.filter((c) => c.selected)
  expect(ticked.length).toBeGreaterThanOrEqual(3)
  await page.keyboard.press('a')
  await until(page, async () => (await theCase()).visit.codes.some((c) => c.status === 'accepted'), 'the code is accepted')
  const rejected = await current().getAttribute('data-code')
  await page.keyboard.press('x')
  await page.getByLabel(/A digit/).fill('4')
  await until(page, async () => (await theCase()).visit.codes.some((c) => c.code === rejected && c.status === 'rejected'), 'the code is rejected with its reason')
  await page.keyboard.press('Control+z')
  await until(page, async () => (await theCase()).visit.codes.some((c) => c.code === rejected && c.status === 'proposed'), 'the rejection is taken back')

  await page.keyboard.press('r')
  await page.getByLabel('Find the code').fill('acute maxillary sinus')
  await page.getByRole('list', { name: 'Codes found' }).getByRole('button').first().waitFor()
  await held('replace')
  await page.getByLabel('Find the code').focus()
  await page.keyboard.press('Enter')
  await until(page, async () => (await theCase()).visit.codes.some((c) => c.code.startsWith('J01.0') && c.status === 'accepted'), 'another code is in its place')

  // A service is found beside the diagnoses, added and taken back.
  await page.keyboard.press('+')
  await page.getByLabel('Find the code').fill('urine')
  await page.getByText('Services', { exact: true }).waitFor()
  await page.getByRole('list', { name: 'Codes found' }).getByRole('button', { name: /81002/ }).click()
  await until(page, async () => (await theCase()).visit.codes.some((c) => c.code === '81002'), 'the service is added')
  await page.keyboard.press('Control+z')
  await until(page, async () => !(await theCase()).visit.codes.some((c) => c.code === '81002'), 'the service is taken back')

  await page.keyboard.press('q')
  await page.getByLabel('Question').fill('Is the back pain acute or chronic?')
  await page.keyboard.press('Control+Enter')
  await page.getByText(/Waits for the clinician/).waitFor()
  expect((await theCase()).case.questions).toBe(1)
}, 480_000)

it('brings the clinician’s answer back as an addendum, and finishes', async () => {
  await as('dana', CLINICIAN)
  await page.goto('/coding/questions')
  await page.getByLabel('Your answer').fill('Acute, three days.')
  await held('questions')
  await page.getByRole('button', { name: 'Answer', exact: true }).click()
  await page.getByText('Acute, three days.').first().waitFor()
  await page.goto(`/visits/${visit}`)
  await page.getByText(/Addendum 1/).first().waitFor()
  await page.getByText(/^Visit level/).first().waitFor()

  await as('cora', CODER)
  await page.goto(`/coding/${visit}`)
  await page.getByText(/addendum 1/).first().waitFor()
  for (let n = (await theCase()).case.undecided; n > 0; n--) {
    await page.keyboard.press('n')
    await page.keyboard.press('a')
    await until(page, async () => (await theCase()).case.undecided < n, 'the verdict counts')
  }
  await page.getByText('Everything is decided. Finish it.').waitFor()
  await page.keyboard.press('f')
  await until(page, async () => (await theCase()).case.state === 'done', 'the case is finished')
  await page.goto('/coding/report')
  await page.getByText(/Coders kept/).waitFor()
  await held('report')
  await page.goto('/coding/codes?at=E11.65')
  await page.getByRole('heading', { name: /E11\.65/ }).waitFor()
  await held('browser')
}, 480_000)
