import { Spotlight, type SpotlightActionData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { patients, schedule } from '../api/calls'
import { date, SEARCH_PAUSE_MS, sex, time, today } from '../format'
import { useMay } from './session'

/** Ctrl-K: patients, today's visits, pages. */
export function CommandBox() {
  const may = useMay()
  const go = useNavigate()
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), SEARCH_PAUSE_MS)
  const found = useQuery({
    queryKey: ['patients', asked], queryFn: ({ signal }) => patients.search(asked, signal), enabled: asked.length > 1 && may('patient.read'),
  })
  const day = useQuery({ queryKey: ['schedule', today()], queryFn: ({ signal }) => schedule.day(today(), signal), enabled: asked.length > 1 && may('schedule.read') })

  const pages = [
    ['Today’s schedule', '/today', 'schedule.read'], ['Patients', '/patients', 'patient.read'], ['Settings', '/settings', ''],
    ['Users', '/settings/users', 'user.manage'], ['Audit trail', '/settings/audit', 'audit.read'], ['Background jobs', '/settings/jobs', 'service.manage'],
    ['Care gaps', '/care-gaps', 'note.edit'], ['Rules of the checks', '/settings/rules', 'service.manage'], ['Immunization schedule', '/settings/immunization', 'service.manage'], ['Note templates', '/settings/templates', 'schedule.read'], ['My wordings', '/settings/wordings', 'note.edit'], ['Alerts of the month', '/reports/alerts', 'service.manage'],
  ] as const
  const has = (s: string) => s.toLowerCase().includes(text.trim().toLowerCase())
  const actions: SpotlightActionData[] = [
    ...(found.data?.patients ?? []).slice(0, 6).map((p) => ({
      id: 'p' + p.id, label: p.name, description: `${date(p.birth_date)} · ${sex(p.sex)} · MRN ${p.mrn}`, onClick: () => void go({ to: '/patients/$id', params: { id: p.id } }),
    })),
    ...(asked.length > 1 ? (day.data ?? []) : [])
      .filter((a) => a.visit_id && has(a.patient.name))
      .map((a) => ({
        id: 'v' + a.id, label: `Visit of ${a.patient.name}, ${time(a.start)}`, description: a.reason, onClick: () => void go({ to: '/visits/$id', params: { id: a.visit_id! } }),
      })),
    ...pages.filter(([name, , right]) => (!right || may(right)) && has(name)).map(([name, to]) => ({ id: to, label: name, description: 'Page', onClick: () => void go({ to }) })),
  ]
  return (
    <Spotlight
      actions={actions}
      query={text}
      onQueryChange={setText}
      filter={(_, a) => a}
      shortcut={['mod + K']}
      nothingFound={asked.length > 1 && found.isFetching ? 'Looking…' : 'Nothing found. Type a part of a name, a date of birth or a record number.'}
      searchProps={{ leftSection: <IconSearch size={18} aria-hidden />, placeholder: 'Find a patient, a visit or a page', 'aria-label': 'Find a patient, a visit or a page' }}
      highlightQuery
    />
  )
}
