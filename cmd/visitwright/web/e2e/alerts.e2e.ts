import AxeBuilder from '@axe-core/playwright'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest'
import type { VisitView } from '../src/api/types'
import { startBrowser } from './browser'
import { ADMIN, ask as askFrom, CLINICIAN, until } from './clinic'
import { Service } from './service'

// What the checks show, in a real Chromium against the real program: the chart's
// gaps and forecast, alerts in the visit with their buttons, the panel, the rules.

const pictures = join(import.meta.dirname, '../test-results/alerts')

const service = new Service()
let browser: BrowserContext | undefined
let page: Page
let patient = ''
let visit = ''

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  await service.start()
  browser = await startBrowser({ baseURL: service.url })
  page = await browser.newPage()
  page.setDefaultTimeout(60_000)
  await page.emulateMedia({ reducedMotion: 'reduce' })
})
afterAll(async () => {
  await browser?.close()
  await service.stop()
})

let broken = false
beforeEach((test) => {
  if (broken) test.skip()
  onTestFailed(async () => {
    broken = true
    await page.screenshot({ path: join(pictures, 'failed.png') }).catch(() => undefined)
  })
})

const ask = <T>(method: string, path: string, body?: object) => askFrom<T>(page, method, path, body)

async function signIn(username: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await ask('DELETE', '/session').catch(() => undefined)
  await ask('POST', '/session', { username, password })
}

