import { Select, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { templates } from '../api/calls'
import type { Template } from '../api/types'
import { Failure, Loading } from '../frame/states'
import { useMay, useSession } from '../frame/session'
import { offered } from './begins'
import { Defaults } from './Defaults'
import { Editor } from './Editor'
import { useBegins, useTemplates } from './own'
import classes from './Templates.module.css'

const GROUPS: [Template['whose'], string][] = [['own', 'My own'], ['practice', 'The practice’s'], ['built-in', 'Built in, to be copied']]

/** The note templates: the built-in ones to copy, one's own and the practice's to change. */
export function TemplatesPage() {
  useDocumentTitle('Note templates · Visitwright')
  const list = useTemplates()
  const [chosen, setChosen] = useState<string>()
  const { user } = useSession()
  const may = useMay()
  const begins = useBegins()
  const name = chosen ?? (list.data?.find((t) => t.name === begins?.name) ?? list.data?.[0])?.name
  const text = useQuery({ queryKey: ['template', name], queryFn: () => templates.versions(name!), enabled: name !== undefined, staleTime: Infinity })
  return (
    <div className={classes.page}>
      <Title order={1}>Note templates</Title>
      <Text c="dimmed" mb="md">
        Which sections a note has, in which order and words. Notes already written keep the version they were made with.
      </Text>
      {list.isPending && <Loading what="the templates" />}
      {list.isError && <Failure what="list of templates" error={list.error} again={() => void list.refetch()} />}
      {list.data && may('service.manage') && <Defaults all={list.data} />}
      {list.data && (
        <Select
          label="Template" w={320} maw="100%" mb="md" allowDeselect={false} searchable value={name ?? null} onChange={(n) => n && setChosen(n)}
          data={GROUPS.map(([whose, group]) => ({
            group,
            items: list.data.filter((t) => t.whose === whose && (t.retired || offered([t], user).length > 0)).map((t) => ({ value: t.name, label: t.title + (t.retired ? ' (retired)' : '') })),
          })).filter((g) => g.items.length > 0)}
        />
      )}
      {name && text.isPending && <Loading what="the template" />}
      {text.isError && <Failure what="template" error={text.error} again={() => void text.refetch()} />}
      {text.data && <Editor key={`${text.data.template.name} ${text.data.template.version}`} text={text.data} saved={setChosen} />}
    </div>
  )
}
