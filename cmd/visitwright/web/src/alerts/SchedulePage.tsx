import { Alert, Button, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { checks } from '../api/calls'
import type { Schedules } from '../api/types'
import { date, dateTime } from '../format'
import { Failure, Loading } from '../frame/states'
import classes from './Alerts.module.css'

/** Whose immunization schedule the practice goes by, and who chose it. */
export function SchedulePage() {
  useDocumentTitle('Immunization schedule · Visitwright')
  const list = useQuery({ queryKey: ['immunization-schedules'], queryFn: checks.schedules })
  return (
    <div className={classes.page}>
      <Title order={1}>Immunization schedule</Title>
      <Text c="dimmed" mb="md">
        Published schedules differ since January 2026. Every forecast is made with the one chosen here and names it.
      </Text>
      {list.isPending && <Loading what="the schedules" />}
      {list.isError && <Failure what="list of schedules" error={list.error} again={() => void list.refetch()} />}
      {list.data && <Choice key={list.data.in_use} list={list.data} />}
    </div>
  )
}

function Choice({ list }: { list: Schedules }) {
  const client = useQueryClient()
  const [chosen, setChosen] = useState(list.in_use)
  const [why, setWhy] = useState('')
  const nameOf = (id: string) => list.options.find((o) => o.id === id)?.name ?? id
  const save = useMutation({
    mutationFn: () => checks.chooseSchedule(chosen, why.trim()),
    onSuccess: async (now) => {
      client.setQueryData(['immunization-schedules'], now)
      notifications.show({ color: 'green', message: `From the next check on: ${nameOf(chosen)}.` })
      await client.invalidateQueries({ queryKey: ['immunization-schedules'] })
    },
  })
  return (
    <Stack gap="md" maw={760}>
      <Radio.Group label="The practice goes by" value={chosen} onChange={setChosen}>
        <Stack gap="sm" mt="xs">
          {list.options.map((o) => (
            <Radio
              key={o.id} value={o.id} label={`${o.name}${o.id === list.in_use ? ' (in use)' : ''}`}
              description={`${o.what}${o.released ? `. Released ${date(o.released)}` : ''}. Source: ${o.source}`}
            />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput label="Why" description="Stands in the history with your name." value={why} onChange={(e) => setWhy(e.target.value)} maxLength={500} />
      {save.error && (
        <Alert color="red" role="alert">
          {messageOf(save.error)} Nothing was changed.
        </Alert>
      )}
      <Group>
        <Button loading={save.isPending} disabled={chosen === list.in_use || why.trim() === ''} onClick={() => save.mutate()}>
          Use this schedule
        </Button>
      </Group>
      <section aria-labelledby="schedule-history">
        <Title order={2} id="schedule-history" size="h4">
          What was chosen
        </Title>
        {list.history.length === 0 ? (
          <Text c="dimmed">Nothing yet: the practice goes by what this installation has.</Text>
        ) : (
          <ul className={classes.history}>
            {list.history.toReversed().map((h) => (
              <li key={h.at}>
                {dateTime(h.at)}: {nameOf(h.schedule)}. {h.why}
              </li>
            ))}
          </ul>
        )}
      </section>
    </Stack>
  )
}
