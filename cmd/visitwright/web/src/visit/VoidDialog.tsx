import { Alert, Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { visits } from '../api/calls'
import type { VisitView } from '../api/types'
import { recorder } from '../record/recorder'
import { visitKey } from './useVisit'

/** Voiding cannot be undone, so it is asked for, with what will happen. */
export function VoidDialog({ view, close }: { view: VisitView; close: () => void }) {
  const { id } = view.visit
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const voiding = useMutation({
    mutationFn: async () => {
      if (recorder.snapshot().session?.visit === id) await recorder.stop()
      return visits.discard(id, reason.trim())
    },
    onSuccess: (v) => {
      client.setQueryData(visitKey(id), v)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title="Void this visit">
      <Text size="sm" mb="sm">
        The visit of {view.patient.name} will be marked as opened in error. It can then be neither recorded nor signed. Nothing is deleted, and it cannot be undone.
      </Text>
      {voiding.isError && (
        <Alert color="red" mb="sm" role="alert">
          {messageOf(voiding.error)}
        </Alert>
      )}
      <TextInput label="Reason" value={reason} onChange={(e) => setReason(e.target.value)} data-autofocus maxLength={500} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          Keep the visit
        </Button>
        <Button color="red" disabled={reason.trim() === ''} loading={voiding.isPending} onClick={() => voiding.mutate()}>
          Void the visit
        </Button>
      </Group>
    </Modal>
  )
}
