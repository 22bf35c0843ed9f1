import { Alert, Button, Card, PasswordInput, Stack, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { session } from '../api/calls'

export function Password() {
  const [old, setOld] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => session.changePassword(old, next),
    onSuccess: () => {
      setOld('')
      setNext('')
      notifications.show({ color: 'green', message: 'Your password is changed. Other devices were signed out.' })
    },
  })
  return (
    <Card withBorder>
      <Title order={2} mb="xs">
        Password
      </Title>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          change.mutate()
        }}
      >
        <Stack gap="sm">
          {change.isError && (
            <Alert color="red" role="alert">
              {messageOf(change.error)}
            </Alert>
          )}
          <PasswordInput label="Password now" autoComplete="current-password" value={old} onChange={(e) => setOld(e.target.value)} required />
          <PasswordInput label="New password" description="At least 12 characters. A sentence is good." autoComplete="new-password" minLength={12} value={next} onChange={(e) => setNext(e.target.value)} required />
          <Button type="submit" variant="default" loading={change.isPending}>
            Change the password
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
