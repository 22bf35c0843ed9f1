import { ActionIcon, Button, Group, Popover, Stack, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Entry } from '../api/types'
import { useVoiding } from './voiding'

/** Takes an entry out that was made in error, with the reason. */
export function VoidEntry({ patient, name, entries }: { patient: string; name: string; entries: Entry[] }) {
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState('')
  const voiding = useVoiding(patient)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus withinPortal shadow="md">
      <Popover.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Entered in error: ${name}`} onClick={() => setOpened(!opened)}>
          <IconX size={14} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(e) => {
            e.preventDefault()
            setOpened(false)
            voiding.mutate({ entries, reason: reason.trim() })
          }}
        >
          <Stack gap="xs" w={260}>
            <TextInput size="xs" label="Entered in error, because" required placeholder="e.g. another patient’s" value={reason} onChange={(e) => setReason(e.target.value)} maxLength={500} />
            <Group justify="flex-end" gap={6}>
              <Button size="compact-sm" variant="default" onClick={() => setOpened(false)}>
                Cancel
              </Button>
              <Button size="compact-sm" type="submit" disabled={reason.trim() === ''}>
                Void it
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
