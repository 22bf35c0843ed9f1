import AxeBuilder from '@axe-core/playwright'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { preview, type PreviewServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from './browser'
import { longVisit, PATIENT, serve, signed, VISIT, visitView, type Answers } from './fixtures'

// What every page is held to: accessibility in both themes, narrow windows, 200 %
// zoom, the weight of the first load, an hour's transcript.

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

async function open(path: string, answers: Partial<Answers>, size = { width: 1440, height: 900 }): Promise<Page> {
  const page = await browser.newPage()
  await page.setViewportSize(size)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await serve(page, answers)
  await page.goto(path)
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  return page
}

const visit = `/visits/${VISIT}`
const PAGES: [string, string, Partial<Answers>][] = [
  ['sign-in', '/sign-in', { signedIn: null }],
  ['set-up', '/setup/abc', { signedIn: null }],
  ['today', '/today', {}],
  ['today, failing', '/today', { mood: 'failing' }],
  ['patients', '/patients', {}],
  ['chart', `/patients/${PATIENT}`, {}],
  ['visit, open', visit, { view: visitView('open') }],
  ['visit, drafting', visit, { view: visitView('drafting') }],
  ['visit, review', visit, {}],
  ['visit, signed', visit, { view: signed }],
  ['summary', `${visit}/summary`, {}],
  ['summary, empty', `${visit}/summary`, { mood: 'empty' }],
  ['before the visit', `/patients/${PATIENT}/previsit`, {}],
  ['settings', '/settings', { signedIn: 'administrator' }],
  ['note templates', '/settings/templates', {}],
  ['default templates', '/settings/templates', { signedIn: 'administrator' }],
  ['my wordings', '/settings/wordings', {}],
  ['users', '/settings/users', { signedIn: 'administrator' }],
  ['audit', '/settings/audit', { signedIn: 'administrator' }],
  ['jobs', '/settings/jobs', { signedIn: 'administrator' }],
]

describe.each(PAGES)('%s', (_, path, answers) => {
  it('has no serious accessibility findings, light or dark', async () => {
    const page = await open(path, answers)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      await page.waitForTimeout(400) // the colors' own transitions
      const { violations } = await new AxeBuilder({ page }).analyze()
      const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
      expect(serious.map((v) => `${colorScheme} ${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`)).toEqual([])
    }
    await page.close()
  })

  it('fits a tablet and 200 % zoom without scrolling sideways', async () => {
    // 200 % on a screen of 1440 x 900 leaves 720 x 450.
    for (const size of [{ width: 768, height: 1024 }, { width: 720, height: 450 }]) {
      const page = await open(path, answers, size)
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect(wider, `${size.width} px`).toBeLessThanOrEqual(0)
      await page.close()
    }
  })
})

describe('a table', () => {
  it('is sorted, filtered and walked by keyboard; its columns are kept for the user', async () => {
    const page = await open('/today', {})
    const patients = () => page.locator('tbody tr td:nth-child(2) > :first-child').allTextContents()
    expect((await patients())[0]).toBe('Ana Rivera')
    await page.getByRole('button', { name: 'Patient', exact: true }).click()
    await page.locator('th[aria-sort="ascending"]', { hasText: 'Patient' }).waitFor()
    const inOrder = async () => {
      const shown = await patients()
      return shown.every((name, i) => i === 0 || shown[i - 1]!.localeCompare(name) <= 0)
    }
    await expect.poll(inOrder, { timeout: 30_000 }).toBe(true)
    await page.getByLabel('Filter appointments').fill('knee')
    await page.getByText('1 of 7 appointments').waitFor()
    await page.getByRole('button', { name: 'Show all rows' }).click()
    await page.locator('tbody tr').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('k')
    expect(await page.evaluate(() => (document.activeElement as HTMLTableRowElement).sectionRowIndex)).toBe(1)
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('menuitem', { name: 'Reason' }).click()
    await page.keyboard.press('Escape')
    await page.reload()
    await page.getByText('7 appointments').first().waitFor()
    expect(await page.getByRole('columnheader', { name: 'Reason' }).count()).toBe(0)
    await page.evaluate(() => localStorage.clear())
    await page.close()
  })
})

describe('what is typed into the chart', () => {
  it('opens all rows behind a number, and says at once what cannot be right', async () => {
    const page = await open(`/patients/${PATIENT}`, {})
    await page.getByRole('button', { name: 'Results: all 3 as a table' }).click()
    await page.getByRole('dialog').getByRole('cell', { name: 'Potassium' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Add to Vital signs' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Systolic blood pressure', { exact: true }).fill('1420')
    await dialog.getByText(/Look again: only 30 to 370 mmHg/).waitFor()
    expect(await dialog.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(true)
    await dialog.getByLabel('Systolic blood pressure', { exact: true }).fill('142')
    expect(await dialog.getByRole('button', { name: 'Add', exact: true }).isDisabled()).toBe(false)
    await page.close()
  })
})

describe('the first load', () => {
  it.each([['/today', {}], [visit, {}]] as [string, Partial<Answers>][])('of %s stays under 350 kB of compressed script', async (path, answers) => {
    const page = await browser.newPage()
    const scripts = new Set<string>()
    // The other pages' scripts, fetched when this one has been shown for a while, are not its load however slow the machine.
    await page.addInitScript(() => {
      const soon = window.setTimeout.bind(window)
      window.setTimeout = ((f: () => void, ms?: number) => (ms === 1500 ? 0 : soon(f, ms))) as typeof window.setTimeout
    })
    page.on('response', (r) => {
      const { pathname } = new URL(r.url())
      if (pathname.endsWith('.js')) scripts.add(pathname)
    })
    await serve(page, answers)
    await page.goto(path)
    await page.locator('h1').first().waitFor()
    await page.waitForLoadState('networkidle')
    const bytes = [...scripts].reduce((sum, s) => sum + readFileSync(join(import.meta.dirname, '../dist', s + '.gz')).length, 0)
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThan(350_000)
    await page.close()
  })
})

describe('the transcript of an hour', () => {
  it('keeps few lines on the page, and reaches the last one', async () => {
    const page = await open(visit, { view: longVisit() })
    const region = page.getByRole('group', { name: 'Lines of the transcript' })
    expect(await page.locator('[data-segment]').count()).toBeLessThan(80)
    // Lines are measured as they come into view, so the end moves a little.
    for (let i = 0; i < 20 && (await page.locator('[data-segment="s1400"]').count()) === 0; i++) {
      await region.evaluate((e) => e.scrollTo(0, e.scrollHeight))
      await page.waitForTimeout(50)
    }
    expect(await page.locator('[data-segment="s1400"]').count()).toBe(1)
    expect(await page.locator('[data-segment]').count()).toBeLessThan(80)
    await page.close()
  })
})

describe('the keyboard alone', () => {
  it('goes from one wanted answer to the next and opens the list of keys', async () => {
    const page = await open(visit, {})
    await page.keyboard.press('j')
    expect(await page.locator('[data-want="v1.5"][data-chosen]').count()).toBe(1)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    expect(await page.locator('[data-want="v1.9"][data-chosen]').count()).toBe(1)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Find a patient, a visit or a page').fill('Riv')
    await page.getByText('MRN 100234').last().waitFor()
    await page.close()
  })
})
