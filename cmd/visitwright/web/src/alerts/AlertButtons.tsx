import { Button, Group, Kbd, NativeSelect, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import { messageOf } from '../api/call'
import { checks } from '../api/calls'
import type { Alert } from '../api/types'
import { useChecksState } from './CheckingOff'

type Action = NonNullable<Alert['actions']>[number]

interface AlertButtonsProps {
  alert: Alert
  visit: string
  chosen: boolean
  busy: boolean
  answer: (choice: 'accepted' | 'rejected', reason?: string) => void
}

// What must be said before it can be done.
const ASKS: Record<string, string> = { replace: 'Give instead, with dose', adjust_dose: 'New dose' }

/** What can be done about an alert, then what goes on in spite of it. */
export function AlertButtons({ alert, visit, chosen, busy, answer }: AlertButtonsProps) {
  const client = useQueryClient()
  const [asking, setAsking] = useState<number | null>(null)
  const act = useMutation({
    mutationFn: (body: { action: number; text?: string }) => checks.act(visit, alert.id ?? '', body),
    onSuccess: (view, { action }) => {
      client.setQueryData(['visit', visit], view)
      notifications.show({ color: 'green', message: `${alert.actions?.[action]?.label ?? 'Done'}: staged. Place it among the orders; nothing is sent by itself.` })
    },
    onError: (e) => notifications.show({ color: 'red', title: 'Nothing was staged', message: messageOf(e) }),
  })
  const off = busy || act.isPending
  const actions = (alert.actions ?? []).map((a, i) => [a, i] as const).filter(([a]) => a.kind !== 'acknowledge')
  const press = (a: Action, i: number) => (ASKS[a.kind] ? setAsking(i) : act.mutate({ action: i }))
  const asked = asking === null ? undefined : alert.actions?.[asking]
  return (
    <>
      {actions.length > 0 && (
        <Group gap={6} mb={6}>
          {actions.map(([a, i]) => (
            <Button key={`${a.label} ${i}`} size="compact-sm" variant={asking === i ? 'light' : 'default'} disabled={off} onClick={() => press(a, i)}>
              {a.label}
            </Button>
          ))}
        </Group>
      )}
      {asked && (
        <Say
          key={asking} label={ASKS[asked.kind] ?? ''} start={asked.text && asked.text !== asked.subject ? asked.text : asked.kind === 'adjust_dose' ? `${asked.subject ?? ''} ` : ''} busy={off} close={() => setAsking(null)}
          say={(text) => act.mutate({ action: asking ?? 0, text })}
        />
      )}
      {alert.tier === 'interruptive' ? <GoOn alert={alert} chosen={chosen} off={off} answer={answer} /> : <Seen chosen={chosen} off={off} answer={answer} />}
    </>
  )
}

function Say({ label, start, busy, close, say }: { label: string; start: string; busy: boolean; close: () => void; say: (text: string) => void }) {
  const [text, setText] = useState(start)
  const submit = (e: SyntheticEvent) => {
    e.preventDefault()
    say(text.trim())
  }
  return (
    <form onSubmit={submit}>
      <TextInput size="xs" label={label} value={text} onChange={(e) => setText(e.target.value)} maxLength={500} autoFocus mb={6} />
      <Group gap={6} mb={8}>
        <Button type="submit" size="compact-sm" disabled={busy || text.trim() === ''}>
          Stage it
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={close}>
          Cancel
        </Button>
      </Group>
    </form>
  )
}

const OTHER = 'other'

// An alert that interrupts wants a reason before anybody goes on.
function GoOn({ alert, chosen, off, answer }: { alert: Alert; chosen: boolean; off: boolean; answer: AlertButtonsProps['answer'] }) {
  const state = useChecksState()
  const [picked, setPicked] = useState('')
  const [words, setWords] = useState('')
  const reasons = state.data?.override_reasons ?? []
  const free = reasons.length === 0 || picked === OTHER
  const reason = (free ? words : picked).trim()
  return (
    <>
      {reasons.length > 0 && (
        <NativeSelect
          size="xs" mb={6} label="Reason to go on in spite of it" data-reason value={picked} onChange={(e) => setPicked(e.target.value)}
          data={[{ value: '', label: 'Choose a reason' }, ...reasons.map((r) => ({ value: r.display, label: r.display })), { value: OTHER, label: 'In other words' }]}
        />
      )}
      {free && <TextInput size="xs" mb={6} label={reasons.length > 0 ? 'The reason' : 'Reason to go on in spite of it'} data-reason={reasons.length === 0 || undefined} value={words} onChange={(e) => setWords(e.target.value)} maxLength={500} />}
      <Group gap={6}>
        <Button size="compact-sm" variant={chosen ? 'filled' : 'default'} disabled={off} onClick={() => answer('accepted')} rightSection={chosen && <Kbd size="xs">a</Kbd>}>
          I act on it
        </Button>
        <Button size="compact-sm" variant="default" disabled={off || reason === ''} onClick={() => answer('rejected', reason)} rightSection={chosen && <Kbd size="xs">x</Kbd>} aria-label={`Go on, with a reason: ${alert.summary}`}>
          Go on, with a reason
        </Button>
      </Group>
    </>
  )
}

function Seen({ chosen, off, answer }: { chosen: boolean; off: boolean; answer: AlertButtonsProps['answer'] }) {
  return (
    <Group gap={6}>
      <Button size="compact-sm" variant={chosen ? 'filled' : 'default'} disabled={off} onClick={() => answer('accepted')} rightSection={chosen && <Kbd size="xs">a</Kbd>}>
        Seen
      </Button>
      <Button size="compact-sm" variant="default" disabled={off} onClick={() => answer('rejected')} rightSection={chosen && <Kbd size="xs">x</Kbd>}>
        Does not apply
      </Button>
    </Group>
  )
}
