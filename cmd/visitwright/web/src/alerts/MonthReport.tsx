import { Group, Text, TextInput, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { checks } from '../api/calls'
import type { AlertReport, TitledUse } from '../api/types'
import { today } from '../format'
import { Empty, Failure, Loading } from '../frame/states'
import { DataTable, type Column } from '../table/DataTable'
import classes from './Alerts.module.css'
import { useChecksState } from './CheckingOff'
import { rateOf, reasonsOf } from './words'

const columns = (names: Map<string, string>): Column<TitledUse>[] => [
  { id: 'rule', title: 'Rule', value: (u) => u.title },
  { id: 'fired', title: 'Fired', value: (u) => u.fired },
  { id: 'interruptive', title: 'Interrupting', value: (u) => u.interruptive, hidden: 'narrow' },
  { id: 'per_visit', title: 'Per 100 visits', value: (u) => u.per_visit, text: (u) => (100 * u.per_visit).toFixed(1) },
  { id: 'answered', title: 'Answered', value: (u) => u.answered, hidden: 'narrow' },
  { id: 'overridden', title: 'Overridden', value: (u) => (u.answered > 0 ? u.overridden / u.answered : 0), text: rateOf },
  { id: 'reasons', title: 'Reasons', value: (u) => reasonsOf(u, names), hidden: 'narrow' },
  { id: 'shadow', title: 'Unseen', value: (u) => u.shadow },
  { id: 'id', title: 'Identifier', value: (u) => u.rule, hidden: true },
]

/** A month of alerts, by rule: how many, how loud, how often overridden and why. */
export function MonthReport() {
  useDocumentTitle('Alerts of the month · Visitwright')
  const [month, setMonth] = useState(() => today().slice(0, 7))
  const report = useQuery({ queryKey: ['alert-report', month], queryFn: () => checks.report(month), enabled: /^\d{4}-\d\d$/.test(month) })
  const state = useChecksState()
  const cols = useMemo(() => columns(new Map((state.data?.override_reasons ?? []).map((r) => [r.code, r.display]))), [state.data])
  const r = report.data
  return (
    <div className={classes.page}>
      <Group justify="space-between" align="flex-end" mb="sm">
        <div>
          <Title order={1}>Alerts of the month</Title>
          <Text c="dimmed">
            Counts only; nothing here names a patient. <Link to="/settings/rules">The rules</Link>
          </Text>
        </div>
        <TextInput label="Month" type="month" value={month} max={today().slice(0, 7)} onChange={(e) => setMonth(e.target.value)} />
      </Group>
      {report.isPending && <Loading what="the report" />}
      {report.isError && <Failure what="report" error={report.error} again={() => void report.refetch()} />}
      {r && <Numbers r={r} />}
      {r && r.rules.length === 0 && <Empty title="No alerts in this month">Each rule that fired stands here, with how often it was overridden and why.</Empty>}
      {r && r.rules.length > 0 && <DataTable name="alert-report" noun={['rule', 'rules']} rows={r.rules} rowKey={(u) => u.rule} columns={cols} />}
      {r && r.hook_rules.length > 0 && (
        <>
          <Title order={2} mt="lg" mb="xs">
            Cards given to other record systems
          </Title>
          <DataTable name="hook-report" noun={['rule', 'rules']} rows={r.hook_rules} rowKey={(u) => u.rule} columns={cols} short />
        </>
      )}
    </div>
  )
}

function Numbers({ r }: { r: AlertReport }) {
  const per = r.visits > 0 ? (r.interruptive / r.visits).toFixed(2) : ''
  const numbers: [string, string | number][] = [
    ['Visits checked', r.visits], ['Alerts shown', r.alerts], ['Interrupting', r.interruptive], ['Interrupting per visit', per || '0'],
    ['Answered', r.answered], ['Overridden', r.answered > 0 ? `${Math.round((100 * r.overridden) / r.answered)} %` : '0'], ['Calls by other systems', r.hook_calls],
  ]
  return (
    <dl className={classes.numbers}>
      {numbers.map(([name, n]) => (
        <div key={name} className={classes.number}>
          <dt>{name}</dt>
          <dd>{typeof n === 'number' ? n.toLocaleString('en-US') : n}</dd>
        </div>
      ))}
    </dl>
  )
}
