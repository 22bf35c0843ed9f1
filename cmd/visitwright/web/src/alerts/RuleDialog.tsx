import { Alert, Button, Group, Modal, NativeSelect, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { checks } from '../api/calls'
import type { Replay, Rule, RuleChange } from '../api/types'
import { count, dateTime } from '../format'
import classes from './Alerts.module.css'
import { KINDS, rateOf, reasonsOf, TIERS } from './words'

/** One rule: what it rests on, how it did, what the practice changed, and what a change would have done. */
export function RuleDialog({ rule: r, names, close }: { rule: Rule; names: Map<string, string>; close: () => void }) {
  const client = useQueryClient()
  const [tier, setTier] = useState<string>(r.tier === r.own_tier ? '' : r.tier)
  const [shadow, setShadow] = useState(r.shadow)
  const [why, setWhy] = useState('')
  const change = { shadow, tier: (tier || undefined) as RuleChange['tier'] }
  const done = (words: string) => async () => {
    notifications.show({ color: 'green', message: words })
    await client.invalidateQueries({ queryKey: ['rules'] })
    close()
  }
  const save = useMutation({ mutationFn: () => checks.setRule(r.rule, { ...change, why: why.trim() }), onSuccess: done('The rule is changed for this practice.') })
  const back = useMutation({ mutationFn: () => checks.rollBack(r.rule, why.trim()), onSuccess: done('The last change is taken back.') })
  const replay = useMutation({ mutationFn: () => checks.replay({ rule: r.rule, ...change }) })
  const failed = save.error ?? back.error ?? replay.error
  const unchanged = shadow === r.shadow && (tier || r.own_tier) === r.tier
  return (
    <Modal opened onClose={close} title={r.title} size="lg">
      <dl className={classes.facts}>
        <dt>Kind</dt>
        <dd>{KINDS[r.kind] ?? r.kind}, version {r.version}, {r.rule}</dd>
        <dt>Source</dt>
        <dd>{r.source}</dd>
        <dt>Last 90 days</dt>
        <dd>
          {r.use.fired === 0 && r.use.shadow === 0 ? 'It did not fire.' : `Fired ${count(r.use.fired, 'time')}${r.use.shadow ? ` and ${r.use.shadow} unseen` : ''}, ${r.use.interruptive} interrupting; ${r.use.answered} answered${r.use.answered > 0 ? `, ${rateOf(r.use)} overridden` : ''}.`}
        </dd>
        {r.use.overridden > 0 && (
          <>
            <dt>Reasons</dt>
            <dd>{reasonsOf(r.use, names)}</dd>
          </>
        )}
      </dl>
      <Stack gap="sm">
        <NativeSelect
          label="How it speaks in this practice" value={tier} onChange={(e) => setTier(e.target.value)}
          data={[{ value: '', label: `As it was made: ${TIERS[r.own_tier].toLowerCase()}` }, ...Object.entries(TIERS).filter(([t]) => t !== r.own_tier).map(([value, label]) => ({ value, label }))]}
        />
        <Switch label="Try it out unseen: it is counted and not shown" checked={shadow} onChange={(e) => setShadow(e.target.checked)} />
        <TextInput label="Why" description="Stands in the rule’s history with your name. No patient’s details." value={why} onChange={(e) => setWhy(e.target.value)} maxLength={500} />
        {failed && (
          <Alert color="red" role="alert">
            {messageOf(failed)} Nothing was changed.
          </Alert>
        )}
        {replay.data && <Replayed result={replay.data} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" loading={replay.isPending} disabled={unchanged} onClick={() => replay.mutate()}>
            What would it have done?
          </Button>
          {r.history.length > 0 && (
            <Button variant="default" loading={back.isPending} disabled={why.trim() === ''} onClick={() => back.mutate()}>
              Take the last change back
            </Button>
          )}
          <Button loading={save.isPending} disabled={unchanged || why.trim() === ''} onClick={() => save.mutate()}>
            Change the rule
          </Button>
        </Group>
      </Stack>
      {r.history.length > 0 && (
        <>
          <Title order={3} mt="md">
            What was changed
          </Title>
          <ul className={classes.history}>
            {r.history.toReversed().map((h) => (
              <li key={h.at}>
                {dateTime(h.at)}: {h.shadow ? 'unseen' : h.tier ? TIERS[h.tier].toLowerCase() : 'as it was made'}. {h.why}
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  )
}

function Replayed({ result }: { result: Replay }) {
  const visits = count(result.visits, 'past visit')
  return (
    <Alert color="blue" role="status" title={`Replayed on ${visits}`}>
      {result.visits === 0 && 'No visit was checked in the last 90 days.'}
      {result.visits > 0 && result.changes.length === 0 && 'Nothing would have been different.'}
      {result.changes.map((c) => (
        <Text key={c.rule} size="sm">
          {`Shown ${count(c.shown_after, 'time')} instead of ${c.shown_before}; interrupting ${count(c.after, 'time')} instead of ${c.before}.`}
        </Text>
      ))}
    </Alert>
  )
}
