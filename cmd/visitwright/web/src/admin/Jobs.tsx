import { Badge, Button, Group, SegmentedControl, Table, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { admin } from '../api/calls'
import { dateTime, instant } from '../format'
import { useMay } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import classes from '../schedule/Today.module.css'

const KINDS: Record<string, string> = { transcribe: 'Read a recording', draft: 'Write a note', code: 'Propose codes', check: 'Check a chart' }

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
        <Table.ScrollContainer minWidth={640} className={classes.table}>
          <Table stickyHeader>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Job</Table.Th>
                <Table.Th>State</Table.Th>
                <Table.Th>What it says</Table.Th>
                <Table.Th>Tries</Table.Th>
                <Table.Th>Since</Table.Th>
                <Table.Th>
                  <span className="sr">Next step</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.data.map((j) => (
                <Table.Tr key={j.id}>
                  <Table.Td>
                    {KINDS[j.kind] ?? j.kind} {j.id}
                  </Table.Td>
                  <Table.Td>
                    <Badge variant="light" className={classes.badge} color={j.given_up ? 'red' : j.failed ? 'amber' : 'gray'}>
                      {j.given_up ? 'Given up' : j.failed ? 'Failed, will try again' : j.state}
                    </Badge>
                  </Table.Td>
                  <Table.Td>{j.words}</Table.Td>
                  <Table.Td>
                    {j.attempt} of {j.max_attempts}
                  </Table.Td>
                  <Table.Td title={instant(j.created_at)}>{dateTime(j.created_at)}</Table.Td>
                  <Table.Td>
                    {j.failed && (
                      <Button size="compact-sm" variant="default" loading={retry.isPending && retry.variables === j.id} onClick={() => retry.mutate(j.id)}>
                        Try now
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </div>
  )
}
