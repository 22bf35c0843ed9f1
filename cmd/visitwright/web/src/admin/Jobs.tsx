import { Badge, Button, Group, SegmentedControl, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { admin } from '../api/calls'
import type { Job } from '../api/types'
import { dateTime, instant } from '../format'
import { useMay } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import classes from '../schedule/Today.module.css'
import { DataTable, type Column } from '../table/DataTable'

const KINDS: Record<string, string> = { transcribe: 'Read a recording', draft: 'Write a note', code: 'Propose codes', check: 'Check a chart' }

const stateOf = (j: Job) => (j.given_up ? 'Given up' : j.failed ? 'Failed, will try again' : j.state)
const COLUMNS: Column<Job>[] = [
  { id: 'job', title: 'Job', value: (j) => `${KINDS[j.kind] ?? j.kind} ${j.id}` },
  {
    id: 'state', title: 'State', value: stateOf,
    cell: (j) => (
      <Badge variant="light" className={classes.badge} color={j.given_up ? 'red' : j.failed ? 'amber' : 'gray'}>
        {stateOf(j)}
      </Badge>
    ),
  },
  { id: 'words', title: 'What it says', value: (j) => j.words },
  { id: 'tries', title: 'Tries', value: (j) => j.attempt, text: (j) => `${j.attempt} of ${j.max_attempts}` },
  { id: 'since', title: 'Since', value: (j) => j.created_at, text: (j) => dateTime(j.created_at), hover: (j) => instant(j.created_at) },
]

/** Work in the background that failed, waits or runs. */
export function Jobs() {
  const may = useMay()
  const client = useQueryClient()
  const [all, setAll] = useState('failed')
  const list = useQuery({ queryKey: ['jobs', all], queryFn: () => admin.jobs(all === 'all'), enabled: may('service.manage'), refetchInterval: 10_000 })
  const retry = useMutation({
    mutationFn: admin.retry,
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
    onError: (e) => notifications.show({ color: 'red', title: 'Not started again', message: messageOf(e) }),
  })
  useDocumentTitle('Background jobs · Visitwright')
  if (!may('service.manage')) return <Empty title="Only an administrator sees this page">Ask one of your practice’s administrators.</Empty>
  return (
    <div className={classes.page}>
      <Group justify="space-between" mb="sm">
        <Title order={1}>Background jobs</Title>
        <SegmentedControl aria-label="Which jobs" value={all} onChange={setAll} data={[{ value: 'failed', label: 'Failing' }, { value: 'all', label: 'All that wait, run or fail' }]} />
      </Group>
      {list.isPending && <Loading what="jobs" />}
      {list.isError && <Failure what="list of jobs" error={list.error} again={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <Empty title={all === 'failed' ? 'Nothing is failing' : 'Nothing waits or runs'}>Recordings are read and notes are written in the background. What fails again and again stands here with the reason.</Empty>
      )}
      {list.data && list.data.length > 0 && (
        <DataTable
          name="jobs" noun={['job', 'jobs']} rows={list.data} rowKey={(j) => String(j.id)} columns={COLUMNS}
          actions={(j) =>
            j.failed && (
              <Button size="compact-sm" variant="default" loading={retry.isPending && retry.variables === j.id} onClick={() => retry.mutate(j.id)}>
                Try now
              </Button>
            )
          }
        />
      )}
    </div>
  )
}
