import { Alert, Button, Group, NativeSelect, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { checks } from '../api/calls'
import type { CareGaps } from '../api/types'
import { count, date } from '../format'
import { Empty, Failure, Loading } from '../frame/states'
import { DataTable, type Column } from '../table/DataTable'
import classes from './Alerts.module.css'
import { GapButton } from './GapButton'
import { sinceOf } from './words'

type Row = CareGaps['patients'][number]

const COLUMNS: Column<Row>[] = [
  { id: 'patient', title: 'Patient', value: (r) => r.name, cell: (r) => <Link to="/patients/$id" params={{ id: r.patient_id }}>{r.name}</Link> },
  { id: 'mrn', title: 'MRN', value: (r) => r.mrn, hidden: 'narrow' },
  { id: 'gap', title: 'What is due', value: (r) => r.gap.summary },
  { id: 'status', title: 'State', value: (r) => r.gap.status, text: (r) => (r.gap.status === 'unknown' ? 'to be asked' : r.gap.status) },
  { id: 'due', title: 'Since', value: (r) => sinceOf(r.gap), text: (r) => date(sinceOf(r.gap)) },
  { id: 'done', title: 'Last done', value: (r) => r.gap.last_done ?? '', text: (r) => date(r.gap.last_done) || 'not on record' },
  { id: 'source', title: 'Source', value: (r) => r.gap.source, hidden: true },
]

const STATES = [{ value: 'due', label: 'Due and overdue' }, { value: 'overdue', label: 'Overdue' }, { value: 'unknown', label: 'To be asked' }] as const
type State = (typeof STATES)[number]['value']

/** Preventive care over the practice's patients: who is due for what, with the order or the question beside it. */
export function CareGapsPage() {
  useDocumentTitle('Care gaps · Visitwright')
  const [status, setStatus] = useState<State>('due')
  const [rule, setRule] = useState('')
  const q = useInfiniteQuery({
    queryKey: ['care-gaps', status], queryFn: ({ pageParam }) => checks.gaps({ status, after: pageParam || undefined }), initialPageParam: '', getNextPageParam: (last) => last.next ?? undefined,
  })
  const pages = q.data?.pages
  const { rules, rows, looked, not } = useMemo(() => together(pages ?? []), [pages])
  const shown = rule === '' ? rows : rows.filter((r) => r.gap.rule === rule)
  return (
    <div className={classes.page}>
      <Group justify="space-between" align="flex-end" mb="sm">
        <div>
          <Title order={1}>Care gaps</Title>
          <Text c="dimmed">{pages ? `${count(looked, 'chart')} looked at${q.hasNextPage ? ', there are more' : ', all there are'}` : ' '}</Text>
        </div>
        <Group gap={8} align="flex-end">
          <NativeSelect label="State" value={status} onChange={(e) => setStatus(e.target.value as State)} data={[...STATES]} />
          <NativeSelect label="Recommendation" value={rule} onChange={(e) => setRule(e.target.value)} data={[{ value: '', label: 'All' }, ...rules.map((r) => ({ value: r.rule, label: `${r.summary} (${r.n})` }))]} maw={320} />
        </Group>
      </Group>
      {not.length > 0 && (
        <Alert color="amber" mb="sm" title="Not everything could be checked">
          {not.join(' ')}
        </Alert>
      )}
      {q.isPending && <Loading what="the charts" />}
      {q.isError && <Failure what="list of care gaps" error={q.error} again={() => void q.refetch()} />}
      {pages && shown.length === 0 && <Empty title="Nobody here">Patients for whom preventive care is due stand here, with the order or the question one click away.</Empty>}
      {shown.length > 0 && (
        <DataTable
          name="care-gaps" noun={['gap', 'gaps']} rows={shown} rowKey={(r) => r.patient_id + r.gap.rule} columns={COLUMNS} more={q.hasNextPage}
          actions={(r) => r.gap.action && <GapButton patient={r.patient_id} action={r.gap.action} of={r.name} />}
        />
      )}
      {q.hasNextPage && (
        <Button mt="sm" variant="default" loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>
          Look at more charts
        </Button>
      )}
    </div>
  )
}

function together(pages: CareGaps[]) {
  const rows = pages.flatMap((p) => p.patients)
  const counts = new Map<string, { rule: string; summary: string; n: number }>()
  for (const r of rows) {
    const c = counts.get(r.gap.rule) ?? { rule: r.gap.rule, summary: r.gap.summary, n: 0 }
    counts.set(r.gap.rule, { ...c, n: c.n + 1 })
  }
  const not = [...new Set(pages.flatMap((p) => p.not_checked).map((n) => `${n.what}: ${n.why}.`))]
  return { rows, rules: [...counts.values()].sort((a, b) => b.n - a.n), looked: pages.reduce((n, p) => n + p.looked, 0), not }
}
