import { expect, it } from 'vitest'
import type { Template, TemplateList } from '../api/types'
import { beginsWith, offered, ownChoice } from './begins'

const t = (name: string, over: Partial<Template> = {}): Template => ({ name, title: name, version: 1, whose: 'built-in', retired: false, ...over })
const all = [t('own-old', { whose: 'own', retired: true }), t('soap'), t('birp.psychiatry', { specialty: 'psychiatry' })]
const list: TemplateList = { templates: all, default: 'birp.psychiatry', default_of: 'specialty' }
const names = (l: Template[]) => l.map((x) => x.name)

it('offers a specialty’s templates to its clinicians, and retired ones to nobody', () => {
  expect(names(offered(all, { specialty: 'psychiatry' }))).toEqual(['soap', 'birp.psychiatry'])
  expect(names(offered(all, { specialty: 'cardiology' }))).toEqual(['soap'])
  expect(names(offered(all, {})), 'none said').toEqual(['soap'])
})

it('keeps the one that is chosen already in the list, whosever it is', () => {
  expect(names(offered(all, {}, 'birp.psychiatry'))).toEqual(['soap', 'birp.psychiatry'])
  expect(names(offered(all, {}, 'own-old'))).toEqual(['own-old', 'soap'])
})

it('begins with one’s own choice unless it was retired', () => {
  expect(beginsWith(list, { note_template: 'soap' })).toBe('soap')
  expect(beginsWith(list, { note_template: 'own-old' })).toBe('birp.psychiatry')
  expect(beginsWith(list, {})).toBe('birp.psychiatry')
  expect(ownChoice(list, { note_template: '' })).toBeUndefined()
})
