import { Button, NativeSelect, SegmentedControl, Title } from '@mantine/core'
import { useDocumentTitle, useSessionStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { count, date, dateTime, instant, number, time } from '../format'
import { useMay, useSession } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import { DataTable, type Column } from '../table/DataTable'
import { desk, type Case } from './calls'
import classes from './Desk.module.css'
import { AGES, ALL, choices, CONFIDENCES, days, takes, type Filter } from './filter'
import { Tabs } from './Tabs'

export function stateWords(c: Case): string {
  switch (c.state) {
    case 'mine': return 'Mine'
    case 'taken': return `With ${c.holder_name ?? 'a coder'} until ${time(c.held_until ?? '')}`
    case 'waiting': return `Waiting for ${c.clinician_name}`
    case 'done': return `Done ${dateTime(c.done_at)}`
    default: return 'To do'
  }
}

const COLUMNS: Column<Case>[] = [
  { id: 'age', title: 'Age', value: days, text: (c) => (days(c) === 0 ? 'today' : count(days(c), 'day')), hover: (c) => instant(c.signed_at) },
  { id: 'patient', title: 'Patient', value: (c) => c.patient_name, cell: (c) => <strong>{c.patient_name}</strong> },
  { id: 'service', title: 'Date of service', value: (c) => c.date_of_service, text: (c) => date(c.date_of_service) },
  { id: 'reason', title: 'Reason', value: (c) => c.reason, hidden: 'narrow' },
  { id: 'clinician', title: 'Clinician', value: (c) => c.clinician_name, hidden: 'narrow' },
  { id: 'payer', title: 'Payer', value: (c) => c.payer ?? '', text: (c) => c.payer ?? 'None on record', hidden: 'narrow' },
  { id: 'undecided', title: 'To decide', value: (c) => c.undecided, text: (c) => `${c.undecided} of ${c.ticked}` },
  { id: 'lowest', title: 'Lowest confidence', value: (c) => c.lowest_confidence ?? 2, text: (c) => (c.lowest_confidence === undefined ? 'No codes' : `${Math.round(100 * c.lowest_confidence)} %`) },
  { id: 'state', title: 'State', value: stateWords },
]
// Blind to revenue unless somebody asks for it.
const valued = (units: Record<string, number>, why: string | undefined): Column<Case>[] => [
  ...COLUMNS,
  { id: 'value', title: 'Value at stake (RVU)', hidden: true, value: (c) => units[c.visit_id] ?? 0, text: (c) => (why ? `Not known: ${why}` : number(units[c.visit_id] ?? 0)) },
]

/** Signed visits that wait for a coder. */
export function Worklist() {
  const may = useMay()
  const go = useNavigate()
  const { user } = useSession()
  const [state, setState] = useState<Case['state'] | 'open'>('open')
  // Kept while one goes to a case and comes back.
  const [filter, setFilter] = useSessionStorage<Filter>({ key: `coding:${user.id}`, defaultValue: ALL, getInitialValueInEffect: false })
  const list = useQuery({ queryKey: ['desk', 'list', state], queryFn: () => desk.list(state === 'open' ? undefined : state), enabled: may('code.work'), refetchInterval: 20_000 })
  const columns = useMemo(() => valued(list.data?.value ?? {}, list.data?.value_not_known), [list.data])
  const left = useMemo(() => (list.data?.cases ?? []).filter((c) => takes(filter, c)), [list.data, filter])
  useDocumentTitle('Coding · Visitwright')
  if (!may('code.work')) return <Navigate to={may('code.review') ? '/coding/questions' : '/coding/report'} replace />
  return (
    <div className={classes.page}>
      <Tabs />
      <div className={classes.head}>
        <Title order={1}>Coding</Title>
        <SegmentedControl
          size="xs" aria-label="Which cases" value={state} onChange={(v) => setState(v)}
          data={[{ value: 'open', label: 'Open' }, { value: 'mine', label: 'Mine' }, { value: 'waiting', label: 'Waiting' }, { value: 'done', label: 'Done' }]}
        />
      </div>
      {list.isPending && <Loading what="the worklist" />}
      {list.isError && <Failure what="worklist" error={list.error} again={() => void list.refetch()} />}
      {list.data?.cases.length === 0 && (
        <Empty title={state === 'open' ? 'Nothing waits for a coder' : 'No such cases'}>
          A visit stands here as soon as its clinician has signed the note, the oldest first. Enter opens it.
        </Empty>
      )}
      {list.data && list.data.cases.length > 0 && <Filters cases={list.data.cases} filter={filter} change={setFilter} />}
      {list.data && list.data.cases.length > 0 && left.length === 0 && <Empty title="No case is left">{`${count(list.data.cases.length, 'case')} are hidden by what is chosen above.`}</Empty>}
      {list.data && left.length > 0 && (
        <DataTable
          name="coding" noun={['case', 'cases']} rows={left} rowKey={(c) => c.visit_id} columns={columns} more={list.data.more}
          open={(c) => void go({ to: '/coding/$id', params: { id: c.visit_id } })}
          actions={(c) => <button type="button" className={classes.open} onClick={() => void go({ to: '/coding/$id', params: { id: c.visit_id } })} aria-label={`Open the case of ${c.patient_name}`}>Open</button>}
        />
      )}
    </div>
  )
}

/** Chooses among the cases by payer, clinician, age and confidence. */
function Filters({ cases, filter, change }: { cases: Case[]; filter: Filter; change: (f: Filter) => void }) {
  const { payers, clinicians } = choices(cases)
  const select = (key: keyof Filter, all: string, options: { value: string; label: string }[]) => {
    // What was chosen stays to be seen, and undone, when no case has it any more.
    const gone = filter[key] !== '' && !options.some((o) => o.value === filter[key])
    return (
      <NativeSelect
        size="xs" aria-label={all} value={filter[key]} onChange={(e) => change({ ...filter, [key]: e.target.value })}
        data={[{ value: '', label: all }, ...(gone ? [{ value: filter[key], label: 'Chosen before' }] : []), ...options.map(({ value, label }) => ({ value, label }))]}
      />
    )
  }
  return (
    <div className={classes.filters} role="group" aria-label="Choose among the cases">
      {select('payer', 'All payers', payers)}
      {select('clinician', 'All clinicians', clinicians)}
      {select('age', 'Any age', AGES)}
      {select('confidence', 'Any confidence', CONFIDENCES)}
      {Object.values(filter).some(Boolean) && (
        <Button size="xs" variant="subtle" onClick={() => change(ALL)}>
          Show all
        </Button>
      )}
    </div>
  )
}
