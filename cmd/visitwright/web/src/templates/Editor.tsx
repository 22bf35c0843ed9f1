import { Alert, Button, Group, SegmentedControl, Select, Text, Textarea } from '@mantine/core'
import { useDebouncedValue, useLocalStorage, useSessionStorage } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../api/call'
import { templates } from '../api/calls'
import type { TemplateVersions } from '../api/types'
import { dateTime } from '../format'
import { useMay, useSession } from '../frame/session'
import { Form } from './Form'
import { useAlways, useBegins } from './own'
import { Preview, trialOf } from './Preview'
import classes from './Templates.module.css'

/** A copy says in its title that it is one, so that two of one title do not stand in a list. */
const copied = (text: string) => text.replace(/^title: (.*[^"'])$/m, 'title: $1, changed')

/** A template's text, the note it makes, and what can be done with it. */
export function Editor({ text, saved }: { text: TemplateVersions; saved: (name: string) => void }) {
  const client = useQueryClient()
  const may = useMay()
  const { user } = useSession()
  const { template: t, versions } = text
  const practice = may('service.manage')
  const mine = t.whose === (practice ? 'practice' : 'own')
  const latest = versions[0]!.content
  // What was typed outlives a reload.
  const [content, setContent] = useSessionStorage({ key: `template ${user.id} ${t.name} ${t.version}`, defaultValue: mine ? latest : copied(latest), getInitialValueInEffect: false })
  const [settled] = useDebouncedValue(content, 400)
  const [shape, setShape] = useLocalStorage<'form' | 'text'>({ key: `template view ${user.id}`, defaultValue: 'form', getInitialValueInEffect: false })
  const trial = useQuery(trialOf(settled))
  const faults = new Map((settled === content && !trial.isPlaceholderData ? (trial.data?.faults ?? []) : []).flatMap((f) => (f.path ? [[f.path, f.text]] : [])))
  const keep = useMutation({
    mutationFn: (retired: boolean) => templates.save({ name: mine ? t.name : undefined, base: mine ? t.version : 0, content: retired === t.retired ? content : latest, retired }, practice),
    onSuccess: async (now) => {
      client.setQueryData(['template', now.template.name], now)
      notifications.show({ color: 'green', message: `${now.template.title}: version ${now.template.version} is saved${now.template.retired ? ' and offered no more' : ''}.` })
      await Promise.all([client.invalidateQueries({ queryKey: ['templates'] }), client.invalidateQueries({ queryKey: ['template-defaults'] })])
      saved(now.template.name)
    },
  })
  const always = useAlways()
  const begins = useBegins()
  const first = begins?.name === t.name && may('note.edit')
  const canSave = practice || may('note.edit')
  return (
    <div className={classes.columns}>
      <div>
        <SegmentedControl aria-label="How it is edited" mb="sm" value={shape} onChange={setShape} data={[{ value: 'form', label: 'Form' }, { value: 'text', label: 'Text' }]} />
        {shape === 'form' && <Form text={content} edit={(e) => setContent((now) => e(now))} faults={faults} readOnly={!canSave} />}
        {shape === 'text' && (
          <Textarea
            label={mine ? `Text of version ${t.version}` : 'Text of your copy'} description="Title, style (full or brief), sections in order, wording, macros. A macro is typed in a note by its name behind a full stop: .lungs"
            autosize minRows={16} maxRows={30} value={content} onChange={(e) => setContent(e.target.value)} spellCheck={false} classNames={{ input: classes.text }} readOnly={!canSave} maxLength={20000}
          />
        )}
        {keep.error && (
          <Alert color="red" role="alert" mt="sm">
            {messageOf(keep.error)} Nothing was saved; your text stands here.
          </Alert>
        )}
        <Group mt="sm" gap="sm">
          {canSave && (
            <Button loading={keep.isPending} disabled={mine && content === latest} onClick={() => keep.mutate(mine && t.retired)}>
              {mine ? `Save as version ${t.version + 1}` : practice ? 'Save as the practice’s template' : 'Save as my own template'}
            </Button>
          )}
          {may('note.edit') && !t.retired && begins && !first && (
            <Button variant="default" loading={always.isPending} onClick={() => always.mutate(t.name)}>
              Use for all my visits
            </Button>
          )}
          {first && begins.own && (
            <Button variant="default" loading={always.isPending} onClick={() => always.mutate('')}>
              No longer for all my visits
            </Button>
          )}
          {mine && (
            <Button variant="subtle" color="gray" loading={keep.isPending} onClick={() => keep.mutate(!t.retired)}>
              {t.retired ? 'Offer it again' : 'Retire it'}
            </Button>
          )}
        </Group>
        {first && (
          <Text size="sm" c="dimmed" mt="xs">
            {begins.own ? 'All your visits begin with it.' : `Your visits begin with it, ${begins.of}.`}
          </Text>
        )}
        {versions.length > 1 && (
          <Select
            label="Take the text of an earlier version" mt="md" w={320} maw="100%" value={null} placeholder={`${versions.length} versions are kept`}
            data={versions.map((v) => ({ value: String(v.version), label: `Version ${v.version}, ${dateTime(v.made_at)}` }))}
            onChange={(n) => n && setContent(versions.find((v) => String(v.version) === n)?.content ?? content)}
          />
        )}
      </div>
      <Preview content={settled} />
    </div>
  )
}
