import { ActionIcon, Badge, Button, Group, Menu, Table, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconChevronLeft, IconChevronRight, IconDots } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { schedule, visits } from '../api/calls'
import type { Appointment, AppointmentStatus, VisitState } from '../api/types'
import { addDays, count, instant, longDate, sex, time, today } from '../format'
import { useMay, useSession } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
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
  return (
    <Table.ScrollContainer minWidth={640} className={classes.table}>
      <Table stickyHeader highlightOnHover verticalSpacing={7}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={110}>Time</Table.Th>
            <Table.Th>Patient</Table.Th>
            <Table.Th>Reason</Table.Th>
            <Table.Th visibleFrom="lg">Clinician</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th w={170}>
              <span className="sr">Next step</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((r) => (
            <Row key={r.id} row={r} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Row({ row }: { row: Appointment }) {
  const may = useMay()
  const state = row.visit_state ? VISIT[row.visit_state] : undefined
  const gone = row.status === 'cancelled' || row.status === 'noshow'
  const p = row.patient
  return (
    <Table.Tr data-gone={gone || undefined} className={classes.row}>
      <Table.Td title={instant(row.start)}>
        {time(row.start)}
        <Text size="xs" c="dimmed">
          {row.minutes} min
        </Text>
      </Table.Td>
      <Table.Td>
        {may('patient.read') && may('chart.read') ? (
          <Link to="/patients/$id" params={{ id: p.id }} className={classes.name}>
            {p.name}
          </Link>
        ) : (
          <span className={classes.name}>{p.name}</span>
        )}
        <Text size="xs" c="dimmed">
          {p.age} years · {sex(p.sex)} · MRN {p.mrn}
        </Text>
      </Table.Td>
      <Table.Td>{row.reason}</Table.Td>
      <Table.Td visibleFrom="lg">{row.clinician.name}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={state?.color ?? (row.status === 'arrived' ? 'blue' : 'gray')} className={classes.badge}>
          {state?.words ?? STATUS[row.status]}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Next row={row} words={state?.next} gone={gone} />
      </Table.Td>
    </Table.Tr>
  )
}

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
