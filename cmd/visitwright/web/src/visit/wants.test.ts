import { describe, expect, it } from 'vitest'
import type { Section, Segment, Sentence, VisitView } from '../api/types'
import { insert, placeOf, remove, reword } from './edit'
import { fatesOf, stretchesOf, wantsOf } from './wants'

const sentence = (id: string, over: Partial<Sentence> = {}): Sentence => ({ id, text: `Text ${id}.`, kind: 'statement', segments: [], origin: 'drafter', ...over })
const answer = { choice: 'rejected' as const, by: 'u', at: '2026-11-22T10:00:00Z' }
const doubts = [{ kind: 'dose', text: '10 mg', detail: 'not heard' }]
const view = (sections: Section[], over: Partial<VisitView> = {}) =>
  ({ note: { sections }, omissions: [], checks: null, reconciliations: [], orders: [], codes: [], not_clinical: [], ...over }) as unknown as VisitView

describe('what wants an answer', () => {
  it('puts what blocks signing first and what is answered last', () => {
    const v = view([{ name: 'hpi', title: 'HPI', sentences: [sentence('a'), sentence('b', { doubts, answer }), sentence('c', { doubts })] }], {
      omissions: [
        { id: 'o1', text: '', section: 'hpi', kind: 'symptom', segments: [], blocking: false },
        { id: 'o2', text: '', section: 'hpi', kind: 'medication', segments: [], blocking: true },
      ],
      checks: { alerts: [{ id: 'x', rule: 'r', tier: 'interruptive', summary: '', detail: '', source: '', key: '', rule_version: '' }, { id: 'y', rule: 'r', tier: 'passive', summary: '', detail: '', source: '', key: '', rule_version: '' }], not_checked: [], care_gaps: [], immunization: [] },
    })
    expect(wantsOf(v).map((w) => w.id)).toEqual(['c', 'o2', 'x', 'o1', 'b'])
  })
})

describe('what became of a line', () => {
  it('tells the four fates apart', () => {
    const v = view([{ name: 'hpi', title: 'HPI', sentences: [sentence('a', { segments: ['s1', 's2'] })] }], {
      omissions: [
        { id: 'o1', text: '', section: 'hpi', kind: 'symptom', segments: ['s3'], blocking: true },
        { id: 'o2', text: '', section: 'hpi', kind: 'symptom', segments: ['s4'], blocking: false, answer },
      ],
      not_clinical: ['s5'],
    })
    const f = fatesOf(v)
    expect(['s1', 's3', 's4', 's5', 's6'].map((s) => f.get(s)?.fate ?? 'none')).toEqual(['in_note', 'unanswered', 'left_out', 'not_clinical', 'none'])
    expect(f.get('s2')?.sentences).toEqual(['a'])
  })
})

describe('what is played', () => {
  const segment = (start_ms: number, end_ms: number) => ({ start_ms, end_ms }) as Segment
  it('starts half a second before, joins neighbours, keeps far ones apart', () => {
    expect(stretchesOf([segment(20000, 21000), segment(200, 900), segment(1000, 2000)])).toEqual([{ from: 0, to: 2250 }, { from: 19500, to: 21250 }])
  })
})

describe('changing a note', () => {
  const sections: Section[] = [{ name: 'hpi', title: 'HPI', sentences: [sentence('a'), sentence('b')] }]
  it('rewords only what it was written over', () => {
    expect(reword('a', ['Text a.'], 'New.')(sections)?.[0]?.sentences[0]).toMatchObject({ text: 'New.', origin: 'person' })
    expect(reword('a', ['Something else.'], 'New.')(sections)).toBeNull()
  })
  it('puts a removed sentence back where it stood', () => {
    const place = placeOf(sections, 'b')!
    const without = remove('b')(sections)!
    expect(without[0]!.sentences.map((s) => s.id)).toEqual(['a'])
    expect(insert(place.section, place.sentence, place.after)(without)).toEqual(sections)
    const first = placeOf(sections, 'a')!
    expect(insert(first.section, first.sentence, first.after)(remove('a')(sections)!)).toEqual(sections)
  })
})
