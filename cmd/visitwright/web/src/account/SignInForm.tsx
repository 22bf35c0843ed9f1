import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { ApiError } from '../api/call'
import { session } from '../api/calls'
import { SESSION, take } from '../frame/session'
import { problemOf } from './locked'

/** Name and password, then the six digits where the account has them. */
export function SignInForm({ username, done }: { username?: string; done: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState(username ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [wantsCode, setWantsCode] = useState(false)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)

  const submit = async (e: SyntheticEvent) => {
    e.preventDefault()
    setBusy(true)
    setProblem('')
    try {
      client.setQueryData(SESSION, take(await session.signIn(name.trim(), password, wantsCode ? code.trim() : undefined)))
      void client.invalidateQueries()
      done()
    } catch (error) {
      const asks = error instanceof ApiError && error.body.totp_required === true
      if (asks && !wantsCode) setWantsCode(true)
      else setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(e) => void submit(e)}>
      <Stack gap="sm">
        {problem && (
          <Alert color="red" role="alert">
            {problem}
          </Alert>
        )}
        <TextInput label="User name" autoComplete="username" autoCapitalize="none" value={name} onChange={(e) => setName(e.target.value)} readOnly={username !== undefined} required autoFocus={username === undefined} />
        <PasswordInput label="Password" autoComplete="current-password" value={password} onChange={(e) => setPassword(e.target.value)} required data-autofocus={username !== undefined || undefined} />
        {wantsCode && (
          <TextInput
            label="Six digits from your authenticator" description="Device lost? Type one of your recovery codes." autoComplete="one-time-code" maxLength={16} autoCapitalize="characters" value={code}
            onChange={(e) => setCode(e.target.value)} required autoFocus
          />
        )}
        <Button type="submit" loading={busy}>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}
