import { ActionIcon, Badge, Button, Group, Menu, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconDots } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { templates, users } from '../api/calls'
import type { User } from '../api/types'
import { role } from '../format'
import { useMay, useSession } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import classes from '../schedule/Today.module.css'
import { DataTable, type Column } from '../table/DataTable'
import { UserDialog } from './UserDialog'

const columns = (specialty: (name: string) => string): Column<User>[] => [
  { id: 'name', title: 'Name', value: (u) => `${u.name}${u.credentials ? `, ${u.credentials}` : ''}` },
  { id: 'username', title: 'User name', value: (u) => u.username },
  { id: 'role', title: 'Role', value: (u) => role(u.role) + (u.specialty ? `, ${specialty(u.specialty)}` : '') },
  {
    id: 'sign-in', title: 'Sign-in', value: (u) => (u.disabled ? 'Locked out' : u.totp_enabled ? 'Password and second factor' : 'Password only'),
    cell: (u) =>
      u.disabled ? (
        <Badge variant="light" color="gray" className={classes.badge}>
          Locked out
        </Badge>
      ) : u.totp_enabled ? (
        'Password and second factor'
      ) : (
        'Password only'
      ),
  },
]

export function Users() {
  const may = useMay()
  const list = useQuery({ queryKey: ['users'], queryFn: users.list, enabled: may('user.manage') })
  const specialties = useQuery({ queryKey: ['specialties'], queryFn: templates.specialties, staleTime: Infinity, enabled: may('user.manage') })
  const [dialog, setDialog] = useState<User | 'new' | null>(null)
  useDocumentTitle('Users · Visitwright')
  if (!may('user.manage')) return <Empty title="Only an administrator sees this page">Ask one of your practice’s administrators.</Empty>
  return (
    <div className={classes.page}>
      <Group justify="space-between" mb="sm">
        <Title order={1}>Users</Title>
        <Button onClick={() => setDialog('new')}>Add a user</Button>
      </Group>
      {list.isPending && <Loading what="users" />}
      {list.isError && <Failure what="list of users" error={list.error} again={() => void list.refetch()} />}
      {list.data && (
        <DataTable name="users" noun={['user', 'users']} rows={list.data} rowKey={(u) => u.id} columns={columns((name) => specialties.data?.find((s) => s.name === name)?.title ?? name)} gone={(u) => u.disabled === true} open={setDialog} actions={(u) => <Change user={u} edit={() => setDialog(u)} />} />
      )}
      {dialog && <UserDialog user={dialog === 'new' ? null : dialog} close={() => setDialog(null)} />}
    </div>
  )
}

function Change({ user: u, edit }: { user: User; edit: () => void }) {
  const me = useSession().user.id
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (body: Parameters<typeof users.change>[1]) => users.change(u.id, body),
    onSuccess: () => client.invalidateQueries({ queryKey: ['users'] }),
    onError: (e) => notifications.show({ color: 'red', title: 'Not changed', message: messageOf(e) }),
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Change ${u.name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={edit}>Change or set a password</Menu.Item>
        {u.totp_enabled && <Menu.Item onClick={() => change.mutate({ reset_totp: true })}>Reset the second factor</Menu.Item>}
        {u.id !== me && <Menu.Item onClick={() => change.mutate({ disabled: !u.disabled })}>{u.disabled ? 'Let in again' : 'Lock out'}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  )
}
