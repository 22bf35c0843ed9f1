import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { messageOf } from '../api/call'
import { patients, visits } from '../api/calls'
import type { Chart, Medication, Problem } from '../api/types'
import { count, date, phone } from '../format'
import { PatientBanner } from '../frame/PatientBanner'
import { useMay } from '../frame/session'
import { Failure, Loading } from '../frame/states'
import classes from './ChartPage.module.css'
import { Measurements } from './Measurements'
import { Panel } from './Panel'

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
    mutationFn: () => patients.noKnownAllergies(id),
    onSuccess: (b) => client.setQueryData(['banner', id], b),
    onError: (e) => notifications.show({ color: 'red', title: 'Not saved', message: messageOf(e) }),
  })
  if (banner.isError) return <Failure what="patient" error={banner.error} again={() => void banner.refetch()} />
  if (banner.isPending) return <Loading what="the chart" />
  const c = chart.data
  return (
    <>
      <PatientBanner patient={banner.data} page="Chart" />
      <div className={classes.page}>
        <Group justify="space-between" mb="sm">
          <Text c="dimmed">{c ? summary(c) : ' '}</Text>
          <Group gap={8}>
          {banner.data.allergy_status === 'not_asked' && may('chart.write') && (
            <Button size="xs" variant="default" loading={none.isPending} onClick={() => none.mutate()}>
              Asked: no known allergies
            </Button>
          )}
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
  const problems = c.problems
  const medications = c.medications
  return (
    <div className={classes.panels}>
      <Panel title="Problems" entries={problems.filter((p) => p.status === 'active')} none="No active problems are on record." row={problem} more={{ title: 'past', entries: problems.filter((p) => p.status !== 'active') }} />
      <Panel title="Medications" entries={medications.filter((m) => m.status === 'active')} none="No active medications are on record." row={medication} more={{ title: 'past', entries: medications.filter((m) => m.status !== 'active') }} />
      <Measurements title="Vital signs" observations={c.observations.filter((o) => o.category === 'vital-signs')} />
      <Measurements title="Results" observations={c.observations.filter((o) => o.category === 'laboratory' || o.category === 'imaging')} />
      <Panel
        title="Visits" entries={c.visits} none="No visit has been recorded yet."
        row={(v) => ({
          id: v.id, when: date(v.date_of_service), detail: [v.clinician.name, v.state === 'signed' ? 'signed' : v.state === 'review' ? 'draft wants review' : v.state].join(' · '),
          text: (
            <Link to="/visits/$id" params={{ id: v.id }}>
              {v.reason || 'Visit'}
            </Link>
          ),
        })}
      />
      <Panel title="Immunizations" entries={c.immunizations} none="No immunizations are on record." row={(i) => ({ id: i.id, text: i.name, when: date(i.date), detail: i.not_done ? `Not given${i.reason ? `: ${i.reason}` : ''}` : i.lot && `Lot ${i.lot}` })} />
      <Panel title="Procedures" entries={c.procedures} none="No procedures are on record." row={(p) => ({ id: p.id, text: p.code.display, when: date(p.date) })} />
      <Panel title="Orders" entries={c.orders} none="No orders are on record." row={(o) => ({ id: o.id, text: o.text, detail: o.status })} />
    </div>
  )
}

const problem = (p: Problem) => ({ id: p.id, text: p.code.display, when: date(p.onset), detail: p.status === 'active' ? '' : `${p.status}${p.abated ? ` ${date(p.abated)}` : ''}` })
const medication = (m: Medication) => ({
  id: m.id, text: m.code.display, when: date(m.start), detail: [m.dose, m.route, m.frequency, m.reason && `for ${m.reason}`, m.status === 'active' ? '' : m.status.replace('_', ' ')].filter(Boolean).join(', '),
})
