import { Alert, Anchor, Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type SyntheticEvent } from 'react'
import { messageOf } from '../api/call'
import { checks, patients } from '../api/calls'
import type { GapAction, NewOrder } from '../api/types'
import { useMay } from '../frame/session'
import { AddVitals } from '../patients/AddVitals'

interface GapButtonProps {
  patient: string
  action: GapAction
  /** The visit in which an order is staged; absent: the patient's open one, or a new one. */
  visit?: string
  /** Says whose it is, where a page shows many people. */
  of?: string
}

/** What closes a care gap, one click away: the order, the question or the measurement. */
export function GapButton({ patient, action, visit, of }: GapButtonProps) {
  const may = useMay()
  const go = useNavigate()
  const client = useQueryClient()
  const [opened, setOpened] = useState(false)
  const changed = () => {
    for (const key of ['chart', 'patient-checks', 'visit', 'care-gaps']) void client.invalidateQueries({ queryKey: [key] })
  }
  const stage = useMutation({
    mutationFn: () => checks.stage(patient, { kind: action.order as NewOrder['kind'], text: action.text, visit_id: visit }),
    onSuccess: ({ order, opened: made }) => {
      changed()
      notifications.show({
        color: 'green', title: `${action.text}: staged`,
        // Messages stand outside the router: no Link here.
        message: visit ? 'It waits among the orders and is not sent by itself.' : (
          <Anchor component="button" type="button" size="sm" onClick={() => void go({ to: '/visits/$id', params: { id: order.visit_id } })}>
            {made ? 'A visit was opened for it. Go there to place it.' : 'Go to the visit to place it.'}
          </Anchor>
        ),
      })
    },
    onError: (e) => notifications.show({ color: 'red', title: 'Not staged', message: messageOf(e) }),
  })
  if (!may(action.kind === 'order' ? 'note.edit' : 'chart.write')) return null
  return (
    <>
      <Button size="compact-xs" variant="default" loading={stage.isPending} onClick={() => (action.kind === 'order' ? stage.mutate() : setOpened(true))} aria-label={`${action.label}: ${action.text}${of ? `, ${of}` : ''}`}>
        {action.label}
      </Button>
      {opened && action.kind === 'measure' && <AddVitals patient={patient} close={() => { setOpened(false); changed() }} />}
      {opened && action.kind === 'ask' && <Ask patient={patient} action={action} close={() => setOpened(false)} saved={changed} />}
    </>
  )
}

// The answer becomes a result of the chart.
function Ask({ patient, action, close, saved }: { patient: string; action: GapAction; close: () => void; saved: () => void }) {
  const [value, setValue] = useState('')
  const choices = action.answers ?? []
  const save = useMutation({
    mutationFn: () =>
      patients.addResult(patient, { code: action.code ?? { display: action.text }, category: 'laboratory', ...(choices.length > 0 ? { text: value } : { value: Number(value), unit: action.unit }) }),
    onSuccess: () => {
      saved()
      close()
    },
  })
  const submit = (e: SyntheticEvent) => {
    e.preventDefault()
    save.mutate()
  }
  return (
    <Modal opened onClose={close} title={action.code?.display ?? 'Question'}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {save.isError && (
            <Alert color="red" role="alert">
              {messageOf(save.error)} Nothing was saved.
            </Alert>
          )}
          {choices.length > 0 ? (
            <Radio.Group label={action.text} value={value} onChange={setValue} required>
              <Stack gap={6} mt={6}>
                {choices.map((c) => (
                  <Radio key={c} value={c} label={c} />
                ))}
              </Stack>
            </Radio.Group>
          ) : (
            <TextInput label={action.text} value={value} onChange={(e) => setValue(e.target.value)} inputMode="decimal" pattern="[0-9]+([.][0-9]+)?" required data-autofocus />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={value === ''}>
              Save the answer
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
