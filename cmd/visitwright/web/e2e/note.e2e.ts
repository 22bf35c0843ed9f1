import AxeBuilder from '@axe-core/playwright'
import { join } from 'node:path'
import type { BrowserContext, Locator, Page, Route } from 'playwright-core'
import { preview, type PreviewServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from './browser'
import { PATIENT, serve, templateDefaults, VISIT, visitView, type Answers } from './fixtures'

// What wants an answer beside the note is one click each way and never done by
// itself; what the patient takes home follows the note.

let browser: BrowserContext
let server: PreviewServer
beforeAll(async () => {
  server = await preview({ root: join(import.meta.dirname, '..'), preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' })
  browser = await startBrowser({ baseURL: server.resolvedUrls!.local[0]! })
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

interface Sent {
  method: string
  path: string
  body: unknown
}

/** A page that answers from the fixtures, and everything it asked the server to change. */
async function open(path: string, answers: Partial<Answers> = {}): Promise<{ page: Page; sent: Sent[] }> {
  const page = await browser.newPage()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await serve(page, answers)
  const sent: Sent[] = []
  await page.route('**/api/v1/**', (route) => {
    const r = route.request()
    if (r.method() === 'GET') return route.fallback()
    sent.push({ method: r.method(), path: new URL(r.url()).pathname.replace('/api/v1', ''), body: r.postDataJSON() })
    return route.fulfill({ json: visitView('review') })
  })
  await page.goto(path)
  await page.locator('h1').first().waitFor()
  return { page, sent }
}

const visit = `/visits/${VISIT}`
const view = visitView('review')
// Each kind of thing that wants an answer: its card, its two answers, where they go.
const WANTS: [string, string, string, string, string][] = [
  ['an unsupported sentence', 'v1.5', 'Keep it', 'Remove it', 'sentences'],
  ['an omitted fact', view.omissions[0]!.id, 'Add to the note', 'Leave out', 'omissions'],
  ['a difference from the chart', view.reconciliations[0]!.id, 'Update the chart', 'Leave the chart', 'reconciliations'],
  ['a staged order', view.orders[0]!.id, 'Place the order', 'Discard', 'orders'],
]

describe('what wants an answer', () => {
  it.each(WANTS)('%s is shown with its evidence and answered by one click, either way', async (_, id, yes, no, kind) => {
    for (const [words, choice] of [[yes, 'accepted'], [no, 'rejected']] as const) {
      const { page, sent } = await open(visit)
      const card = page.locator(`[data-want="${id}"]`)
      await card.locator('q').first().waitFor()
      expect(sent, 'nothing is sent by itself').toEqual([])
      await card.getByRole('button', { name: words, exact: true }).click()
      await expect.poll(() => sent.length).toBeGreaterThan(0)
      expect(sent[0]).toMatchObject({ method: 'POST', path: `/visits/${VISIT}/${kind}/${id}/answer`, body: { choice } })
      await page.close()
    }
  })
})

describe('what is typed', () => {
  it('stands in its field until the server has it', async () => {
    const { page } = await open(visit, { view })
    let away = true
    const saved: string[] = []
    await page.route(/\/note$/, (route: Route) => {
      if (route.request().method() !== 'PUT') return route.fallback()
      if (away) return route.abort()
      const { sections } = route.request().postDataJSON() as { sections: object[] }
      saved.push(JSON.stringify(sections))
      return route.fulfill({ json: { ...view.note, version: 2, sections } })
    })
    await page.getByRole('button', { name: 'Cough for about two weeks, worse at night.' }).dblclick()
    const field = page.getByLabel('Edit the sentence')
    await field.fill('Cough for three weeks.')
    await field.press('Enter')
    await page.getByText('Typed and not saved yet.').waitFor()
    expect(await field.inputValue()).toBe('Cough for three weeks.')
    expect(await field.evaluate((f) => f === document.activeElement), 'keys that answer do not type into it').toBe(false)
    away = false
    await field.press('Enter')
    await field.waitFor({ state: 'detached' })
    await expect.poll(() => saved.join()).toContain('Cough for three weeks.')

    away = true
    await page.getByRole('button', { name: 'Add a sentence to Allergies' }).click()
    const fresh = page.getByLabel('New sentence in Allergies')
    await fresh.fill('Latex.')
    await fresh.press('Enter')
    await page.getByText('Typed and not saved yet.').waitFor()
    expect(await fresh.inputValue()).toBe('Latex.')
    await page.close()
  })
})

describe('the other drafter’s draft', () => {
  const beside = { view: visitView('review', { other_drafter: 'qwen3-8b' }) }
  const compare = async (page: Page) => {
    await page.getByRole('button', { name: 'Compare with a draft by qwen3-8b' }).click()
    return page.getByRole('dialog', { name: 'Two drafts of this visit' })
  }

  const [ours, theirs] = ['Lisinopril 20 mg every morning.', 'Lisinopril 10 mg every morning.']
  // Measured at one moment, whatever moves.
  const places = (dialog: Locator) =>
    dialog.evaluate((d, texts) => texts.map((t) => {
      const { x, y } = [...d.querySelectorAll('span')].find((e) => e.textContent === t)!.getBoundingClientRect()
      return { x, y }
    }), [ours, theirs])

  it('stands beside the note, what says the same in one row, and is taken by the sentence or whole', async () => {
    const { page, sent } = await open(visit, beside)
    await page.setViewportSize({ width: 768, height: 1024 })
    const dialog = await compare(page)
    await dialog.getByText('Wants an answer: The recording has “fifty milligrams”.').waitFor()
    const [above, below] = await places(dialog)
    expect(below!.y, 'on a tablet one stands under the other').toBeGreaterThan(above!.y)
    expect(below!.x).toBe(above!.x)
    await page.setViewportSize({ width: 1440, height: 900 }) // the dialog stays when the page under it becomes three columns
    await expect.poll(async () => (await places(dialog)).map((p) => p.y).every((y, _, all) => y === all[0]), { timeout: 30_000 }).toBe(true)
    const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze()
    expect(violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => v.id)).toEqual([])
    expect(sent, 'nothing is taken by itself').toEqual([])
    await dialog.getByRole('button', { name: `Use this instead: ${theirs}` }).click()
    await page.getByText('The sentence was put in place.').waitFor()
    await dialog.getByRole('button', { name: 'Use the whole draft by qwen3-8b' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect(sent).toEqual([{ base_version: 1, sentence: 't5' }, { base_version: 1 }].map((body) => ({ method: 'POST', path: `/visits/${VISIT}/compare/take`, body })))
    await page.close()
  })

  it('says why there is none', async () => {
    const { page } = await open(visit, { ...beside, comparison: { draft: null, failed: 'the language model timed out' } })
    await (await compare(page)).getByRole('alert').getByText('the language model timed out').waitFor()
    await page.close()
  })
})

describe('the summary for the patient', () => {
  it('shows what each sentence rests on, and its reading grade', async () => {
    const { page, sent } = await open(visit)
    await page.getByRole('button', { name: 'More about this visit' }).click()
    await page.getByRole('menuitem', { name: 'Summary for the patient' }).click()
    await page.getByText('Reading grade 4.6 (aim: 8 or less)').waitFor()
    await page.getByRole('button', { name: 'Stop lisinopril. Start losartan 50 mg once a day.' }).click()
    await page.locator('article q', { hasText: 'We’ll stop it and start losartan fifty milligrams' }).waitFor()
    expect(await page.getByRole('link', { name: 'Print' }).getAttribute('href')).toBe(`/api/v1${visit}/summary.pdf?language=en`)
    expect(sent).toEqual([])
    await page.close()
  })

  it('marks a machine translation, and says so where there is none', async () => {
    const { page } = await open(`${visit}/summary`)
    await page.getByText('Español', { exact: true }).click()
    await page.getByText('Machine translation by qwen3-8b, read over by nobody').waitFor()
    await page.close()
    const other = await open(`${visit}/summary`, { summary: { translation: null } })
    await other.page.route('**/summary/translation', (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify({ kind: 'unavailable', detail: 'the translation changed a number; give the summary in English' }) }),
    )
    await other.page.getByText('Español', { exact: true }).click()
    await other.page.getByRole('button', { name: 'Translate into Spanish' }).click()
    await other.page.getByRole('alert').getByText('The translation changed a number; give the summary in English.').waitFor()
    await other.page.getByRole('button', { name: 'Show English' }).click()
    await other.page.getByRole('heading', { name: 'Your medicines' }).waitFor()
    await other.page.close()
  })

  it('is in English alone where no model is configured', async () => {
    const { page } = await open(`${visit}/summary`, { summary: { translator: '', translation: null } })
    await page.getByText('Spanish needs a language model').waitFor()
    expect(await page.getByText('Español').count()).toBe(0)
    await page.close()
  })
})

describe('the page before a visit', () => {
  it('is reached from the schedule and from the chart, and marks what is overdue', async () => {
    const { page } = await open('/today')
    await page.getByRole('link', { name: 'Before the visit of Ana Rivera' }).click()
    await page.getByRole('region', { name: 'Due care' }).getByText('overdue').waitFor()
    await page.getByRole('region', { name: 'Results' }).getByText('↑ high').waitFor()
    await page.goto(`/patients/${PATIENT}`)
    await page.getByRole('link', { name: 'Before the visit' }).click()
    await page.getByRole('region', { name: 'Open orders' }).waitFor()
    await page.close()
  })
})

describe('note templates', () => {
  it('are edited with their faults and their note beside, and a save that is refused loses nothing', async () => {
    const page = await browser.newPage()
    await serve(page, {})
    const sent: unknown[] = []
    await page.route('**/api/v1/templates', (route) => {
      if (route.request().method() === 'GET') return route.fallback()
      sent.push(route.request().postDataJSON())
      return route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ kind: 'conflict', detail: 'the template has changed meanwhile: its latest version is 3' }) })
    })
    await page.goto('/settings/templates')
    const preview = page.getByRole('region', { name: 'Preview' })
    await preview.getByText('Cough for three weeks.').waitFor()
    const heading = page.getByLabel('Heading of Assessment and plan')
    await heading.fill('')
    await page.getByText("a template's section needs a title", { exact: true }).waitFor()
    await heading.fill('A/P: mine')
    await page.getByRole('button', { name: 'Move Assessment and plan up' }).press('Enter')
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), { message: 'the focus goes with the section' }).toBe('Move Assessment and plan down')
    await page.getByRole('button', { name: 'Remove macro 1' }).click()
    await page.getByLabel('Macro 1: name').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => page.getByLabel('Macro 1: name').inputValue()).toBe('lungs')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([])
    await page.getByText('Text', { exact: true }).click()
    const text = page.getByRole('textbox', { name: 'Text of version 2' })
    const before = await text.inputValue()
    expect(before, 'both views are of one text').toContain('sections:\n- name: assessment_and_plan\n  title: "A/P: mine"\n- name: history')
    await text.fill(`${before}colour: red`)
    await preview.getByText('Line 9: unknown field "colour"').waitFor()
    await text.fill(before.replace('HPI', 'STORY'))
    await preview.getByText('Cough for three weeks.').waitFor()
    await page.getByRole('button', { name: 'Save as version 3' }).click()
    await page.getByRole('alert').getByText('Nothing was saved; your text stands here.').waitFor()
    expect(sent).toMatchObject([{ name: 'own-short', base: 2, retired: false }])
    expect(await text.inputValue()).toContain('STORY')
    await page.close()
  })
})

