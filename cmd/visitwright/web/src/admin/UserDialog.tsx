import { Alert, Button, Group, Modal, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { templates, users } from '../api/calls'
import type { Role, User } from '../api/types'
import { role } from '../format'

const ROLES: Role[] = ['clinician', 'nurse', 'coder', 'biller', 'front_desk', 'administrator']

/** A new user, or another name, role or password for one. */
export function UserDialog({ user, close }: { user: User | null; close: () => void }) {
  const client = useQueryClient()
  const [form, setForm] = useState({ username: user?.username ?? '', name: user?.name ?? '', credentials: user?.credentials ?? '', role: user?.role ?? 'clinician', specialty: user?.specialty ?? '', password: '' })
  const specialties = useQuery({ queryKey: ['specialties'], queryFn: templates.specialties, staleTime: Infinity })
  const save = useMutation({
    mutationFn: () => {
      const { username, password, ...rest } = form
      return user ? users.change(user.id, { ...rest, ...(password ? { password } : {}) }) : users.create({ username, password, ...rest })
    },
    onSuccess: () => {
      close()
      return client.invalidateQueries({ queryKey: ['users'] })
    },
  })
  const field = (key: 'username' | 'name' | 'credentials' | 'password') => ({ value: form[key], onChange: (e: { target: { value: string } }) => setForm({ ...form, [key]: e.target.value }) })
  return (
    <Modal opened onClose={close} title={user ? `Change ${user.name}` : 'Add a user'}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          save.mutate()
        }}
      >
        <Stack gap="sm">
          {save.isError && (
            <Alert color="red" role="alert">
              {messageOf(save.error)}
            </Alert>
          )}
          <TextInput label="Name" required data-autofocus {...field('name')} />
          <TextInput label="Letters after the name" placeholder="MD, NP, PA-C" {...field('credentials')} />
          <TextInput label="User name" required readOnly={!!user} autoCapitalize="none" autoComplete="off" {...field('username')} />
          <Select label="Role" data={ROLES.map((r) => ({ value: r, label: role(r) }))} value={form.role} allowDeselect={false} onChange={(r) => r && setForm({ ...form, role: r })} />
          {(form.role === 'clinician' || form.specialty !== '') && (
            <Select
              label="Specialty" description="It may have a note template of its own: see Note templates." placeholder="Not said" searchable clearable
              data={(specialties.data ?? []).map((s) => ({ value: s.name, label: s.title }))} value={form.specialty || null} onChange={(s) => setForm({ ...form, specialty: s ?? '' })}
            />
          )}
          <PasswordInput
            label={user ? 'New password' : 'First password'} description={user ? 'Left empty, it stays as it is. At least 12 characters.' : 'At least 12 characters. Tell it to them in person; they change it under Settings.'}
            required={!user} minLength={12} autoComplete="new-password" {...field('password')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              {user ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
