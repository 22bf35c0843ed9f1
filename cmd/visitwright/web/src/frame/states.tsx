import { Alert, Button, Center, Loader, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCloudOff } from '@tabler/icons-react'
import { useEffect, useState, type ReactNode } from 'react'
import { ApiError, messageOf } from '../api/call'

/** Nothing for 300 ms, a sign until a second, then words. */
export function Loading({ what }: { what: string }) {
  const [stage, setStage] = useState(0)
  useEffect(() => {
    const timers = [setTimeout(() => setStage(1), 300), setTimeout(() => setStage(2), 1000)]
    return () => timers.forEach(clearTimeout)
  }, [])
  if (stage === 0) return null
  return (
    <Center p="xl" role="status">
      <Stack align="center" gap="xs">
        <Loader size="sm" aria-hidden />
        <Text c="dimmed" size="sm">
          {stage === 2 ? `Loading ${what}. This takes longer than it should.` : <span className="sr">Loading {what}</span>}
        </Text>
      </Stack>
    </Center>
  )
}

/** What happened, what is safe, what to do. What a role may not see is no failure, and trying again helps nobody. */
export function Failure({ error, what, again }: { error: unknown; what: string; again?: () => void }) {
  const offline = error instanceof ApiError && error.kind === 'offline'
  if (error instanceof ApiError && error.kind === 'forbidden') return <Empty title="Not open to your role">An administrator can tell you who may see this page, or give you a role that may.</Empty>
  const missing = error instanceof ApiError && error.kind === 'not_found'
  return (
    <Alert
      m="md" color="red" variant="light" role="alert"
      icon={offline ? <IconCloudOff /> : <IconAlertTriangle />}
      title={missing ? `No such ${what}` : `The ${what} could not be loaded`}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {offline ? 'The server cannot be reached. A running recording goes on, and everything saved is safe.' : `${messageOf(error)} Nothing was changed.`}
        </Text>
        {again && !missing && (
          <Button size="xs" variant="default" onClick={again}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

/** What will stand here and how to get there. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <Center p="xl">
      <Stack align="center" gap={6} maw={440} ta="center">
        <Title order={3}>{title}</Title>
        <Text c="dimmed" size="sm">
          {children}
        </Text>
        {action}
      </Stack>
    </Center>
  )
}
