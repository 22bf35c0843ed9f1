import { Alert, Button, Group, Modal, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { patients } from '../api/calls'
import type { NewPatient as Form } from '../api/types'
import { today } from '../format'

const EMPTY: Form = { given_name: '', family_name: '', birth_date: '', sex: 'female', phone: '', address: '' }

/** Takes a patient into care; the record number is given by the server. */
export function NewPatient({ close, done }: { close: () => void; done: (id: string) => void }) {
  const client = useQueryClient()
  const [form, setForm] = useState(EMPTY)
  const create = useMutation({
    mutationFn: () => patients.create(form),
    onSuccess: (p) => {
      void client.invalidateQueries({ queryKey: ['patients'] })
      done(p.id)
    },
  })
  const field = (key: 'given_name' | 'family_name' | 'birth_date' | 'phone' | 'address') => ({ value: form[key], onChange: (e: { target: { value: string } }) => setForm({ ...form, [key]: e.target.value }) })
  return (
    <Modal opened onClose={close} title="New patient" size="lg">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          create.mutate()
        }}
      >
        <Stack gap="sm">
          {create.isError && (
            <Alert color="red" role="alert">
              {messageOf(create.error)}
            </Alert>
          )}
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput label="Given name" required data-autofocus autoComplete="off" {...field('given_name')} />
            <TextInput label="Family name" required autoComplete="off" {...field('family_name')} />
            <TextInput label="Date of birth" type="date" required max={today()} {...field('birth_date')} />
            <Select
              label="Sex" allowDeselect={false} value={form.sex} onChange={(v) => v && setForm({ ...form, sex: v })}
              data={[{ value: 'female', label: 'Female' }, { value: 'male', label: 'Male' }, { value: 'other', label: 'Other' }, { value: 'unknown', label: 'Not known' }]}
            />
            <TextInput label="Telephone" type="tel" autoComplete="off" {...field('phone')} />
            <TextInput label="Address" autoComplete="off" {...field('address')} />
          </SimpleGrid>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Add the patient
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
