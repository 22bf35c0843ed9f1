import { Button, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { messageOf } from '../api/call'

export function NotFound() {
  return (
    <Stack p="xl" align="flex-start" component="main">
      <Title order={1}>There is no page here</Title>
      <Text>The address may be cut off or from an older version.</Text>
      <Button component={Link} to="/today" variant="default">
        Go to today’s schedule
      </Button>
    </Stack>
  )
}

export function RouteFailure({ error }: { error: unknown }) {
  return (
    <Stack p="xl" align="flex-start" component="main" role="alert">
      <Title order={1}>This page stopped working</Title>
      <Text>
        A running recording goes on, and everything saved is safe. Load the page again; if it happens again, tell your administrator: {messageOf(error)}
      </Text>
      <Button variant="default" onClick={() => location.reload()}>
        Load again
      </Button>
    </Stack>
  )
}
