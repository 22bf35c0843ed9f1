import { ActionIcon } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { patients } from '../api/calls'
import type { Card, Coverage as Insurance } from '../api/types'
import { date } from '../format'
import { useMay } from '../frame/session'
import { Failure, Loading } from '../frame/states'
import { AddEntry } from './AddEntry'
import { optional, type Form, type Values } from './entries'
import { Panel } from './Panel'
import { VoidEntry } from './VoidEntry'
import { failed, RIGHT_AFTER, useTakeOut } from './voiding'

const PLACES = ['Primary', 'Secondary', 'Tertiary']
const OF_SUBSCRIBER = { self: 'The patient', spouse: 'The patient’s spouse', child: 'A parent', other: 'Another person' }

/** Who pays for this patient, as the cards say it. */
export function Coverage({ patient }: { patient: string }) {
  const write = useMay()('patient.write')
  const client = useQueryClient()
  const changed = () => client.invalidateQueries({ queryKey: ['coverage', patient] })
  const list = useQuery({ queryKey: ['coverage', patient], queryFn: () => patients.coverage(patient) })
  const [form, setForm] = useState<{ form: Form; was?: Insurance } | null>(null)
  const out = useTakeOut<string>((id, reason) => patients.voidCoverage(patient, id, reason), (id) => patients.restoreCoverage(patient, id), changed)
  const back = useMutation({ mutationFn: (was: Insurance) => patients.changeCoverage(patient, was.id, cardOf(values(was))), onSettled: changed, onError: failed })
  if (list.isPending) return <Loading what="the coverage" />
  if (list.isError) return <Failure what="coverage" error={list.error} again={() => void list.refetch()} />
  const { coverage, today } = list.data
  const over = (c: Insurance) => Boolean(c.end && c.end < today)
  const place = coverage.some((c) => c.place === 1 && !over(c)) ? 2 : 1
  const row = (c: Insurance) => ({
    id: c.id, text: [c.payer, c.plan].filter(Boolean).join(', '), when: period(c, today),
    detail: [PLACES[c.place - 1], `member ${c.member_id || 'not known'}`, c.group_number && `group ${c.group_number}`, c.subscriber && `through ${c.subscriber}`].filter(Boolean).join(' · '),
    tools: write && (
      <>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Change ${c.payer}`} onClick={() => setForm({ form: cardForm(values(c), c), was: c })}>
          <IconPencil size={14} />
        </ActionIcon>
        <VoidEntry name={c.payer} takeOut={(reason) => out.mutate({ what: c.id, reason })} />
      </>
    ),
  })
  return (
    <>
      <Panel
        title="Coverage" entries={coverage.filter((c) => !over(c))} none="No insurance is on record." row={row} more={{ title: 'past', entries: coverage.filter(over) }}
        add={write ? () => setForm({ form: cardForm({ place: String(place), relationship: 'self', start: today }) }) : undefined}
      />
      {form && (
        <AddEntry
          patient={patient} form={form.form} changed={changed} close={() => setForm(null)}
          takeBack={(id) => (form.was ? back.mutate(form.was) : out.mutate({ what: id, reason: RIGHT_AFTER }))}
        />
      )}
    </>
  )
}

function period(c: Insurance, today: string): string {
  if (c.end && c.start) return `${date(c.start)} to ${date(c.end)}`
  if (c.end) return `until ${date(c.end)}`
  return c.start ? `${c.start > today ? 'from' : 'since'} ${date(c.start)}` : ''
}

const values = (c: Insurance): Values => ({
  place: String(c.place), payer: c.payer, payer_id: c.payer_id ?? '', plan: c.plan ?? '', member: c.member_id, group: c.group_number ?? '', relationship: c.relationship, subscriber: c.subscriber ?? '', start: c.start ?? '', end: c.end ?? '',
})

const cardForm = (from: Values, was?: Insurance): Form => ({
  title: was ? 'Change the coverage' : 'Add a coverage', values: from, submit: was && 'Save', done: was ? 'The coverage is changed.' : 'Coverage added.',
  fields: [
    { key: 'payer', label: 'Payer', required: true, placeholder: 'as the card says it', wide: true },
    { key: 'plan', label: 'Plan', placeholder: 'e.g. PPO' }, { key: 'place', label: 'Who pays first', options: PLACES.map((label, i) => ({ value: String(i + 1), label })) },
    { key: 'member', label: 'Member number', required: true }, { key: 'group', label: 'Group number' },
    { key: 'relationship', label: 'The subscriber is', options: Object.entries(OF_SUBSCRIBER).map(([value, label]) => ({ value, label })) }, { key: 'subscriber', label: 'Subscriber’s name', description: 'Where it is not the patient' },
    { key: 'start', label: 'In force since', type: 'date', ahead: true }, { key: 'end', label: 'Last day', type: 'date', ahead: true },
    { key: 'payer_id', label: 'Payer number', description: 'Of the payer in claims, where the card has it' },
  ],
  add: async (patient, v) => {
    if (!was) return patients.addCoverage(patient, cardOf(v))
    await patients.changeCoverage(patient, was.id, cardOf(v))
    return { id: was.id }
  },
})

const cardOf = (v: Values): Card => ({
  place: Number(v.place), payer: v.payer!.trim(), payer_id: optional(v.payer_id), plan: optional(v.plan), member_id: v.member!.trim(), group_number: optional(v.group),
  relationship: v.relationship as Card['relationship'], subscriber: v.relationship === 'self' ? undefined : optional(v.subscriber), start: optional(v.start), end: optional(v.end),
})