describe('what visits begin with', () => {
  it('is chosen for the practice and each specialty, and says when a template is passed over', async () => {
    const page = await browser.newPage()
    await serve(page, { signedIn: 'administrator' })
    const sent: { specialty: string; template: string }[] = []
    await page.route('**/api/v1/template-defaults', (route) => {
      if (route.request().method() === 'GET') return route.fallback()
      sent.push(route.request().postDataJSON() as (typeof sent)[number])
      return route.fulfill({ json: { defaults: templateDefaults.map((d) => ({ ...d, ...(sent.find((s) => s.specialty === d.specialty) && { template: sent[0]!.template, usable: true }) })) } })
    })
    await page.goto('/settings/templates')
    await page.getByText('This template was retired: it is passed over. Choose another.').waitFor()
    await page.getByRole('combobox', { name: 'Psychiatry' }).click()
    await page.getByRole('option', { name: 'SOAP note, psychiatry' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    expect(await page.getByRole('combobox', { name: 'Psychiatry' }).inputValue()).toBe('SOAP note, psychiatry')
    expect(await page.getByText('This template was retired').count()).toBe(0)
    await page.getByRole('combobox', { name: 'Add a specialty' }).fill('cardio')
    await page.getByRole('option', { name: 'Cardiology' }).click()
    const added = page.getByRole('combobox', { name: 'Cardiology' })
    await added.click()
    await page.getByRole('option', { name: 'Telehealth visit' }).click()
    await expect.poll(() => sent).toEqual([{ specialty: 'psychiatry', template: 'soap.psychiatry' }, { specialty: 'cardiology', template: 'telehealth' }])
    await page.close()
  })
})

describe('one’s own wordings', () => {
  it('are offered, and used only by those who say so', async () => {
    const { page, sent } = await open('/settings/wordings')
    await page.getByRole('button', { name: 'Do not use “Return in” for “Follow up in”' }).waitFor()
    expect(sent, 'nothing is decided by itself').toEqual([])
    await page.getByRole('button', { name: 'Use “Return in” for “Follow up in” in my drafts' }).click()
    await expect.poll(() => sent).toEqual([{ method: 'PUT', path: '/session/wordings', body: { section: 'assessment_and_plan', from: 'Follow up in', to: 'Return in', on: true } }])
    await page.close()
  })
})

describe('a model that failed', () => {
  it('is named on the page, with the built-in draft in its place', async () => {
    const failed = 'the language model’s answer was no note; the built-in drafter wrote this note'
    const { page } = await open(visit, { view: { ...view, note: { ...view.note!, drafter: { name: 'built-in', version: '1', seconds: 0.4, failed } } } })
    await page.getByText('Draft by the built-in drafter').waitFor()
    await page.getByText(failed).waitFor()
    await page.getByRole('button', { name: 'More about this visit' }).click()
    await page.getByRole('menuitem', { name: 'History of the note' }).click()
    await page.getByRole('dialog').getByText('Template: SOAP note, version 1').first().waitFor()
    await page.close()
  })
})
