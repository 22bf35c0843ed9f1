import { Button, Group, Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../api/call'
import { session, visits } from '../api/calls'
import type { Session, Visit } from '../api/types'
import { SESSION, useMay, useSession } from '../frame/session'
import { patchVisit } from './useVisit'

/** The note templates there are. */
export const useTemplates = () => useQuery({ queryKey: ['templates'], queryFn: visits.templates, staleTime: Infinity })

/** What notes are laid out by where nobody chose. */
export const FIRST = 'soap'

/** How the note will be laid out, chosen before it is written; and for all one's visits. */
export function TemplateChoice({ visit, me }: { visit: Visit; me: string }) {
  const client = useQueryClient()
  const may = useMay()
  const { user } = useSession()
  const templates = useTemplates()
  const failed = (e: unknown) => notifications.show({ color: 'red', title: 'The template was not changed', message: messageOf(e) })
  const choose = useMutation({
    mutationFn: (template: string) => visits.setTemplate(visit.id, template),
    onSuccess: (v) => patchVisit(client, visit.id, (view) => ({ ...view, visit: v })),
    onError: failed,
  })
  const always = useMutation({
    mutationFn: (template: string) => session.setNoteTemplate(template),
    onSuccess: (_, template) => client.setQueryData<Session | null>(SESSION, (s) => s && { ...s, user: { ...s.user, note_template: template } }),
    onError: failed,
  })
  if (!may('note.edit') || !templates.data?.length) return null
  const own = user.note_template ?? FIRST
  const title = templates.data.find((t) => t.name === visit.template)?.title ?? visit.template
  return (
    <Group align="flex-end" gap="sm" mt="lg">
      <Select
        label="Note template" description="How the note is laid out when it is written." w={280} allowDeselect={false} searchable
        data={templates.data.filter((t) => !t.retired || t.name === visit.template).map((t) => ({ value: t.name, label: t.title }))} value={choose.isPending ? choose.variables : visit.template} disabled={choose.isPending}
        onChange={(template) => template && template !== visit.template && choose.mutate(template)}
      />
      {visit.clinician_id === me &&
        (own === visit.template ? (
          <Text size="sm" c="dimmed" pb={8}>
            {user.note_template ? 'All your visits begin with it.' : 'Visits begin with it unless you choose another.'}
          </Text>
        ) : (
          <Button variant="subtle" loading={always.isPending} onClick={() => always.mutate(visit.template)}>
            Use {title} for all my visits
          </Button>
        ))}
    </Group>
  )
}
