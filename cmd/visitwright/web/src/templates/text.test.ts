import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { add, fieldsOf, move, put, remove, SECTIONS } from './text'

const text = '# mine\ntitle: Short\nstyle: brief\nsections:\n- name: history_of_present_illness\n  title: HPI # as we say\n- name: results\n  title: Labs\nsystems:\n- Heart\n'

it('reads the fields, and nothing from what is no template', () => {
  expect(fieldsOf(text)).toEqual({
    title: 'Short', style: 'brief', wording: [], macros: [],
    sections: [{ name: 'history_of_present_illness', title: 'HPI', include: [], most: 0 }, { name: 'results', title: 'Labs', include: [], most: 0 }],
  })
  for (const bad of ['title: [', '- a', 'title: x\nsections: 3\n', 'title: x\nmacros:\n- lungs\n', '']) expect(fieldsOf(bad)).toBeNull()
})

it('writes into the text and leaves what it does not know as it was', () => {
  expect(put(['sections', 1, 'title'], 'LABS: all')(text)).toBe(text.replace('Labs', '"LABS: all"'))
  expect(move('sections', 1, -1)(text)).toBe('# mine\ntitle: Short\nstyle: brief\nsections:\n- name: results\n  title: Labs\n- name: history_of_present_illness\n  title: HPI # as we say\nsystems:\n- Heart\n')
  expect(move('sections', 1, 1)(text), 'the last cannot move down').toContain('title: HPI # as we say')
  expect(put(['title'], 'x')('title: ['), 'what cannot be read is not overwritten').toBe('title: [')
})

it('takes out what it put in', () => {
  const more = add('macros', { name: 'lungs', text: 'Clear on\nboth sides.' })(text)
  expect(fieldsOf(more)?.macros).toEqual([{ name: 'lungs', text: 'Clear on\nboth sides.' }])
  expect(fieldsOf(remove('macros', 0)(more))).toEqual(fieldsOf(text))
  const gone = remove('sections', 0)(text)
  expect(fieldsOf(gone)?.sections.map((s) => s.name)).toEqual(['results'])
  expect(fieldsOf(add('sections', { name: 'history_of_present_illness', title: 'HPI' }, 0)(gone))).toEqual(fieldsOf(text))
  expect(fieldsOf(put(['sections', 0, 'most'], undefined)(put(['sections', 0, 'most'], 3)(text)))).toEqual(fieldsOf(text))
})

it('knows every section that a built-in template has', () => {
  const folder = join(import.meta.dirname, '../../../../../scribe/templates')
  const known = SECTIONS.map(([name]) => name)
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.json'))) {
    const { sections } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { sections: { name: string; include?: string[] }[] }
    for (const s of sections) expect(known, file).toEqual(expect.arrayContaining([s.name, ...(s.include ?? [])]))
  }
})
