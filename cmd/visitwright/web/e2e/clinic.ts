import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { VisitView } from '../src/api/types'
import type { Service } from './service'

// The first steps that every test against the real program takes, as people take them.

export const ADMIN = 'correct horse battery staple'
export const CLINICIAN = 'an apple a day keeps everything away'

export async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(name)
  await page.getByLabel(/^Password/).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** The one-time link, the first administrator, who adds a clinician, dana; then nobody is signed in. */
export async function openPractice(page: Page, service: Service): Promise<void> {
  await page.goto(service.setupPath)
  await page.getByLabel('Practice’s name').fill('Cedar Street Family Practice')
  await page.getByLabel('Your name').fill('Ada Min')
  await page.getByLabel('User name').fill('ada')
  await page.getByLabel(/^Password/).fill(ADMIN)
  await page.getByRole('button', { name: 'Make the practice' }).click()
  await page.waitForURL('**/sign-in')
  await signIn(page, 'ada', ADMIN)
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
}

/** Asks the server as the page would. */
export async function ask<T>(page: Page, method: string, path: string, body?: object): Promise<T> {
  return page.evaluate(
    async ([method, path, body]) => {
      const session = await fetch('/api/v1/session')
      const { csrf } = session.ok ? ((await session.json()) as { csrf: string }) : { csrf: '' } // nobody is signed in yet
      const answer = await fetch('/api/v1' + path, { method, headers: { 'Content-Type': 'application/json', 'X-Visitwright-CSRF': csrf }, ...(body ? { body: JSON.stringify(body) } : {}) })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return (answer.status === 204 ? undefined : await answer.json()) as T
    },
    [method, path, body] as const,
  )
}

export async function until(page: Page, what: () => Promise<boolean>, words: string, ms = 180_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await what())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${words}`)
    await page.waitForTimeout(300)
  }
}

/** Answers by keyboard, one after the other, what blocks the signature; returns how many that were. */
export async function answerAll(page: Page, view: () => Promise<VisitView>): Promise<number> {
  let v = await view()
  const blocking = v.blocking.length
  if (blocking > 0) {
    await page.getByRole('button', { name: 'Sign', exact: true }).click()
    await page.getByText(/must be answered before you can sign/).waitFor()
    await page.getByRole('button', { name: 'Go and answer' }).click()
    for (let n = blocking; n > 0 && (v = await view()).blocking.length > 0; n--) {
      const open = v.blocking.length
      await page.keyboard.press('j')
      await page.keyboard.press('a')
      await until(page, async () => (await view()).blocking.length < open, 'the answer counts')
    }
  }
  expect((await view()).blocking).toEqual([])
  await page.getByText('Nothing blocks signing. Read it and sign.').first().waitFor()
  return blocking
}

/** Re-authenticates and signs. */
export async function sign(page: Page): Promise<void> {
  await page.keyboard.press('s')
  await page.getByLabel('Password of Dana Whitlock').fill(CLINICIAN)
  await page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click()
  await page.getByText(/Signed by Dana Whitlock, /).waitFor()
}
