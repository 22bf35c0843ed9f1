import { describe, expect, it } from 'vitest'
import type { Comparison, Note, Sentence } from '../api/types'
import { rowsOf } from './rows'

const s = (id: string): Sentence => ({ id, text: `Text ${id}.`, kind: 'statement', segments: [], origin: 'drafter' })
const note = (sections: Record<string, string[]>): Note => ({
  id: 'n', visit_id: 'v', version: 1, template: 'soap', template_version: 1, drafter: { name: 'built-in', version: '1', seconds: 0 }, created_at: '2026-11-22T15:00:00Z',
  sections: Object.entries(sections).map(([name, ids]) => ({ name, title: name.toUpperCase(), sentences: ids.map(s) })),
})
const shown = (n: Note, c: Partial<Comparison>) =>
  rowsOf(n, { drafter: 'm', writing: false, draft: null, beside: [], note_version: 1, ...c }).map((g) => [g.name, ...g.rows.map((r) => `${r.ours?.id ?? '-'}|${r.theirs?.id ?? '-'}`)])

describe('two drafts in rows', () => {
  it('puts what says the same in one row, and what only one says in its own', () => {
    const draft = note({ hpi: ['a', 'b', 'c'], plan: ['d'] })
    expect(shown(note({ cc: ['1'], hpi: ['2', '3'] }), { draft, beside: [{ sentence: 'a', note: '2' }, { sentence: 'c', note: '3' }] })).toEqual([
      ['cc', '1|-'],
      ['hpi', '2|a', '-|b', '3|c'],
      ['plan', '-|d'],
    ])
  })
  it('leaves out sections in which neither says anything', () => {
    expect(shown(note({ cc: [], hpi: ['1'] }), { draft: note({ cc: [] }) })).toEqual([['hpi', '1|-']])
  })
})
