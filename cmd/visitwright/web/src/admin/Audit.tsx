import { Alert, Badge, Button, Group, Select, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { admin, users } from '../api/calls'
import type { AuditEvent } from '../api/types'
import { count, dateTime, instant } from '../format'
import { useMay } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import classes from '../schedule/Today.module.css'
import { DataTable, type Column } from '../table/DataTable'

const PAGE = 100
const COLUMNS: Column<AuditEvent>[] = [
  { id: 'row', title: 'Row', value: (e) => e.seq },
  { id: 'when', title: 'When', value: (e) => e.at, text: (e) => dateTime(e.at), hover: (e) => instant(e.at) },
  { id: 'who', title: 'Who', value: (e) => e.user_name },
  {
    id: 'did', title: 'Did', value: (e) => `${e.action}${e.allowed ? '' : ', refused'}`,
    cell: (e) => (
      <>
        {e.action}{' '}
        {!e.allowed && (
          <Badge size="sm" color="red" variant="light" className={classes.badge}>
            Refused
          </Badge>
        )}
      </>
    ),
  },
  { id: 'to', title: 'To', value: (e) => `${e.kind} ${e.detail ?? ''}`, cell: (e) => <>{e.kind} <Text span size="xs" c="dimmed">{e.detail}</Text></> },
  { id: 'id', title: 'Its id', value: (e) => e.id ?? '', hidden: true },
  { id: 'from', title: 'From', value: (e) => e.remote ?? '' },
]

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
        <DataTable name="audit" noun={['row', 'rows']} rows={rows} rowKey={(e) => String(e.seq)} columns={COLUMNS} more={list.hasNextPage} />
      )}
      {list.hasNextPage && (
        <Button mt="sm" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show older
        </Button>
      )}
    </div>
  )
}
