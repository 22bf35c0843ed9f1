import { Button, Group, Modal, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue, useDocumentTitle, useSessionStorage } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { patients } from '../api/calls'
import type { PatientSummary } from '../api/types'
import { date, SEARCH_PAUSE_MS, sex } from '../format'
import { useMay } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import classes from '../schedule/Today.module.css'
import { DataTable, type Column } from '../table/DataTable'
import { Coverage } from './Coverage'
import { NewPatient } from './NewPatient'

const COLUMNS = (link: boolean): Column<PatientSummary>[] => [
  {
    id: 'name', title: 'Name', value: (p) => p.name,
    cell: (p) =>
      link ? (
        <Link to="/patients/$id" params={{ id: p.id }} className={classes.name}>
          {p.name}
        </Link>
      ) : (
        <span className={classes.name}>{p.name}</span>
      ),
  },
  { id: 'born', title: 'Born', value: (p) => p.birth_date, text: (p) => date(p.birth_date) },
  { id: 'age', title: 'Age', value: (p) => p.age },
  { id: 'sex', title: 'Sex', value: (p) => sex(p.sex) },
  { id: 'mrn', title: 'MRN', value: (p) => p.mrn },
]

export function Patients() {
  const may = useMay()
  const go = useNavigate()
  const [adding, setAdding] = useState(false)
  const [insured, setInsured] = useState<PatientSummary | null>(null)
  // Names stay out of addresses, which browsers and proxies keep.
  const [text, setText] = useSessionStorage({ key: 'patient-search', defaultValue: '' })
  const [q] = useDebouncedValue(text.trim(), SEARCH_PAUSE_MS)
  const found = useQuery({ queryKey: ['patients', q], queryFn: ({ signal }) => patients.search(q, signal), placeholderData: keepPreviousData })
  useDocumentTitle('Patients · Visitwright')
  return (
    <div className={classes.page}>
      <Group justify="space-between" mb="sm">
        <Title order={1}>Patients</Title>
        {may('patient.write') && <Button onClick={() => setAdding(true)}>New patient</Button>}
      </Group>
      {adding && (
        <NewPatient
          close={() => setAdding(false)}
          done={(id) => {
            setAdding(false)
            if (may('chart.read')) void go({ to: '/patients/$id', params: { id } })
          }}
        />
      )}
      <TextInput
        mb="md" maw={440} label="Find a patient" description="A part of the name, a date of birth (1984-05-17) or a record number" leftSection={<IconSearch size={16} aria-hidden />}
        value={text} onChange={(e) => setText(e.target.value)}
      />
      {found.isPending && <Loading what="patients" />}
      {found.isError && <Failure what="list of patients" error={found.error} again={() => void found.refetch()} />}
      {found.data?.patients.length === 0 && (
        <Empty title={q ? `No patient matches “${q}”` : 'No patients yet'}>
          {q ? 'Try fewer letters, or the record number.' : 'Patients stand here as soon as they are entered or charts are read in.'}
        </Empty>
      )}
      {found.data && found.data.patients.length > 0 && (
        <DataTable
          name="patients" noun={['patient', 'patients']} rows={found.data.patients} rowKey={(r) => r.id} columns={COLUMNS(may('chart.read'))} more={found.data.more} searched
          open={(r) => (may('chart.read') ? void go({ to: '/patients/$id', params: { id: r.id } }) : setInsured(r))}
          actions={(r) => (
            <Button size="compact-xs" variant="subtle" onClick={() => setInsured(r)} aria-label={`Coverage of ${r.name}`}>
              Coverage
            </Button>
          )}
        />
      )}
      {insured && (
        <Modal opened onClose={() => setInsured(null)} title={`${insured.name}, born ${date(insured.birth_date)}, MRN ${insured.mrn}`} size="lg">
          <Coverage patient={insured.id} />
        </Modal>
      )}
      {found.data?.more && (
        <Text size="sm" c="dimmed" mt="xs">
          There are more. Type more of the name to narrow it down.
        </Text>
      )}
    </div>
  )
}
