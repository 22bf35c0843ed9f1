import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { notifications } from '@mantine/notifications'
import { messageOf } from '../api/call'
import { visits } from '../api/calls'
import type { Comparison, Sentence, VisitView } from '../api/types'
import { dateTime, instant } from '../format'
import { Failure, Loading } from '../frame/states'
import { visitKey } from '../visit/useVisit'
import classes from './Compare.module.css'
import { nameOf, rowsOf, type Row } from './rows'

interface Props {
  view: VisitView
  close: () => void
  /** A sentence was taken: its section, and what stood in its place; the note as it was can be brought back. */
  taken: (s: Sentence, instead: Sentence | undefined) => void
}

/** The note and the other drafter's draft beside each other, to take from. */
export default function Compare({ view, close, taken }: Props) {
  const id = view.visit.id
  const key = [...visitKey(id), 'compare', view.note?.version]
  const client = useQueryClient()
  const state = useQuery({ queryKey: key, queryFn: () => visits.comparison(id), staleTime: 0, placeholderData: (before) => before, refetchInterval: (q) => (q.state.data?.writing ? 1500 : false) })
  const ask = useMutation({ mutationFn: () => visits.compare(id), onSuccess: (c) => client.setQueryData(key, c) })
  const who = nameOf(view.other_drafter ?? '')
  return (
    <Modal opened onClose={close} size={1240} title={<Title order={2}>Two drafts of this visit</Title>}>
      {state.isPending && <Loading what="the other draft" />}
      {state.isError && <Failure what="draft" error={state.error} again={() => void state.refetch()} />}
      {ask.isError && <Failure what="draft" error={ask.error} again={() => ask.mutate()} />}
      {state.data && !ask.isError && (state.data.draft ? <Both view={view} c={state.data} close={close} taken={taken} again={() => ask.mutate()} asking={ask.isPending} /> : <Ask c={state.data} who={who} ask={() => ask.mutate()} asking={ask.isPending} />)}
    </Modal>
  )
}

function Ask({ c, who, ask, asking }: { c: Comparison; who: string; ask: () => void; asking: boolean }) {
  if (c.writing)
    return (
      <Text role="status" pb="md">
        {capital(who)} is writing from the same transcript. With a language model this can take some minutes; you may close this and go on.
      </Text>
    )
  return (
    <Stack align="flex-start" gap="sm" pb="md">
      {c.failed && (
        <Text role="alert">
          <IconAlertTriangle size={16} aria-hidden style={{ verticalAlign: -3 }} /> There is no draft by {who}: {c.failed}. Your note is as it was.
        </Text>
      )}
      <Text>{capital(who)} drafts this visit a second time. Your note stays as it is until you take something from the other draft.</Text>
      <Button onClick={ask} loading={asking} data-autofocus>
        {c.failed ? 'Try again' : `Have ${who} draft it too`}
      </Button>
    </Stack>
  )
}

// A model's name is written as it is.
const capital = (who: string) => who.replace(/^the /, 'The ')

function Both({ view, c, close, taken, again, asking }: Props & { c: Comparison; again: () => void; asking: boolean }) {
  const id = view.visit.id
  const client = useQueryClient()
  const note = view.note!
  const take = useMutation({
    mutationFn: (sentence: string | undefined) => visits.takeOther(id, note.version, sentence),
    onSuccess: (v) => client.setQueryData(visitKey(id), v),
    onError: (e) => {
      notifications.show({ color: 'red', title: 'Not taken', message: messageOf(e) })
      void client.invalidateQueries({ queryKey: visitKey(id) })
    },
  })
  const who = nameOf(c.drafter)
  const stale = c.note_version !== note.version || take.isPending
  const takeOne = (r: Row) => r.theirs && take.mutate(r.theirs.id, { onSuccess: () => taken(r.theirs!, r.ours) })
  return (
    <>
      <Group gap="sm" mb="xs">
        <Button
          disabled={stale} data-autofocus
          onClick={() => take.mutate(undefined, {
            onSuccess: () => {
              notifications.show({ message: `The note is now the draft by ${who}, with the sentences you wrote. The one before stands in the history.` })
              close()
            },
          })}
        >
          Use the whole draft by {who}
        </Button>
        <Button variant="default" onClick={again} loading={asking}>
          Draft it anew
        </Button>
        <Text size="sm" c="dimmed" title={instant(c.made_at ?? '')}>
          Made {dateTime(c.made_at ?? '')}, checked as every draft is. What you wrote stays, and what you removed stays out.
        </Text>
      </Group>
      <div className={classes.heads} aria-hidden>
        <strong>In the note</strong>
        <strong>{capital(who)}</strong>
      </div>
      {rowsOf(note, c).map((s) => (
        <section key={s.name} className={classes.section} aria-label={s.title}>
          <Title order={3} size="h5">
            {s.title}
          </Title>
          {s.rows.map((r) => (
            <RowView key={(r.ours?.id ?? '') + '|' + (r.theirs?.id ?? '')} row={r} who={who} stale={stale} take={() => takeOne(r)} />
          ))}
        </section>
      ))}
    </>
  )
}

function RowView({ row: { ours, theirs }, who, stale, take }: { row: Row; who: string; stale: boolean; take: () => void }) {
  const same = ours && theirs && ours.text === theirs.text
  const yours = ours?.origin === 'person'
  return (
    <div className={classes.row} data-same={same || undefined}>
      <Cell s={ours} which="In the note" none="Not in the note" />
      <div>
        <Cell s={theirs} which={capital(who)} none={same ? '' : 'Not in this draft'} />
        {same && (
          <Text size="sm">
            <IconCheck size={14} aria-hidden style={{ verticalAlign: -2 }} /> The same
          </Text>
        )}
        {theirs && !same && !yours && (
          <Button mt={4} size="compact-sm" variant="default" disabled={stale} onClick={take} aria-label={`${ours ? 'Use this instead' : 'Add this'}: ${theirs.text}`}>
            {ours ? 'Use this instead' : 'Add this'}
          </Button>
        )}
      </div>
    </div>
  )
}

function Cell({ s, which, none }: { s: Sentence | undefined; which: string; none: string }) {
  const doubts = s?.answer ? [] : (s?.doubts ?? [])
  return (
    <div className={classes.cell} data-kind={s?.kind}>
      <Text size="xs" c="dimmed" className={classes.which}>
        {which}
      </Text>
      {s ? <span className={classes.text}>{s.text}</span> : <Text size="sm" c="dimmed">{none}</Text>}
      {s?.origin === 'person' && <Text size="xs" c="dimmed">your words</Text>}
      {doubts.map((d, i) => (
        <Text key={i} size="sm" className={classes.doubt}>
          <IconAlertTriangle size={13} aria-hidden style={{ verticalAlign: -2 }} /> Wants an answer: {d.detail}
        </Text>
      ))}
    </div>
  )
}
