import { Alert, Button, Group, Modal, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { patients, schedule } from '../api/calls'
import { date as dateWords, instantOf, longDate } from '../format'
import { useSession } from '../frame/session'

/** Books an appointment on a day of the practice. */
export function Book({ date, close }: { date: string; close: () => void }) {
  const client = useQueryClient()
  const { user, practice } = useSession()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 200)
  const [patient, setPatient] = useState<string | null>(null)
  const [clinician, setClinician] = useState<string | null>(user.role === 'clinician' ? user.id : null)
  const [time, setTime] = useState('09:00')
  const [minutes, setMinutes] = useState('20')
  const [reason, setReason] = useState('')
  const found = useQuery({ queryKey: ['patients', asked], queryFn: ({ signal }) => patients.search(asked, signal) })
  const clinicians = useQuery({ queryKey: ['clinicians'], queryFn: schedule.clinicians, staleTime: 60_000 })
  const book = useMutation({
    mutationFn: () => schedule.book({ patient_id: patient!, clinician_id: clinician!, start: instantOf(date, time, practice.time_zone), minutes: Number(minutes), reason: reason.trim() }),
    onSuccess: () => {
      close()
      return client.invalidateQueries({ queryKey: ['schedule'] })
    },
  })
  return (
    <Modal opened onClose={close} title={`Book for ${longDate(date)}`} size="lg">
      <form
        onSubmit={(e) => {
          e.preventDefault()
          book.mutate()
        }}
      >
        <Stack gap="sm">
          {book.isError && (
            <Alert color="red" role="alert">
              {messageOf(book.error)}
            </Alert>
          )}
          <Select
            label="Patient" required searchable searchValue={text} onSearchChange={setText} value={patient} onChange={setPatient} filter={({ options }) => options} data-autofocus
            placeholder="Part of the name, date of birth or record number" nothingFoundMessage="No patient matches. New patients are added under Patients."
            data={(found.data?.patients ?? []).map((p) => ({ value: p.id, label: `${p.name}, born ${dateWords(p.birth_date)}, MRN ${p.mrn}` }))}
          />
          <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
            <Select label="Clinician" required value={clinician} onChange={setClinician} data={(clinicians.data ?? []).map((c) => ({ value: c.id, label: c.name }))} />
            <TextInput label="Time" type="time" required value={time} onChange={(e) => setTime(e.target.value)} />
            <Select label="Length" allowDeselect={false} value={minutes} onChange={(m) => m && setMinutes(m)} data={['10', '15', '20', '30', '40', '60'].map((m) => ({ value: m, label: `${m} minutes` }))} />
          </SimpleGrid>
          <TextInput label="Reason" description="In the patient’s words" value={reason} onChange={(e) => setReason(e.target.value)} maxLength={500} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={book.isPending} disabled={!patient || !clinician}>
              Book
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
