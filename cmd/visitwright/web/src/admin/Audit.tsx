import { Alert, Badge, Button, Group, Select, Table, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { admin, users } from '../api/calls'
import { count, dateTime, instant } from '../format'
import { useMay } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import classes from '../schedule/Today.module.css'

const PAGE = 100

/** Who read or changed what; nothing of what it said. */
export function Audit() {
  const may = useMay()
  const [user, setUser] = useState<string | null>(null)
  const people = useQuery({ queryKey: ['users'], queryFn: users.list, enabled: may('user.manage') })
  const list = useInfiniteQuery({
    queryKey: ['audit', user], initialPageParam: 0, enabled: may('audit.read'),
    queryFn: ({ pageParam }) => admin.audit({ user_id: user ?? undefined, offset: pageParam, limit: PAGE }),
    getNextPageParam: (last, pages) => (last.more ? pages.length * PAGE : undefined),
  })
  const verify = useMutation({ mutationFn: admin.verify })
  useDocumentTitle('Audit trail · Visitwright')
  if (!may('audit.read')) return <Empty title="Only an administrator sees this page">Ask one of your practice’s administrators.</Empty>
  const rows = list.data?.pages.flatMap((p) => p.events) ?? []
  return (
    <div className={classes.page}>
      <Group justify="space-between" mb="sm" align="flex-end">
        <div>
          <Title order={1}>Audit trail</Title>
          <Text c="dimmed">Every read and change of a patient’s data, allowed or refused. Rows can be neither changed nor removed unnoticed.</Text>
        </div>
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
          Check that it is whole
        </Button>
      </Group>
      {verify.isError && (
        <Alert color="red" mb="sm" role="alert">
          The check did not run: {messageOf(verify.error)}
        </Alert>
      )}
      {verify.data && (
        <Alert color={verify.data.whole ? 'green' : 'red'} mb="sm" role="status" title={verify.data.whole ? `Whole: ${count(verify.data.rows, 'row')} checked` : 'Not whole'}>
          {verify.data.whole ? 'Nothing was changed, removed or cut off.' : verify.data.findings.map((f) => <div key={f.seq}>{`Row ${f.seq}: ${f.words}`}</div>)}
        </Alert>
      )}
      <Select mb="sm" maw={320} label="User" placeholder="Everybody" clearable value={user} onChange={setUser} data={(people.data ?? []).map((u) => ({ value: u.id, label: u.name }))} />
      {list.isPending && <Loading what="the audit trail" />}
      {list.isError && <Failure what="audit trail" error={list.error} again={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <Empty title="Nothing yet">Each read and change of a patient’s data stands here from now on.</Empty>}
      {rows.length > 0 && (
        <Table.ScrollContainer minWidth={720} className={classes.table}>
          <Table stickyHeader verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Row</Table.Th>
                <Table.Th>When</Table.Th>
                <Table.Th>Who</Table.Th>
                <Table.Th>Did</Table.Th>
                <Table.Th>To</Table.Th>
                <Table.Th>From</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((e) => (
                <Table.Tr key={e.seq}>
                  <Table.Td>{e.seq}</Table.Td>
                  <Table.Td title={instant(e.at)}>{dateTime(e.at)}</Table.Td>
                  <Table.Td>{e.user_name}</Table.Td>
                  <Table.Td>
                    {e.action}{' '}
                    {!e.allowed && (
                      <Badge size="sm" color="red" variant="light" className={classes.badge}>
                        Refused
                      </Badge>
                    )}
                  </Table.Td>
                  <Table.Td>
                    {e.kind} <Text span size="xs" c="dimmed">{e.detail}</Text>
                  </Table.Td>
                  <Table.Td>{e.remote}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {list.hasNextPage && (
        <Button mt="sm" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show older
        </Button>
      )}
    </div>
  )
}