/** No serious accessibility finding in either theme, nothing wider than a tablet; a picture of each. */
async function holds(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    await page.waitForTimeout(400) // the colors' own transitions
    const { violations } = await new AxeBuilder({ page }).analyze()
    const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
    expect(serious.map((v) => `${name} ${colorScheme} ${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`)).toEqual([])
    await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 768, height: 1024 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${name} at 768 px`).toBeLessThanOrEqual(0)
  await page.screenshot({ path: join(pictures, `${name}-768.png`) })
  await page.setViewportSize({ width: 1440, height: 900 })
}

describe('the checks', () => {
  it('show on the chart what is due, with the schedule by name', async () => {
    await page.goto(service.setupPath)
    await ask('POST', service.setupPath, { practice_name: 'Cedar Street Family Practice', time_zone: 'America/Chicago', username: 'ada', name: 'Ada Min', password: ADMIN })
    await signIn('ada', ADMIN)
    await ask('POST', '/users', { username: 'dana', name: 'Dana Whitlock', role: 'clinician', password: CLINICIAN })
    await signIn('dana', CLINICIAN)
    patient = (await ask<{ id: string }>('POST', '/patients', { given_name: 'Ana', family_name: 'Rivera', birth_date: '1961-03-14', sex: 'female' })).id
    for (const display of ['warfarin 5 mg', 'ibuprofen 400 mg', 'clarithromycin 500 mg', 'simvastatin 40 mg', 'sildenafil 50 mg', 'isosorbide mononitrate 30 mg', 'phenelzine 15 mg', 'sertraline 50 mg']) await ask('POST', `/patients/${patient}/medications`, { code: { display }, status: 'active' })
    await page.goto(`/patients/${patient}`)
    const forecast = page.getByRole('region', { name: 'Immunization forecast' })
    await forecast.getByText(/^Schedule: .*\d{4}/).waitFor()
    await page.getByRole('region', { name: 'Preventive care' }).getByText('USPSTF recommendations', { exact: false }).waitFor()
    await holds('chart')
  })

  it('stage the order or take the answer with one click', async () => {
    await page.getByRole('button', { name: 'Stage the order: Mammography' }).click()
    await page.getByText('A visit was opened for it.', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Enter the answer: AUDIT-C total score, 0 to 12' }).click()
    await page.getByRole('textbox', { name: 'AUDIT-C total score, 0 to 12' }).fill('2')
    await page.getByRole('button', { name: 'Save the answer' }).click()
    await page.getByRole('button', { name: 'Enter the answer: AUDIT-C total score, 0 to 12' }).waitFor({ state: 'detached' })
    const { visits } = await ask<{ visits: { id: string }[] }>('GET', `/patients/${patient}/chart`)
    visit = visits[0]!.id
    const view = await ask<VisitView>('GET', `/visits/${visit}`)
    expect(view.orders.map((o) => [o.text, o.status])).toEqual([['Mammography', 'staged']])
  })

  it('put three alerts in front; going on needs a reason, a button acts', async () => {
    await ask('POST', `/visits/${visit}/consent`, { given: false, method: 'verbal', present: 'patient' })
    await ask('PUT', `/visits/${visit}/note`, { base_version: 0, sections: [{ name: 'chief_complaint', title: 'Chief Complaint', sentences: [{ id: '', text: 'Knee pain.', kind: 'statement', segments: [], origin: 'person' }] }] })
    await page.goto(`/visits/${visit}`)
    const cards = page.locator('[data-blocking]', { has: page.getByRole('button', { name: /^Go on, with a reason/ }) })
    await cards.first().waitFor()
    const { checks } = await ask<VisitView>('GET', `/visits/${visit}`)
    const loud = checks!.alerts.filter((a) => a.tier === 'interruptive')
    expect(loud.length).toBeGreaterThan(3)
    expect(await cards.count()).toBe(3)
    expect(await page.getByText(/more alerts? waits?; the most serious come first/).count()).toBe(1)
    await holds('visit')

    const first = page.locator(`[data-want="${loud[0]!.id}"]`)
    expect(await first.getByRole('button', { name: /^Go on, with a reason/ }).isDisabled()).toBe(true)
    await first.getByLabel('Reason to go on in spite of it').selectOption('It will be monitored')
    await first.getByRole('button', { name: /^Go on, with a reason/ }).click()
    const reason = async () => (await ask<VisitView>('GET', `/visits/${visit}`)).checks!.alerts.find((a) => a.id === loud[0]!.id)?.answer?.reason
    await until(page, async () => (await reason()) !== undefined, 'the reason is kept')
    expect(await reason()).toBe('It will be monitored')

    const stop = page.getByRole('button', { name: /^Stop / }).first()
    const drug = (await stop.textContent())!.replace('Stop ', '')
    await stop.click()
    await page.getByText(`Stop ${drug}: staged.`, { exact: false }).waitFor()
    const after = await ask<VisitView>('GET', `/visits/${visit}`)
    expect(after.orders.some((o) => o.verb === 'stop' && o.text === drug && o.status === 'staged')).toBe(true)
  })

  it('list the gaps over all patients', async () => {
    await page.goto('/care-gaps')
    await page.getByRole('link', { name: 'Ana Rivera' }).first().waitFor()
    await holds('care-gaps')
  })

  it('let the administrator try a rule on past visits, change it and take that back', async () => {
    await signIn('ada', ADMIN)
    await page.goto('/settings/rules')
    await page.getByLabel('Filter rules').fill('warfarin')
    await holds('rules')
    const rules = await ask<{ rules: { rule: string; title: string; use: { fired: number } }[] }>('GET', '/rules')
    const rule = rules.rules.find((r) => r.rule === 'ddi-warfarin-nsaid')!
    expect(rule.use.fired).toBe(1)
    await page.getByRole('button', { name: `Open ${rule.title}`, exact: true }).first().click()
    await page.getByLabel('How it speaks in this practice').selectOption('Beside the note')
    await page.getByRole('button', { name: 'What would it have done?' }).click()
    await page.getByText('Replayed on 1 past visit').waitFor()
    await page.getByLabel('Why').fill('Every week, always monitored')
    await holds('rule')
    await page.getByRole('button', { name: 'Change the rule' }).click()
    await page.getByText('The rule is changed for this practice.').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: `Open ${rule.title}`, exact: true }).first().click()
    await page.getByLabel('Why').fill('Too quiet')
    await page.getByRole('button', { name: 'Take the last change back' }).click()
    await page.getByText('The last change is taken back.').waitFor()
  })

  it('go by the schedule the administrator chose', async () => {
    await page.goto('/settings/immunization')
    await page.getByRole('radio', { name: /AAP 2026/ }).check()
    expect(await page.getByRole('button', { name: 'Use this schedule' }).isDisabled()).toBe(true)
    await page.getByLabel('Why').fill('Our pediatricians go by AAP')
    await page.getByRole('button', { name: 'Use this schedule' }).click()
    await page.getByRole('radio', { name: /AAP 2026.*\(in use\)/ }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'Our pediatricians go by AAP' }).waitFor()
    await holds('schedule')
    await signIn('dana', CLINICIAN)
    const { immunization } = await ask<{ immunization: { pack: string }[] }>('GET', `/patients/${patient}/checks`)
    expect(immunization.every((v) => v.pack.startsWith('AAP 2026 (on '))).toBe(true)
    await signIn('ada', ADMIN)
  })

  it('are counted in the month’s report', async () => {
    await page.goto('/reports/alerts')
    await page.getByText('Visits checked').waitFor()
    await page.getByText('It will be monitored 1').waitFor()
    expect(await page.getByText('ddi-warfarin-nsaid').count()).toBe(0) // rules go by their words
    await page.getByText(': serious bleeding', { exact: false }).first().waitFor()
    await holds('report')
  })

  it('say on every page when interaction checking is off', async () => {
    await page.route('**/api/v1/checks', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), on: false, off: 'Interaction checking is off: warfarin with ibuprofen was not found' } })
    })
    await page.goto('/today')
    await page.getByRole('alert').getByText('Interaction checking is off: warfarin with ibuprofen was not found').waitFor()
    await holds('off')
  })
})
