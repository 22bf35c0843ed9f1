import { Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { datesIn } from '../format'
import { desk, type Found } from './calls'
import classes from './Desk.module.css'

/** What is looked for: services are office services and, where it is loaded, CMS's HCPCS list. */
export type Family = 'diagnoses' | 'services' | 'both'

/** Finds a code while typing: arrows choose, Enter takes. */
export function CodeSearch({ label, date, take, offered = [], noticed, family = 'diagnoses' }: { label: string; date?: string; take: (c: Found) => void; offered?: Found[]; /** The page says already which code set is in use. */ noticed?: boolean; family?: Family }) {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const [asked] = useDebouncedValue(text.trim(), 120)
  const found = useQuery({ queryKey: ['codes', asked, date], queryFn: ({ signal }) => desk.search(asked, date, signal), enabled: asked.length > 1, placeholderData: keepPreviousData, staleTime: 60_000 })
  const diagnoses = family === 'services' ? [] : (found.data?.codes ?? [])
  const list = asked.length > 1 ? [...diagnoses, ...(family === 'diagnoses' ? [] : (found.data?.services ?? []))] : offered
  const current = Math.min(at, list.length - 1)
  return (
    <div>
      <TextInput
        data-autofocus label={label} value={text} autoComplete="off" placeholder="Words, or the beginning of a code"
        onChange={(e) => { setText(e.target.value); setAt(0) }}
        onKeyDown={(e) => {
          const to = { ArrowDown: current + 1, ArrowUp: current - 1 }[e.key]
          if (to !== undefined) {
            e.preventDefault()
            setAt(Math.max(0, Math.min(list.length - 1, to)))
          } else if (e.key === 'Enter' && list[current] && (asked === text.trim())) {
            e.preventDefault()
            take(list[current])
          }
        }}
      />
      {found.isError && <Text size="sm" role="alert">{messageOf(found.error)}</Text>}
      {found.data?.notice && !noticed && <Text size="xs" c="dimmed">{datesIn(found.data.notice)}</Text>}
      <ul className={classes.found} aria-label={asked.length > 1 ? 'Codes found' : 'Alternatives'}>
        {list.map((c, i) => (
          <li key={c.system + c.code}>
            {asked.length > 1 && family === 'both' && i === 0 && diagnoses.length > 0 && <Text size="xs" c="dimmed">Diagnoses</Text>}
            {asked.length > 1 && family === 'both' && i === diagnoses.length && <Text size="xs" c="dimmed">Services</Text>}
            <button type="button" data-at={i === current || undefined} onClick={() => take(c)}><strong>{c.code}</strong> {c.description}</button>
          </li>
        ))}
      </ul>
      {family !== 'diagnoses' && found.data && !found.data.hcpcs && <Text size="xs" c="dimmed">Services are this program's own list; CMS's HCPCS list is not loaded.</Text>}
      <Text size="xs" c="dimmed" role="status">{asked.length > 1 && found.data && list.length === 0 ? 'Nothing found. Try fewer or other words.' : list.length > 0 ? 'Arrows choose, Enter takes.' : ''}</Text>
    </div>
  )
}
