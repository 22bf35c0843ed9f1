import { ActionIcon, Badge, Button, Group, Menu, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconChevronLeft, IconChevronRight, IconDots, IconListDetails } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { schedule, visits } from '../api/calls'
import type { Appointment, AppointmentStatus, VisitState } from '../api/types'
import { addDays, count, instant, longDate, sex, time, today } from '../format'
import { useMay, useSession } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import { DataTable, type Column } from '../table/DataTable'
import { Book } from './Book'
import classes from './Today.module.css'

const STATUS: Record<string, string> = { booked: 'Booked', arrived: 'Arrived', fulfilled: 'Done', noshow: 'Did not come', cancelled: 'Cancelled' }

// What a visit's state means on the schedule: words, colour and the next step.
const VISIT: Record<VisitState, { words: string; color: string; next: string }> = {
  open: { words: 'Opened, not recorded', color: 'gray', next: 'Go on' },
  recording: { words: 'Recording', color: 'blue', next: 'Go on' },
  drafting: { words: 'Note is being written', color: 'blue', next: 'Open' },
  review: { words: 'Draft wants review', color: 'amber', next: 'Review' },
  signed: { words: 'Signed', color: 'green', next: 'Read' },
  void: { words: 'Void', color: 'gray', next: 'Open' },
}

export function Today() {
  const { date: chosen } = useSearch({ from: '/frame/today' })
  const { user } = useSession()
  const may = useMay()
  const [booking, setBooking] = useState(false)
  const date = chosen ?? today()
  const isToday = date === today()
  const day = useQuery({ queryKey: ['schedule', date], queryFn: ({ signal }) => schedule.day(date, signal), refetchInterval: 30_000 })
  useDocumentTitle(`${isToday ? 'Today' : longDate(date)} · Visitwright`)
  const rows = [...(day.data ?? [])].sort((a, b) => a.start.localeCompare(b.start))
  const waiting = rows.filter((r) => r.status === 'arrived' && !r.visit_id).length
  const review = rows.filter((r) => r.visit_state === 'review' && r.clinician.id === user.id).length
  return (
    <div className={classes.page}>
      <Group justify="space-between" align="flex-end" mb="sm">
        <div>
          <Title order={1}>{isToday ? `Today, ${longDate(date)}` : longDate(date)}</Title>
          <Text c="dimmed">
            {day.data ? [count(rows.length, 'appointment'), waiting && `${count(waiting, 'patient')} waiting`, review && `${count(review, 'draft')} of yours to review`].filter(Boolean).join(' · ') : ' '}
          </Text>
        </div>
        <Group gap={4}>
          {may('schedule.write') && may('patient.read') && <Button onClick={() => setBooking(true)}>Book</Button>}
          <ActionIcon component={Link} to="/today" search={{ date: addDays(date, -1) } as never} variant="default" size="lg" aria-label="Day before">
            <IconChevronLeft size={18} />
          </ActionIcon>
          <Button component={Link} to="/today" variant="default" disabled={isToday}>
            Today
          </Button>
          <ActionIcon component={Link} to="/today" search={{ date: addDays(date, 1) } as never} variant="default" size="lg" aria-label="Day after">
            <IconChevronRight size={18} />
          </ActionIcon>
        </Group>
      </Group>
      {day.isPending && <Loading what="the schedule" />}
      {day.isError && <Failure what="schedule" error={day.error} again={() => void day.refetch()} />}
      {day.data && rows.length === 0 && (
        <Empty title={`Nobody is booked for ${isToday ? 'today' : longDate(date)}`}>Appointments stand here as soon as they are booked. A visit can also be opened from a patient’s chart.</Empty>
      )}
      {rows.length > 0 && <Rows rows={rows} />}
      {booking && <Book date={date} close={() => setBooking(false)} />}
    </div>
  )
}

