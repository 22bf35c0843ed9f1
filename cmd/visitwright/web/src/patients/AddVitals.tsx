import { Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { patients } from '../api/calls'
import type { VitalSign } from '../api/types'
import { Failure, Loading } from '../frame/states'
import { offerUndo } from '../frame/Undo'
import { EntryDialog } from './EntryDialog'
import { slip, unitOf } from './plausible'
import { RIGHT_AFTER, useChartChanged, useVoiding } from './voiding'

// What a US practice reads off its instruments.
const USUAL: Record<string, string> = { Cel: '[degF]', kg: '[lb_av]', cm: '[in_i]' }

/** Vital signs taken at one time; what no living patient shows is not taken. */
export function AddVitals({ patient, close }: { patient: string; close: () => void }) {
  const signs = useQuery({ queryKey: ['vital-signs'], queryFn: patients.vitalSigns, staleTime: Infinity })
  const [values, setValues] = useState<Record<string, string>>({})
  const [units, setUnits] = useState<Record<string, string>>({})
  const changed = useChartChanged(patient)
  const voiding = useVoiding(patient)
  const unit = (s: VitalSign) => units[s.code] ?? USUAL[s.unit] ?? s.unit
  const typed = (signs.data ?? []).filter((s) => (values[s.code] ?? '').trim() !== '')
  const slips = typed.some((s) => slip(s, values[s.code]!, unit(s)))
  const add = useMutation({
    mutationFn: () => patients.addVitals(patient, { signs: typed.map((s) => ({ code: s.code, value: Number(values[s.code]), unit: unit(s) })) }),
    onSuccess: (made) => {
      close()
      offerUndo('Vital signs added to the chart.', () => voiding.mutate({ what: made.map((o) => ({ kind: 'observation', id: o.id })), reason: RIGHT_AFTER }))
      return changed()
    },
  })
  return (
    <EntryDialog title="Add vital signs" saving={add} disabled={typed.length === 0 || slips} close={close}>
      {signs.isPending && <Loading what="vital signs" />}
      {signs.isError && <Failure what="list of vital signs" error={signs.error} again={() => void signs.refetch()} />}
      <Stack gap="xs">
        {signs.data?.map((s, i) => (
          <Group key={s.code} gap={8} align="flex-start" wrap="nowrap">
            <TextInput
              style={{ flex: 1 }} label={s.name} inputMode="decimal" autoComplete="off" data-autofocus={i === 0 || undefined} value={values[s.code] ?? ''} error={slip(s, values[s.code] ?? '', unit(s))}
              onChange={(e) => setValues({ ...values, [s.code]: e.target.value })}
            />
            <NativeSelect
              w={96} label={<span className="sr">{`Unit of ${s.name}`}</span>} value={unit(s)} onChange={(e) => setUnits({ ...units, [s.code]: e.target.value })}
              data={[s.unit, ...(s.also ?? []).map((u) => u.unit)].map((u) => ({ value: u, label: unitOf(u) }))}
            />
          </Group>
        ))}
      </Stack>
    </EntryDialog>
  )
}
