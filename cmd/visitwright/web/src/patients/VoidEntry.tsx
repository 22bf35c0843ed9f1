import { ActionIcon, Button, Group, Popover, Stack, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'

/** Takes an entry out that was made in error, with the reason. */
export function VoidEntry({ name, takeOut }: { name: string; takeOut: (reason: string) => void }) {
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState('')
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
            takeOut(reason.trim())
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
