import { Anchor, Button, Group, Switch, Table, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { messageOf } from '../api/call'
import { wordings } from '../api/calls'
import type { Wording } from '../api/types'
import { count } from '../format'
import { Failure, Loading } from '../frame/states'
import classes from './Templates.module.css'
import { WORDINGS } from './wordings'

/** What a clinician changes in drafts again and again, each to be put into drafts or not. */
export function WordingsPage() {
  useDocumentTitle('My wordings · Visitwright')
  const list = useQuery({ queryKey: WORDINGS, queryFn: wordings.list })
  return (
    <div className={classes.page}>
      <Title order={1}>My wordings</Title>
      <Text c="dimmed" mb="md" maw={760}>
        What you changed in the same way in {list.data?.least ?? 3} or more signed notes. Switched on, it is put into your next drafts and stands there as yours; a change that would touch a
        fact (a drug, number, side, finding or negation) is never offered. Sections and headings are set in the <Anchor component={Link} to="/settings/templates" underline="always">templates</Anchor>.
      </Text>
      {list.isPending && <Loading what="your wordings" />}
      {list.isError && <Failure what="list of wordings" error={list.error} again={() => void list.refetch()} />}
      {list.data && list.data.wordings.length === 0 && <Text>Nothing yet. Edit and sign notes as you like them: what you do steadily appears here.</Text>}
      {list.data && list.data.wordings.length > 0 && <Wordings list={list.data.wordings} />}
    </div>
  )
}

function Wordings({ list }: { list: Wording[] }) {
  const client = useQueryClient()
  const choose = useMutation({
    mutationFn: wordings.choose,
    onSuccess: (now) => client.setQueryData(WORDINGS, now),
    onError: (e) => notifications.show({ color: 'red', title: 'Not changed', message: messageOf(e) }),
  })
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Section</Table.Th>
            <Table.Th>The draft says</Table.Th>
            <Table.Th>You write</Table.Th>
            <Table.Th>Seen</Table.Th>
            <Table.Th>In my drafts</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map((w) => (
            <Table.Tr key={`${w.section}\n${w.from}\n${w.to}`}>
              <Table.Td>{titleOf(w.section)}</Table.Td>
              <Table.Td>{w.from}</Table.Td>
              <Table.Td>{w.to || <em>(left out)</em>}</Table.Td>
              <Table.Td>
                in {count(w.seen, 'note')}
                {w.kept > 0 && `, left as drafted in ${w.kept}`}
              </Table.Td>
              <Table.Td>
                {!w.decided && (
                  <Group gap={6} wrap="nowrap">
                    <Button size="compact-sm" disabled={choose.isPending} onClick={() => choose.mutate({ section: w.section, from: w.from, to: w.to, on: true })} aria-label={`Use “${w.to}” for “${w.from}” in my drafts`}>
                      Use it
                    </Button>
                    <Button size="compact-sm" variant="default" disabled={choose.isPending} onClick={() => choose.mutate({ section: w.section, from: w.from, to: w.to, on: false })} aria-label={`Do not use “${w.to}” for “${w.from}”`}>
                      Do not
                    </Button>
                  </Group>
                )}
                {w.decided && <Switch checked={w.on} disabled={choose.isPending} onChange={(e) => choose.mutate({ section: w.section, from: w.from, to: w.to, on: e.currentTarget.checked })} aria-label={`Write “${w.to}” for “${w.from}”`} label={w.on ? 'On' : 'Off'} />}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const titleOf = (section: string) => section.charAt(0).toUpperCase() + section.slice(1).replaceAll('_', ' ')
