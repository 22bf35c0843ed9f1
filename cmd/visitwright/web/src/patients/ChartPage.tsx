import { Button, Group, Text, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { messageOf } from '../api/call'
import { patients, visits } from '../api/calls'
import { useState } from 'react'
import { ChartChecks } from '../alerts/ChartChecks'
import type { Chart, Entry, Immunization, Medication, Problem } from '../api/types'
import { count, date, phone, today } from '../format'
import { PatientBanner } from '../frame/PatientBanner'
import { useMay } from '../frame/session'
import { Failure, Loading } from '../frame/states'
import { offerUndo } from '../frame/Undo'
import { DataTable, type Column } from '../table/DataTable'
import { AddEntry } from './AddEntry'
import { AddVitals } from './AddVitals'
import classes from './ChartPage.module.css'
import { allergyForm, immunizationForm, medicationForm, problemForm, resultForm, type ChartForm } from './entries'
import { Measurements, type Row } from './Measurements'
import { Panel } from './Panel'
import { Coverage } from './Coverage'
import { VoidEntry } from './VoidEntry'
import { RIGHT_AFTER, useChartChanged, useVoiding } from './voiding'

export function ChartPage() {
  const { id } = useParams({ from: '/frame/patients/$id' })
  const may = useMay()
  const go = useNavigate()
  const client = useQueryClient()
  const banner = useQuery({ queryKey: ['banner', id], queryFn: () => patients.banner(id) })
  const chart = useQuery({ queryKey: ['chart', id], queryFn: () => patients.chart(id) })
  const open = useMutation({
    mutationFn: () => visits.open({ patient_id: id, reason: 'Unscheduled visit' }),
    onSuccess: (v) => go({ to: '/visits/$id', params: { id: v.id } }),
    onError: (e) => notifications.show({ color: 'red', title: 'The visit was not opened', message: messageOf(e) }),
  })
  const none = useMutation({
    mutationFn: (status: 'none_known' | 'not_asked') => patients.allergyStatus(id, status),
    onSuccess: (b, status) => {
      client.setQueryData(['banner', id], b)
      if (status === 'none_known') offerUndo('Asked: no known allergies.', () => none.mutate('not_asked'))
    },
    onError: (e) => notifications.show({ color: 'red', title: 'Not saved', message: messageOf(e) }),
  })
  if (banner.isError) return <Failure what="patient" error={banner.error} again={() => void banner.refetch()} />
  if (banner.isPending) return <Loading what="the chart" />
  const c = chart.data
  return (
    <>
      <PatientBanner patient={banner.data} page="Chart" />
      <div className={classes.page}>
        <VisuallyHidden component="h1">Chart</VisuallyHidden>
        <Group justify="space-between" mb="sm">
          <Text c="dimmed">{c ? summary(c) : ' '}</Text>
          <Group gap={8}>
          {banner.data.allergy_status === 'not_asked' && may('chart.write') && (
            <Button size="xs" variant="default" loading={none.isPending} onClick={() => none.mutate('none_known')}>
              Asked: no known allergies
            </Button>
          )}
          <Button component={Link} to={`/patients/${id}/previsit`} size="xs" variant="default">
            Before the visit
          </Button>
          {may('visit.record') && (
            <Button size="xs" loading={open.isPending} onClick={() => open.mutate()}>
              Open a visit now
            </Button>
          )}
          </Group>
        </Group>
        {chart.isPending && <Loading what="the chart" />}
        {chart.isError && <Failure what="chart" error={chart.error} again={() => void chart.refetch()} />}
        {c && <Panels chart={c} />}
      </div>
    </>
  )
}

function summary(c: Chart): string {
  const active = c.problems.filter((p) => p.status === 'active').length
  const meds = c.medications.filter((m) => m.status === 'active').length
  const last = c.visits.at(0)
  return [count(active, 'active problem'), count(meds, 'active medication'), last ? `last visit ${date(last.date_of_service)}` : 'no visit yet', phone(c.patient.phone)]
    .filter(Boolean)
    .join(' · ')
}

function Panels({ chart: c }: { chart: Chart }) {
  const may = useMay()
  const [form, setForm] = useState<ChartForm | 'vitals' | null>(null)
  const id = c.patient.id
  const write = may('chart.write')
  const changed = useChartChanged(id)
  const voiding = useVoiding(id)
  const adding = (make: () => ChartForm | 'vitals') => (write ? () => setForm(make()) : undefined)
  const tools = (kind: Entry['kind'], name: string, ...ids: string[]) => write && <VoidEntry name={name} takeOut={(reason) => voiding.mutate({ what: ids.map((i) => ({ kind, id: i })), reason })} />
  const measured = (r: Row) => tools('observation', `${r.name}, latest value`, ...r.ids)
  const active = { p: c.problems.filter((p) => p.status === 'active'), m: c.medications.filter((m) => m.status === 'active') }
  return (
    <div className={classes.panels}>
      <Panel
        title="Problems" entries={active.p} none="No active problems are on record." row={(p) => ({ ...problem(p), tools: tools('problem', p.code.display, p.id) })}
        more={{ title: 'past', entries: c.problems.filter((p) => p.status !== 'active') }} add={adding(problemForm)}
        table={<DataTable name="problems" noun={['problem', 'problems']} rows={c.problems} rowKey={(p) => p.id} columns={PROBLEMS} short />}
      />
      <Panel
        title="Medications" entries={active.m} none="No active medications are on record." row={(m) => ({ ...medication(m), tools: tools('medication', m.code.display, m.id) })}
        more={{ title: 'past', entries: c.medications.filter((m) => m.status !== 'active') }} add={adding(medicationForm)}
        table={<DataTable name="medications" noun={['medication', 'medications']} rows={c.medications} rowKey={(m) => m.id} columns={MEDICATIONS} short />}
      />
      <Panel
        title="Allergies" entries={c.allergies} none={NO_ALLERGIES[c.patient.allergy_status] ?? 'None are on record.'} add={adding(allergyForm)}
        row={(a) => ({ id: a.id, text: a.substance.display, detail: [a.reaction, a.severity].filter(Boolean).join(', '), when: date(a.onset), tools: tools('allergy', a.substance.display, a.id) })}
      />
      <Measurements title="Vital signs" observations={c.observations.filter((o) => o.category === 'vital-signs')} add={adding(() => 'vitals')} tools={measured} />
      <Measurements title="Results" observations={c.observations.filter((o) => o.category === 'laboratory' || o.category === 'imaging')} add={adding(resultForm)} tools={measured} />
      <Panel
        title="Visits" entries={c.visits} none="No visit has been recorded yet." table={<DataTable name="visits" noun={['visit', 'visits']} rows={c.visits} rowKey={(v) => v.id} columns={VISITS} short />}
        row={(v) => ({
          id: v.id, when: date(v.date_of_service), detail: [v.clinician.name, visitState(v.state)].join(' · '),
          text: (
            <Link to="/visits/$id" params={{ id: v.id }}>
              {v.reason || 'Visit'}
            </Link>
          ),
        })}
      />
      <Panel
        title="Immunizations" entries={c.immunizations} none="No immunizations are on record." add={adding(() => immunizationForm(today()))}
        row={(i) => ({ id: i.id, text: i.name, when: date(i.date), detail: i.not_done ? `Not given${i.reason ? `: ${i.reason}` : ''}` : i.lot && `Lot ${i.lot}`, tools: tools('immunization', i.name, i.id) })}
        table={<DataTable name="immunizations" noun={['dose', 'doses']} rows={c.immunizations} rowKey={(i) => i.id} columns={IMMUNIZATIONS} short />}
      />
      <ChartChecks patient={id} />
      <Coverage patient={id} />
      <Panel title="Procedures" entries={c.procedures} none="No procedures are on record." row={(p) => ({ id: p.id, text: p.code.display, when: date(p.date), tools: tools('procedure', p.code.display, p.id) })} />
      <Panel title="Orders" entries={c.orders} none="No orders are on record." row={(o) => ({ id: o.id, text: o.text, detail: o.status })} />
      {form === 'vitals' && <AddVitals patient={id} close={() => setForm(null)} />}
      {form && form !== 'vitals' && <AddEntry patient={id} form={form} changed={changed} takeBack={(entry) => voiding.mutate({ what: [{ kind: form.kind, id: entry }], reason: RIGHT_AFTER })} close={() => setForm(null)} />}
    </div>
  )
}

// Three different things that an empty list does not tell apart.
const NO_ALLERGIES: Record<string, string> = { not_asked: 'Not asked yet.', none_known: 'Asked: no known allergies.' }
const visitState = (state: string) => (state === 'signed' ? 'signed' : state === 'review' ? 'draft wants review' : state)

const PROBLEMS: Column<Problem>[] = [
  { id: 'problem', title: 'Problem', value: (p) => p.code.display }, { id: 'status', title: 'Status', value: (p) => p.status },
  { id: 'onset', title: 'Since', value: (p) => p.onset ?? '', text: (p) => date(p.onset) }, { id: 'abated', title: 'Until', value: (p) => p.abated ?? '', text: (p) => date(p.abated) },
  { id: 'code', title: 'Code', value: (p) => p.code.code ?? '', hidden: true }, { id: 'source', title: 'From', value: (p) => p.provenance.source, hidden: true },
]
const MEDICATIONS: Column<Medication>[] = [
  { id: 'medication', title: 'Medication', value: (m) => m.code.display }, { id: 'dose', title: 'Dose', value: (m) => m.dose ?? '' }, { id: 'frequency', title: 'Frequency', value: (m) => m.frequency ?? '' },
  { id: 'for', title: 'For', value: (m) => m.reason ?? '' }, { id: 'status', title: 'Status', value: (m) => m.status.replace('_', ' ') }, { id: 'start', title: 'Since', value: (m) => m.start ?? '', text: (m) => date(m.start) },
  { id: 'source', title: 'From', value: (m) => m.provenance.source, hidden: true },
]
const IMMUNIZATIONS: Column<Immunization>[] = [
  { id: 'vaccine', title: 'Vaccine', value: (i) => i.name }, { id: 'date', title: 'Date', value: (i) => i.date, text: (i) => date(i.date) }, { id: 'lot', title: 'Lot', value: (i) => i.lot ?? '' },
  { id: 'given', title: 'Given', value: (i) => (i.not_done ? `no${i.reason ? `: ${i.reason}` : ''}` : 'yes') }, { id: 'cvx', title: 'CVX', value: (i) => i.cvx, hidden: true },
]
const VISITS: Column<Chart['visits'][number]>[] = [
  { id: 'date', title: 'Date', value: (v) => v.date_of_service, text: (v) => date(v.date_of_service) },
  {
    id: 'reason', title: 'Reason', value: (v) => v.reason,
    cell: (v) => (
      <Link to="/visits/$id" params={{ id: v.id }}>
        {v.reason || 'Visit'}
      </Link>
    ),
  },
  { id: 'state', title: 'State', value: (v) => visitState(v.state) }, { id: 'clinician', title: 'Clinician', value: (v) => v.clinician.name },
]

const problem = (p: Problem) => ({ id: p.id, text: p.code.display, when: date(p.onset), detail: p.status === 'active' ? '' : `${p.status}${p.abated ? ` ${date(p.abated)}` : ''}` })
const medication = (m: Medication) => ({
  id: m.id, text: m.code.display, when: date(m.start), detail: [m.dose, m.route, m.frequency, m.reason && `for ${m.reason}`, m.status === 'active' ? '' : m.status.replace('_', ' ')].filter(Boolean).join(', '),
})
