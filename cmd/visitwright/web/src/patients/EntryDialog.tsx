import { Alert, Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { messageOf } from '../api/call'

export interface EntryDialogProps {
  title: string
  /** What the button that saves is called. */
  submit?: string
  size?: string
  saving: { mutate: () => void; isPending: boolean; isError: boolean; error: unknown }
  disabled?: boolean
  close: () => void
  children: ReactNode
}

/** What is typed into the record, with why it was not saved above it. */
export function EntryDialog({ title, submit = 'Add', size, saving, disabled, close, children }: EntryDialogProps) {
  return (
    <Modal opened onClose={close} title={title} size={size}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          saving.mutate()
        }}
      >
        <Stack gap="sm">
          {saving.isError && (
            <Alert color="red" role="alert">
              {messageOf(saving.error)}
            </Alert>
          )}
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={saving.isPending} disabled={disabled}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
