import { Alert, Anchor, Button, Group, Text, Textarea, Title } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { visits, wordings } from '../api/calls'
import type { VisitView } from '../api/types'
import { dateTime, instant } from '../format'
import { useMay } from '../frame/session'
import { WORDINGS } from '../templates/wordings'
import { visitKey } from './useVisit'
import classes from './Visit.module.css'

/** Signature, addenda, and the field for a further one. */
export function SignedBlock({ view }: { view: VisitView }) {
  const may = useMay()
  const { signature, addenda } = view
  return (
    <div className={classes.signed}>
      {signature && (
        <>
          <Group gap={6}>
            <IconCircleCheck size={18} aria-hidden color="var(--safe-ink)" />
            <Text fw={600} title={instant(signature.at)}>
              Signed by {view.signed_by}, {dateTime(signature.at)}
            </Text>
          </Group>
          <Text size="xs" c="dimmed" className={classes.hash}>
            SHA-256 {signature.hash}
          </Text>
        </>
      )}
      {addenda.map((a) => (
        <div key={a.number} className={classes.addendum}>
          <Title order={3}>
            Addendum {a.number}, {a.by_name}, {dateTime(a.at)}
          </Title>
          <Text style={{ whiteSpace: 'pre-wrap' }}>{a.text}</Text>
        </div>
      ))}
      {may('note.edit') && <NewWordings />}
      {may('note.sign') && <NewAddendum visit={view.visit.id} />}
    </div>
  )
}

// What the clinician changes steadily is offered where they have just done it again.
function NewWordings() {
  const list = useQuery({ queryKey: WORDINGS, queryFn: wordings.list })
  const open = (list.data?.wordings ?? []).filter((w) => !w.decided)
  if (open.length === 0) return null
  return (
    <Text size="sm">
      You changed {open.length === 1 ? `“${open[0]?.from}”` : `${open.length} phrases`} in the same way again and again.{' '}
      <Anchor component={Link} to="/settings/wordings" size="sm" underline="always">
        Have drafts written so?
      </Anchor>
    </Text>
  )
}

function NewAddendum({ visit }: { visit: string }) {
  const key = `typing:${visit}:addendum`
  const client = useQueryClient()
  const [open, setOpen] = useState(() => sessionStorage.getItem(key) !== null)
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '')
  const keep = (value: string) => {
    setText(value)
    if (value) sessionStorage.setItem(key, value)
    else sessionStorage.removeItem(key)
  }
  const add = useMutation({
    mutationFn: () => visits.addendum(visit, text.trim()),
    onSuccess: () => {
      keep('')
      setOpen(false)
      return client.invalidateQueries({ queryKey: visitKey(visit) })
    },
  })
  if (!open)
    return (
      <Button size="compact-sm" variant="default" mt="sm" onClick={() => setOpen(true)}>
        Add an addendum
      </Button>
    )
  return (
    <div className={classes.addendum}>
      {add.isError && (
        <Alert color="red" mb="xs" role="alert">
          {messageOf(add.error)} What you typed is kept here.
        </Alert>
      )}
      <Textarea label="Addendum" description="It is added to the note under your name and cannot be taken back." autosize minRows={3} value={text} onChange={(e) => keep(e.target.value)} autoFocus />
      <Group justify="flex-end" mt="xs">
        <Button
          variant="default" size="xs"
          onClick={() => {
            keep('')
            setOpen(false)
          }}
        >
          Cancel
        </Button>
        <Button size="xs" disabled={!text.trim()} loading={add.isPending} onClick={() => add.mutate()}>
          Add to the signed note
        </Button>
      </Group>
    </div>
  )
}
