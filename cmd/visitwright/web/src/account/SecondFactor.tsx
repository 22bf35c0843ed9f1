import { Alert, Button, Card, Code, Group, PasswordInput, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { renderSVG } from 'uqr'
import { messageOf } from '../api/call'
import { session } from '../api/calls'
import { count } from '../format'
import { SESSION, useSession } from '../frame/session'
import { problemOf } from './locked'

/** Sign-in with six digits from a telephone besides the password. */
export function SecondFactor() {
  const { user } = useSession()
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const enrol = useMutation({ mutationFn: session.enrolTotp })
  const [codes, setCodes] = useState<string[]>([])
  const confirm = useMutation({
    mutationFn: () => session.confirmTotp(code.trim()),
    onSuccess: (r) => {
      setCodes(r.codes)
      return client.invalidateQueries({ queryKey: SESSION })
    },
  })
  return (
    <Card withBorder>
      <Title order={2} mb="xs">
        Second factor
      </Title>
      {codes.length > 0 ? (
        <RecoveryCodes codes={codes} done={() => setCodes([])} />
      ) : user.totp_enabled ? (
        <On show={setCodes} />
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

function On({ show }: { show: (codes: string[]) => void }) {
  const left = useQuery({ queryKey: ['recovery'], queryFn: session.recoveryLeft })
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asking, setAsking] = useState(false)
  const anew = useMutation({
    mutationFn: async () => {
      await session.reauth(password, code.trim())
      return session.newRecovery()
    },
    onSuccess: (r) => show(r.codes),
  })
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">On. Signing in asks for six digits from your authenticator. {left.data !== undefined && `${count(left.data, 'recovery code')} left for when the device is lost.`} An administrator can reset it as well.</Text>
      {asking ? (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            anew.mutate()
          }}
        >
          <Stack gap="sm">
            {anew.isError && (
              <Alert color="red" role="alert">
                {problemOf(anew.error)}
              </Alert>
            )}
            <PasswordInput label="Your password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.target.value)} />
            <TextInput label="Six digits from your authenticator" autoComplete="one-time-code" maxLength={16} required value={code} onChange={(e) => setCode(e.target.value)} />
            <Button type="submit" loading={anew.isPending}>
              Make ten new codes; the old ones end
            </Button>
          </Stack>
        </form>
      ) : (
        <Button variant="default" onClick={() => setAsking(true)}>
          New recovery codes
        </Button>
      )}
    </Stack>
  )
}

function RecoveryCodes({ codes, done }: { codes: string[]; done: () => void }) {
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">
        The second factor is on. If your device is lost, each of these recovery codes opens your account once. They are shown only now: print them, or write them down, and keep them apart from the device.
      </Text>
      <SimpleGrid cols={2} spacing={6} component="ul" aria-label="Recovery codes" style={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {codes.map((c) => (
          <li key={c}>
            <Code fz="md">{c}</Code>
          </li>
        ))}
      </SimpleGrid>
      <Button onClick={done}>I have kept them</Button>
    </Stack>
  )
}
