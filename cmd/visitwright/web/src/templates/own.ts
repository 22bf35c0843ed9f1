import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { notifications } from '@mantine/notifications'
import { messageOf } from '../api/call'
import { session, templates } from '../api/calls'
import type { Session, TemplateList } from '../api/types'
import { SESSION, useSession } from '../frame/session'
import { beginsWith, DEFAULT_OF, ownChoice } from './begins'

const TEMPLATES = ['templates']
const list = (l: TemplateList) => l.templates

/** The note templates there are, and what visits begin with. */
export const useTemplateList = () => useQuery({ queryKey: TEMPLATES, queryFn: templates.list, staleTime: Infinity })

/** The note templates there are, other specialties’ and retired ones too. */
export const useTemplates = () => useQuery({ queryKey: TEMPLATES, queryFn: templates.list, staleTime: Infinity, select: list })

/** Chooses what one’s own visits begin with; empty: the default again. */
export function useAlways() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (template: string) => session.setNoteTemplate(template),
    onSuccess: (_, template) => client.setQueryData<Session | null>(SESSION, (s) => s && { ...s, user: { ...s.user, note_template: template || undefined } }),
    onError: (e) => notifications.show({ color: 'red', title: 'The template was not changed', message: messageOf(e) }),
  })
}

/** What one’s own visits begin with, and whether one chose it oneself. */
export function useBegins() {
  const { user } = useSession()
  const l = useTemplateList().data
  return l && { name: beginsWith(l, user), own: ownChoice(l, user) !== undefined, fallback: l.default, of: DEFAULT_OF[l.default_of] }
}
