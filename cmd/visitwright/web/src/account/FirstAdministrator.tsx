import { Alert, Button, Card, Center, PasswordInput, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState, type SyntheticEvent } from 'react'
import { messageOf } from '../api/call'
import { setup } from '../api/calls'
import { Loading } from '../frame/states'
import { Mark } from './SignIn'

const ZONES = Intl.supportedValuesOf('timeZone').filter((z) => /^(America|Pacific|US)\//.test(z))

/** The one-time page that makes the practice and its first administrator. */
export function FirstAdministrator() {
  const { token } = useParams({ from: '/setup/$token' })
  const go = useNavigate()
  const check = useQuery({ queryKey: ['setup', token], queryFn: () => setup.get(token).then(() => true), retry: false })
  const [form, setForm] = useState({ practice_name: '', time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, name: '', username: '', password: '' })
  const [problem, setProblem] = useState('')
  useDocumentTitle('First administrator · Visitwright')
  const field = (key: keyof typeof form) => ({ value: form[key], onChange: (e: { target: { value: string } }) => setForm({ ...form, [key]: e.target.value }), required: true })

  const submit = async (e: SyntheticEvent) => {
    e.preventDefault()
    setProblem('')
    try {
      await setup.create(token, form)
      await go({ to: '/sign-in' })
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  return (
    <Center component="main" mih="90dvh" p="md">
      <Stack w={420}>
        <Mark />
        {check.isPending && <Loading what="the set-up page" />}
        {check.isError && (
          <Alert color="red" title="This link cannot be used" role="alert">
            <Text size="sm">{messageOf(check.error)} A set-up link works once. If the administrator exists already, sign in; otherwise make a new link on the server.</Text>
            <Button component={Link} to="/sign-in" variant="default" size="xs" mt="sm">
              Go to sign-in
            </Button>
          </Alert>
        )}
        {check.isSuccess && (
          <Card withBorder padding="lg">
            <Title order={1}>Set up your practice</Title>
            <Text size="sm" c="dimmed" mb="md">
              This makes the practice and its first administrator, who then adds everybody else. An administrator sees no charts.
            </Text>
            <form onSubmit={(e) => void submit(e)}>
              <Stack gap="sm">
                {problem && (
                  <Alert color="red" role="alert">
                    {problem}
                  </Alert>
                )}
                <TextInput label="Practice’s name" autoComplete="organization" {...field('practice_name')} />
                <Select
                  label="Time zone" searchable data={[...new Set([form.time_zone, ...ZONES])]} value={form.time_zone} allowDeselect={false}
                  onChange={(z) => z && setForm({ ...form, time_zone: z })}
                />
                <TextInput label="Your name" autoComplete="name" {...field('name')} />
                <TextInput label="User name" autoComplete="username" autoCapitalize="none" {...field('username')} />
                <PasswordInput label="Password" description="At least 12 characters. A sentence is good." autoComplete="new-password" minLength={12} {...field('password')} />
                <Button type="submit">Make the practice</Button>
              </Stack>
            </form>
          </Card>
        )}
      </Stack>
    </Center>
  )
}
