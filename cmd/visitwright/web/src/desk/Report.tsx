import { SegmentedControl, Switch, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { count } from '../format'
import { useMay } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import { DataTable, type Column } from '../table/DataTable'
import { desk, type Agreement } from './calls'
import classes from './Desk.module.css'
import { Tabs } from './Tabs'

const percent = (part: number, of: number) => (of === 0 ? '–' : `${Math.round((100 * part) / of)} %`)
const columns = (what: string): Column<Agreement>[] => [
  { id: 'name', title: what, value: (a) => `${a.name}${a.display ? ` ${a.display}` : ''}` },
  { id: 'rate', title: 'Agreement', value: (a) => a.rate, text: (a) => percent(a.accepted, a.accepted + a.rejected + a.replaced) },
  { id: 'accepted', title: 'Accepted', value: (a) => a.accepted },
  { id: 'rejected', title: 'Rejected', value: (a) => a.rejected },
  { id: 'replaced', title: 'Replaced', value: (a) => a.replaced },
  { id: 'added', title: 'Added', value: (a) => a.added },
]
const CODES = columns('Code')
const CLINICIANS = columns('Clinician')
const REASONS: Column<{ reason: string; count: number }>[] = [{ id: 'reason', title: 'Reason', value: (r) => r.reason }, { id: 'count', title: 'Times', value: (r) => r.count }]

/** What coders made of the proposals, and what ranking by their verdicts would do. */
export function Report() {
  const may = useMay()
  const client = useQueryClient()
  const [days, setDays] = useState(90)
  const report = useQuery({ queryKey: ['coding-report', days], queryFn: () => desk.report(days), enabled: may('code.report') })
  const set = useMutation({
    mutationFn: desk.setRerank,
    onSuccess: () => client.invalidateQueries({ queryKey: ['coding-report'] }),
    onError: (e) => notifications.show({ color: 'red', title: 'Not changed', message: messageOf(e) }),
  })
  useDocumentTitle('Coding report · Visitwright')
  const r = report.data
  const decided = r ? r.all.accepted + r.all.rejected + r.all.replaced : 0
  return (
    <div className={classes.page}>
      <Tabs />
      <div className={classes.head}>
        <Title order={1}>Coding report</Title>
        <SegmentedControl size="xs" aria-label="Over how many days" value={String(days)} onChange={(v) => setDays(Number(v))} data={[{ value: '30', label: '30 days' }, { value: '90', label: '90 days' }, { value: '365', label: 'A year' }]} />
      </div>
      {!may('code.report') && <Empty title="Only coders and administrators see this page">It counts what coders made of the proposed codes.</Empty>}
      {report.isPending && may('code.report') && <Loading what="the report" />}
      {report.isError && <Failure what="report" error={report.error} again={() => void report.refetch()} />}
      {r && decided + r.all.added === 0 && <Empty title="No code was decided in this time">Agreement and reasons stand here once coders have worked on cases.</Empty>}
      {r && decided + r.all.added > 0 && (
        <>
          <Text fw={600}>Coders kept {r.all.accepted} of {decided} proposed codes ({percent(r.all.accepted, decided)}) and added {r.all.added}.</Text>
          <Title order={2} mt="md">By code</Title>
          <DataTable name="coding-by-code" noun={['code', 'codes']} rows={r.codes} rowKey={(a) => a.name} columns={CODES} short />
          <Title order={2} mt="md">By clinician</Title>
          <DataTable name="coding-by-clinician" noun={['clinician', 'clinicians']} rows={r.clinicians} rowKey={(a) => a.name} columns={CLINICIANS} short />
          <Title order={2} mt="md">Why codes were not kept</Title>
          {r.reasons.length === 0 ? <Text size="sm">Every proposed code was kept.</Text> : <DataTable name="coding-reasons" noun={['reason', 'reasons']} rows={r.reasons} rowKey={(x) => x.reason} columns={REASONS} short />}
        </>
      )}
      {r && (
        <section aria-label="Ranking by your decisions">
          <Title order={2} mt="md">Ranking by your decisions</Title>
          <Text size="sm">
            {r.effect.verdicts === 0
              ? 'Nothing to measure yet: no proposed code was decided in the past year.'
              : `Over the past year’s ${count(r.effect.verdicts, 'decision')} in ${count(r.effect.cases, 'case')}, the proposals were right ${percent(r.effect.before, r.effect.verdicts)} of the time; ranked by your other cases’ decisions they would have been right ${percent(r.effect.after, r.effect.verdicts)}.`}
          </Text>
          <Switch mt={6} label="Rank proposals by this practice’s decisions" checked={r.rerank} disabled={!may('service.manage')} onChange={(e) => set.mutate(e.currentTarget.checked)} description={may('service.manage') ? 'It takes effect with the next draft or edit.' : 'An administrator can change this.'} />
        </section>
      )}
    </div>
  )
}
