import { Alert, Button, Group, List, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { problemOf } from '../account/locked'
import { ApiError } from '../api/call'
import { session, visits } from '../api/calls'
import type { Blocking, VisitView } from '../api/types'
import { count, date } from '../format'
import { useSession } from '../frame/session'
import { visitKey } from './useVisit'

/** Signing cannot be undone: it says what will happen and asks for the password. */
export function SignDialog({ view, version, close }: { view: VisitView; version: number; close: () => void }) {
  const { user } = useSession()
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [wantsCode, setWantsCode] = useState(user.totp_enabled === true)
  const [problem, setProblem] = useState('')
  const [blocking, setBlocking] = useState<Blocking[]>(view.blocking)
  const [busy, setBusy] = useState(false)
  const open = view.omissions.filter((o) => !o.answer).length

  const submit = async (e: SyntheticEvent) => {
    e.preventDefault()
    setBusy(true)
    setProblem('')
    try {
      await session.reauth(password, wantsCode ? code.trim() : undefined)
      await visits.sign(view.visit.id, version)
      await client.invalidateQueries({ queryKey: visitKey(view.visit.id) })
      close()
    } catch (error) {
      if (error instanceof ApiError && error.body.totp_required === true) setWantsCode(true)
      else setProblem(problemOf(error))
      if (error instanceof ApiError && Array.isArray(error.body.blocking)) setBlocking(error.body.blocking)
      void client.invalidateQueries({ queryKey: visitKey(view.visit.id) })
    } finally {
      setBusy(false)
    }
  }
  if (blocking.length > 0)
    return (
      <Modal opened onClose={close} title={`${count(blocking.length, 'item')} must be answered before you can sign`}>
        <List size="sm" spacing={6}>
          {blocking.map((b) => (
            <List.Item key={b.id}>{b.text}</List.Item>
          ))}
        </List>
        <Group justify="flex-end" mt="md">
          <Button onClick={close} data-autofocus>
            Go and answer
          </Button>
        </Group>
      </Modal>
    )
  return (
    <Modal opened onClose={close} title="Sign the note">
      <form onSubmit={(e) => void submit(e)}>
        <Stack gap="sm">
          <Text size="sm">
            You sign version {version} of the note for {view.patient.name}, visit of {date(view.visit.date_of_service)}. After that the note cannot be changed; you can add to it.
          </Text>
          {open > 0 && <Text size="sm">{count(open, 'thing')} heard but not written {open === 1 ? 'is' : 'are'} still unanswered. Signing leaves {open === 1 ? 'it' : 'them'} out.</Text>}
          {problem && (
            <Alert color="red" role="alert">
              {problem} The note is not signed.
            </Alert>
          )}
          {/* Lets a password manager know whose password is asked for. */}
          <input className="sr" type="text" autoComplete="username" value={user.username} readOnly tabIndex={-1} aria-hidden />
          <PasswordInput label={`Password of ${user.name}`} autoComplete="current-password" value={password} onChange={(e) => setPassword(e.target.value)} required data-autofocus />
          {wantsCode && (
            <TextInput label="Six digits from your authenticator" autoComplete="one-time-code" maxLength={16} value={code} onChange={(e) => setCode(e.target.value)} required />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Not yet
            </Button>
            <Button type="submit" loading={busy}>
              Sign
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
