import { Alert, Button, Group, Modal, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { today } from '../format'
import { offerUndo } from '../frame/Undo'
import type { Field, Form } from './entries'
import { useChartChanged, useVoiding } from './voiding'

const TAKEN_BACK = 'taken back right after it was entered'

/** What is typed for one new entry of the chart; it can be taken back at once. */
export function AddEntry({ patient, form, close }: { patient: string; form: Form; close: () => void }) {
  const [values, setValues] = useState(form.values)
  const changed = useChartChanged(patient)
  const voiding = useVoiding(patient)
  const add = useMutation({
    mutationFn: () => form.add(patient, values),
    onSuccess: ({ id }) => {
      close()
      offerUndo('Added to the chart.', () => voiding.mutate({ entries: [{ kind: form.kind, id }], reason: TAKEN_BACK }))
      return changed()
    },
  })
  const input = (f: Field) => {
    const common = { label: f.label, required: f.required, description: f.description, value: values[f.key] ?? '', onChange: (e: { target: { value: string } }) => setValues({ ...values, [f.key]: e.target.value }) }
    return (
      <div key={f.key} style={f.wide ? { gridColumn: '1 / -1' } : undefined}>
        {f.options ? (
          <NativeSelect {...common} data={values[f.key] === undefined && f.required ? [{ value: '', label: 'Choose' }, ...f.options] : f.options} />
        ) : (
          <TextInput {...common} type={f.type === 'date' ? 'date' : 'text'} inputMode={f.type === 'number' ? 'decimal' : undefined} pattern={f.type === 'number' ? '-?[0-9]*[.]?[0-9]+' : undefined} max={f.type === 'date' ? today() : undefined} placeholder={f.placeholder} autoComplete="off" data-autofocus={f.wide && f.required ? true : undefined} />
        )}
      </div>
    )
  }
  return (
    <Modal opened onClose={close} title={form.title} size="lg">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          add.mutate()
        }}
      >
        <Stack gap="sm">
          {add.isError && (
            <Alert color="red" role="alert">
              {messageOf(add.error)}
            </Alert>
          )}
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            {form.fields.map(input)}
          </SimpleGrid>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

