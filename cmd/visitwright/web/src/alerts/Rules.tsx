import { Badge, Button, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { checks } from '../api/calls'
import type { Rule } from '../api/types'
import { Empty, Failure, Loading } from '../frame/states'
import badge from '../schedule/Today.module.css'
import { DataTable, type Column } from '../table/DataTable'
import classes from './Alerts.module.css'
import { useChecksState } from './CheckingOff'
import { RuleDialog } from './RuleDialog'
import { KINDS, rateOf, reasonsOf, TIERS } from './words'

const stateOf = (r: Rule) => (r.shadow ? 'Tried out unseen' : r.tier === r.own_tier ? TIERS[r.tier] : `${TIERS[r.tier]} (own: ${TIERS[r.own_tier].toLowerCase()})`)

const columns = (names: Map<string, string>, twins: Set<string>): Column<Rule>[] => [
  {
    id: 'title', title: 'Rule', value: (r) => r.title, text: (r) => `${r.title} ${twins.has(r.title) ? r.rule : ''}`.trim(),
    // Rules of one title are told apart by their identifiers.
    cell: (r) => <>{r.title}{twins.has(r.title) && <Text size="xs" c="dimmed">{r.rule}</Text>}</>,
  },
  { id: 'kind', title: 'Kind', value: (r) => KINDS[r.kind] ?? r.kind, hidden: 'narrow' },
  {
    id: 'state', title: 'How it speaks', value: stateOf,
    cell: (r) => (
      <Badge variant="light" className={badge.badge} color={r.shadow ? 'gray' : r.tier === 'interruptive' ? 'red' : r.tier === 'inline' ? 'amber' : 'gray'}>
        {stateOf(r)}
      </Badge>
    ),
  },
  { id: 'fired', title: 'Fired', value: (r) => r.use.fired, text: (r) => (r.shadow ? `${r.use.shadow} unseen` : String(r.use.fired)) },
  { id: 'per_visit', title: 'Per 100 visits', value: (r) => r.use.per_visit, text: (r) => (r.use.fired > 0 ? (100 * r.use.per_visit).toFixed(1) : ''), hidden: 'narrow' },
  { id: 'overridden', title: 'Overridden', value: (r) => r.override_rate, text: (r) => rateOf(r.use) },
  { id: 'reasons', title: 'Reasons', value: (r) => reasonsOf(r.use, names), hidden: 'narrow' },
  { id: 'version', title: 'Version', value: (r) => r.version, hidden: true },
  { id: 'source', title: 'Source', value: (r) => r.source, hidden: true },
  { id: 'id', title: 'Identifier', value: (r) => r.rule, hidden: true },
]

function twinsOf(rules: Rule[]): Set<string> {
  const seen = new Set<string>()
  return new Set(rules.map((r) => r.title).filter((t) => seen.size === seen.add(t).size))
}

/** Every rule of the checks: how loudly it speaks, how it did, and what the practice changed about it. */
export function Rules() {
  useDocumentTitle('Rules of the checks · Visitwright')
  const rules = useQuery({ queryKey: ['rules'], queryFn: checks.rules })
  const state = useChecksState()
  const [open, setOpen] = useState<string | null>(null)
  const names = useMemo(() => new Map((state.data?.override_reasons ?? []).map((r) => [r.code, r.display])), [state.data])
  const cols = useMemo(() => columns(names, twinsOf(rules.data ?? [])), [names, rules.data])
  const chosen = rules.data?.find((r) => r.rule === open)
  return (
    <div className={classes.page}>
      <Title order={1}>Rules of the checks</Title>
      <Text c="dimmed" mb="sm">
        Counted over the last 90 days. Nothing here names a patient. <Link to="/reports/alerts">The month’s report</Link>
      </Text>
      {rules.isPending && <Loading what="the rules" />}
      {rules.isError && <Failure what="list of rules" error={rules.error} again={() => void rules.refetch()} />}
      {rules.data?.length === 0 && <Empty title="No rules">The rules stand here once content of the checks is loaded.</Empty>}
      {rules.data && rules.data.length > 0 && (
        <DataTable
          name="rules" noun={['rule', 'rules']} rows={rules.data} rowKey={(r) => r.rule} columns={cols} open={(r) => setOpen(r.rule)}
          actions={(r) => (
            <Button size="compact-xs" variant="default" onClick={() => setOpen(r.rule)} aria-label={`Open ${r.title}`}>
              Open
            </Button>
          )}
        />
      )}
      {chosen && <RuleDialog key={chosen.rule} rule={chosen} names={names} close={() => setOpen(null)} />}
    </div>
  )
}
