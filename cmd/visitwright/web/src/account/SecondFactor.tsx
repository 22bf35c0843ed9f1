import { Alert, Button, Card, Code, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { renderSVG } from 'uqr'
import { messageOf } from '../api/call'
import { session } from '../api/calls'
import { SESSION, useSession } from '../frame/session'

/** Sign-in with six digits from a telephone besides the password. */
export function SecondFactor() {
  const { user } = useSession()
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const enrol = useMutation({ mutationFn: session.enrolTotp })
  const confirm = useMutation({ mutationFn: () => session.confirmTotp(code.trim()), onSuccess: () => client.invalidateQueries({ queryKey: SESSION }) })
  return (
    <Card withBorder>
      <Title order={2} mb="xs">
        Second factor
      </Title>
      {user.totp_enabled ? (
        <Text size="sm">On. Signing in asks for six digits from your authenticator. An administrator can reset it if the device is lost.</Text>
      ) : enrol.data ? (
        <Stack gap="sm">
          <Text size="sm">Scan this with an authenticator app, then type the six digits that it shows.</Text>
          <Group align="flex-start">
            <img width={168} height={168} alt="QR code for the authenticator app" src={`data:image/svg+xml,${encodeURIComponent(renderSVG(enrol.data.uri))}`} style={{ background: '#fff', padding: 6 }} />
            <Stack gap={4} style={{ flex: 1, minWidth: 200 }}>
              <Text size="sm" c="dimmed">
                Or type this key:
              </Text>
              <Code style={{ overflowWrap: 'anywhere' }}>{enrol.data.secret}</Code>
            </Stack>
          </Group>
          {confirm.isError && (
            <Alert color="red" role="alert">
              {messageOf(confirm.error)}
            </Alert>
          )}
          <Group align="flex-end">
            <TextInput label="Six digits" inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={code} onChange={(e) => setCode(e.target.value)} />
            <Button loading={confirm.isPending} disabled={code.trim().length !== 6} onClick={() => confirm.mutate()}>
              Turn on
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack gap="sm" align="flex-start">
          <Text size="sm">Off. With it, a stolen password alone opens nothing.</Text>
          {enrol.isError && (
            <Alert color="red" role="alert">
              {messageOf(enrol.error)}
            </Alert>
          )}
          <Button variant="default" loading={enrol.isPending} onClick={() => enrol.mutate()}>
            Set it up
          </Button>
        </Stack>
      )}
    </Card>
  )
}