function Rows({ rows }: { rows: Appointment[] }) {
  const may = useMay()
  const go = useNavigate()
  const link = may('patient.read') && may('chart.read')
  return (
    <DataTable
      name="schedule" noun={['appointment', 'appointments']} rows={rows} rowKey={(r) => r.id} columns={COLUMNS(link)} gone={gone}
      open={(r) => r.visit_id && may('visit.read') && void go({ to: '/visits/$id', params: { id: r.visit_id } })}
      actions={(r) => <Next row={r} words={r.visit_state && VISIT[r.visit_state].next} gone={gone(r)} />}
    />
  )
}

const gone = (r: Appointment) => r.status === 'cancelled' || r.status === 'noshow'
const stateOf = (r: Appointment) => (r.visit_state ? VISIT[r.visit_state].words : (STATUS[r.status] ?? r.status))
const COLUMNS = (link: boolean): Column<Appointment>[] => [
  {
    id: 'time', title: 'Time', value: (r) => r.start, text: (r) => time(r.start), hover: (r) => instant(r.start),
    cell: (r) => (
      <>
        <span className={classes.time}>{time(r.start)}</span>
        <Text size="xs" c="dimmed" className={classes.time}>
          {r.minutes} min
        </Text>
      </>
    ),
  },
  {
    id: 'patient', title: 'Patient', value: (r) => r.patient.name,
    cell: (r) => (
      <>
        {link ? (
          <Link to="/patients/$id" params={{ id: r.patient.id }} className={classes.name}>
            {r.patient.name}
          </Link>
        ) : (
          <span className={classes.name}>{r.patient.name}</span>
        )}
        <Text size="xs" c="dimmed">
          {r.patient.age} years · {sex(r.patient.sex)} · MRN {r.patient.mrn}
        </Text>
      </>
    ),
  },
  { id: 'reason', title: 'Reason', value: (r) => r.reason },
  { id: 'clinician', title: 'Clinician', value: (r) => r.clinician.name, hidden: 'narrow' },
  {
    id: 'status', title: 'Status', value: stateOf,
    cell: (r) => (
      <Badge variant="light" color={r.visit_state ? VISIT[r.visit_state].color : r.status === 'arrived' ? 'blue' : 'gray'} className={classes.badge}>
        {stateOf(r)}
      </Badge>
    ),
  },
]

function Next({ row, words, gone }: { row: Appointment; words?: string; gone: boolean }) {
  const may = useMay()
  const go = useNavigate()
  const client = useQueryClient()
  const failed = (e: unknown) => notifications.show({ color: 'red', title: 'Not done', message: messageOf(e) })
  const open = useMutation({
    mutationFn: () => visits.open({ patient_id: row.patient.id, appointment_id: row.id, reason: row.reason }),
    onSuccess: (v) => go({ to: '/visits/$id', params: { id: v.id } }),
    onError: failed,
  })
  const status = useMutation({
    mutationFn: (s: AppointmentStatus) => schedule.setStatus(row.id, s),
    onSettled: () => client.invalidateQueries({ queryKey: ['schedule'] }),
    onError: failed,
  })
  const who = row.patient.name
  const change = may('schedule.write') && !row.visit_id
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      {row.visit_id && may('visit.read') && (
        <Button component={Link} to={`/visits/${row.visit_id}`} size="xs" variant={row.visit_state === 'review' ? 'filled' : 'default'} aria-label={`${words}: visit of ${who}`}>
          {words}
        </Button>
      )}
      {!row.visit_id && !gone && may('visit.record') && (
        <Button size="xs" variant={row.status === 'arrived' ? 'filled' : 'default'} loading={open.isPending} onClick={() => open.mutate()} aria-label={`Open the visit of ${who}`}>
          Open visit
        </Button>
      )}
      {!gone && may('chart.read') && row.visit_state !== 'signed' && (
        <ActionIcon component={Link} to={`/patients/${row.patient.id}/previsit`} variant="subtle" color="gray" aria-label={`Before the visit of ${who}`} title="Before the visit">
          <IconListDetails size={18} />
        </ActionIcon>
      )}
      {change && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`Change the appointment of ${who}`}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {(['arrived', 'booked', 'noshow', 'cancelled'] as const)
              .filter((s) => s !== row.status)
              .map((s) => (
                <Menu.Item key={s} onClick={() => status.mutate(s)}>
                  {STATUS[s]}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  )
}
