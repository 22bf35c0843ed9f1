import { Button, Group, Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../api/call'
import { visits } from '../api/calls'
import type { Visit } from '../api/types'
import { useMay, useSession } from '../frame/session'
import { offered } from '../templates/begins'
import { useAlways, useBegins, useTemplates } from '../templates/own'
import { patchVisit } from './useVisit'

/** How the note will be laid out, chosen before it is written; and for all one's visits. */
export function TemplateChoice({ visit, me }: { visit: Visit; me: string }) {
  const client = useQueryClient()
  const may = useMay()
  const { user } = useSession()
  const templates = useTemplates()
  const begins = useBegins()
  const always = useAlways()
  const choose = useMutation({
    mutationFn: (template: string) => visits.setTemplate(visit.id, template),
    onSuccess: (v) => patchVisit(client, visit.id, (view) => ({ ...view, visit: v })),
    onError: (e) => notifications.show({ color: 'red', title: 'The template was not changed', message: messageOf(e) }),
  })
  if (!may('note.edit') || !templates.data?.length || !begins) return null
  const titleOf = (name: string) => templates.data.find((t) => t.name === name)?.title ?? name
  return (
    <Group align="flex-end" gap="sm" mt="lg">
      <Select
        label="Note template" description="How the note is laid out when it is written." w={280} allowDeselect={false} searchable
        data={offered(templates.data, user, visit.template).map((t) => ({ value: t.name, label: t.title }))} value={choose.isPending ? choose.variables : visit.template} disabled={choose.isPending}
        onChange={(template) => template && template !== visit.template && choose.mutate(template)}
      />
      {visit.clinician_id === me &&
        (begins.name !== visit.template ? (
          <Button variant="subtle" loading={always.isPending} onClick={() => always.mutate(visit.template)}>
            Use {titleOf(visit.template)} for all my visits
          </Button>
        ) : begins.own ? (
          <Group gap={4} wrap="nowrap">
            <Text size="sm" c="dimmed">
              All your visits begin with it.
            </Text>
            <Button variant="subtle" loading={always.isPending} onClick={() => always.mutate('')}>
              No longer
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed" pb={8}>
            Your visits begin with it, {begins.of}.
          </Text>
        ))}
    </Group>
  )
}
