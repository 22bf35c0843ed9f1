import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { today } from '../format'
import { offerUndo } from '../frame/Undo'
import type { Field, Form } from './entries'
import { EntryDialog } from './EntryDialog'

export interface AddEntryProps {
  patient: string
  form: Form
  /** Reads anew what shows it. */
  changed: () => Promise<unknown>
  takeBack: (id: string) => void
  close: () => void
}

/** What is typed for one entry of the record; it can be taken back at once. */
export function AddEntry({ patient, form, changed, takeBack, close }: AddEntryProps) {
  const [values, setValues] = useState(form.values)
  const add = useMutation({
    mutationFn: () => form.add(patient, values),
    onSuccess: ({ id }) => {
      close()
      offerUndo(form.done ?? 'Added to the chart.', () => takeBack(id))
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
          <TextInput {...common} type={f.type === 'date' ? 'date' : 'text'} inputMode={f.type === 'number' ? 'decimal' : undefined} pattern={f.type === 'number' ? '-?[0-9]*[.]?[0-9]+' : undefined} max={f.type === 'date' && !f.ahead ? today() : undefined} placeholder={f.placeholder} autoComplete="off" data-autofocus={f.wide && f.required ? true : undefined} />
        )}
      </div>
    )
  }
  return (
    <EntryDialog title={form.title} submit={form.submit} size="lg" saving={add} close={close}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {form.fields.map(input)}
      </SimpleGrid>
    </EntryDialog>
  )
}
