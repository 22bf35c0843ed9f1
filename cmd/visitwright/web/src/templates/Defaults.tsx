import { Alert, Badge, Select, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { templates } from '../api/calls'
import type { DefaultTemplate, Template } from '../api/types'
import { count } from '../format'
import { Failure, Loading } from '../frame/states'
import classes from './Templates.module.css'

const KEY = ['template-defaults']

/** What visits begin with where their clinician chose nothing: the practice's choice, and its specialties'. */
export function Defaults({ all }: { all: Template[] }) {
  const list = useQuery({ queryKey: KEY, queryFn: templates.defaults })
  const known = useQuery({ queryKey: ['specialties'], queryFn: templates.specialties, staleTime: Infinity })
  const client = useQueryClient()
  const [added, setAdded] = useState<string>()
  const save = useMutation({
    mutationFn: (d: { specialty: string; template: string }) => templates.setDefault(d.specialty, d.template),
    onSuccess: async (now, d) => {
      client.setQueryData(KEY, now)
      if (d.specialty === added) setAdded(undefined)
      await client.invalidateQueries({ queryKey: ['templates'] })
    },
  })
  const rows = list.data?.defaults ?? []
  const absent = (known.data ?? []).filter((s) => !rows.some((r) => r.specialty === s.name) && s.name !== added)
  const title = known.data?.find((s) => s.name === added)?.title ?? added ?? ''
  const shown = added === undefined || rows.some((r) => r.specialty === added) ? rows : [...rows, { specialty: added, title, template: '', usable: true, clinicians: 0, own: 0, choices: [] }]
  return (
    <section aria-labelledby="template-defaults" className={classes.defaults}>
      <Title order={2} id="template-defaults" size="h4">
        What visits begin with
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        A clinician’s own choice comes first, then their specialty’s, then the practice’s. A change holds for visits opened from now on.
      </Text>
      {list.isPending && <Loading what="the defaults" />}
      {list.isError && <Failure what="list of defaults" error={list.error} again={() => void list.refetch()} />}
      {list.data && (
        <>
          <div className={classes.choices}>
            {shown.map((d) => (
              <Choice key={d.specialty} of={d} all={all} busy={save.isPending && save.variables.specialty === d.specialty} save={(template) => save.mutate({ specialty: d.specialty, template })} saved={save.isSuccess && save.variables.specialty === d.specialty} focus={d.specialty === added} />
            ))}
          </div>
          {save.error && (
            <Alert color="red" role="alert" mt="sm">
              {messageOf(save.error)} Nothing was changed.
            </Alert>
          )}
          {absent.length > 0 && (
            <Select
              label="Add a specialty" description="Which of your clinicians has which specialty is said under Users." placeholder="Choose one" w={380} maw="100%" mt="md" searchable value={null}
              data={absent.map((s) => ({ value: s.name, label: s.title }))} onChange={(s) => s && setAdded(s)}
            />
          )}
        </>
      )}
    </section>
  )
}

interface ChoiceProps {
  of: DefaultTemplate
  all: Template[]
  busy: boolean
  saved: boolean
  focus: boolean
  save: (template: string) => void
}

function Choice({ of: d, all, busy, saved, focus, save }: ChoiceProps) {
  const item = (t: Template) => ({ value: t.name, label: t.title + (t.retired ? ' (retired)' : '') })
  const chosen = all.find((t) => t.name === d.template)
  const general = all.filter((t) => t.whose !== 'own' && !t.specialty && (!t.retired || t === chosen))
  const groups = [
    { group: `As ${d.title.toLowerCase()} writes them`, items: d.choices.map(item) },
    { group: 'The practice’s', items: general.filter((t) => t.whose === 'practice').map(item) },
    { group: 'Built in', items: general.filter((t) => t.whose === 'built-in').map(item) },
  ]
  return (
    <div className={classes.choice}>
      <Select
        label={d.specialty ? d.title : 'The whole practice'} description={who(d)} w={380} maw="100%" searchable allowDeselect={false} disabled={busy} autoFocus={focus}
        data={[{ value: '', label: d.specialty ? 'None: as the practice' : 'None: SOAP note' }, ...groups.filter((g) => g.items.length > 0)]} value={d.template} onChange={(t) => t !== null && t !== d.template && save(t)} maxDropdownHeight={320}
      />
      <span role="status" className={classes.saved}>
        {!d.usable && (
          <span className={classes.retired}>This template was retired: it is passed over. Choose another.</span>
        )}
        {saved && d.usable && (
          <Badge variant="light" color="green">
            Saved
          </Badge>
        )}
      </span>
    </div>
  )
}

/** For how many clinicians it holds. */
function who(d: DefaultTemplate): string {
  if (d.clinicians === 0) return d.specialty ? 'No clinician here has this specialty yet.' : 'No clinician can sign in yet.'
  const chose = d.own === 0 ? '' : `; ${d.own === d.clinicians && d.own > 1 ? 'all' : d.own} of them chose for themselves`
  return `${count(d.clinicians, 'clinician')}${d.clinicians === 1 && d.own === 1 ? ', who chose for themselves' : chose}`
}
