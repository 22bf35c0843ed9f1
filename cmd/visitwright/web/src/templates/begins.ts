import type { Template, TemplateList, User } from '../api/types'

/** Those that a user may choose, and the one that is chosen already. */
export const offered = (all: Template[], user: Pick<User, 'specialty'>, chosen?: string): Template[] =>
  all.filter((t) => t.name === chosen || (!t.retired && (!t.specialty || t.specialty === user.specialty)))

/** The choice of one’s own, where it may still be used; a visit passes over another. */
export const ownChoice = (l: TemplateList, user: Pick<User, 'note_template'>): string | undefined =>
  !user.note_template || l.templates.some((t) => t.name === user.note_template && t.retired) ? undefined : user.note_template

/** What one’s own visits begin with. */
export const beginsWith = (l: TemplateList, user: Pick<User, 'note_template'>): string => ownChoice(l, user) ?? l.default

/** Who chose the default, in words. */
export const DEFAULT_OF: Record<TemplateList['default_of'], string> = { specialty: 'your specialty’s default', practice: 'the practice’s default', 'built-in': 'where nobody chose another' }
