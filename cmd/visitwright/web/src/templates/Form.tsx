import { ActionIcon, Alert, Button, SegmentedControl, Text, Textarea, TextInput, Title } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef, type ReactNode } from 'react'
import { offerUndo } from '../frame/Undo'
import { Sections } from './Sections'
import classes from './Templates.module.css'
import { add, fieldsOf, put, remove, type Edit, type List } from './text'

export interface FormProps {
  text: string
  edit: (e: Edit) => void
  /** What is wrong with a part, by the part: "sections[2]". */
  faults: Map<string, string>
  readOnly: boolean
}

/** A template as fields to fill in; writes into the same text that the other view shows. */
export function Form({ text, edit, faults, readOnly }: FormProps) {
  const fields = fieldsOf(text)
  if (!fields)
    return (
      <Alert color="amber" title="The form cannot read this text">
        Mend it in the text view; what is wrong and on which line stands beside it. Nothing of it is lost.
      </Alert>
    )
  const row = { edit, faults, readOnly }
  return (
    <div className={classes.form}>
      <TextInput label="Title" value={fields.title} error={faults.get('title')} readOnly={readOnly} maxLength={100} onChange={(e) => edit(put(['title'], e.target.value))} />
      <div>
        <Text size="sm" fw={600} id="template-style">Style</Text>
        <SegmentedControl
          aria-labelledby="template-style" readOnly={readOnly} value={fields.style} onChange={(v) => edit(put(['style'], v))}
          data={[{ value: 'full', label: 'Full sentences' }, { value: 'brief', label: 'Brief, as in telegrams' }]}
        />
        {faults.has('style') && <Text size="sm" c="red" role="alert">{faults.get('style')}</Text>}
      </div>
      <Sections list={fields.sections} {...row} />
      <Rows
        list="wording" title="Wording" one="wording" about="A phrase of the drafter and the one you want in its place. It may change words, never a fact." n={fields.wording.length} fresh={{ from: '', to: '' }} more="Add a wording" {...row}
        row={(i) => (
          <>
            <TextInput aria-label={`Wording ${i + 1}: the draft says`} placeholder="The draft says" value={fields.wording[i]!.from} readOnly={readOnly} maxLength={80} onChange={(e) => edit(put(['wording', i, 'from'], e.target.value))} />
            <TextInput aria-label={`Wording ${i + 1}: you write`} placeholder="You write" value={fields.wording[i]!.to} readOnly={readOnly} maxLength={80} onChange={(e) => edit(put(['wording', i, 'to'], e.target.value))} />
          </>
        )}
      />
      <Rows
        list="macros" title="Macros" one="macro" about="A text of your own, typed in a note by its name behind a full stop: .lungs" n={fields.macros.length} fresh={{ name: '', text: '' }} more="Add a macro" {...row}
        row={(i) => (
          <>
            <TextInput aria-label={`Macro ${i + 1}: name`} placeholder="lungs" leftSection="." leftSectionWidth={24} value={fields.macros[i]!.name} readOnly={readOnly} maxLength={31} onChange={(e) => edit(put(['macros', i, 'name'], e.target.value))} />
            <Textarea aria-label={`Macro ${i + 1}: text`} placeholder="Lungs are clear to auscultation on both sides." autosize minRows={1} maxRows={6} value={fields.macros[i]!.text} readOnly={readOnly} maxLength={4000} onChange={(e) => edit(put(['macros', i, 'text'], e.target.value))} />
          </>
        )}
      />
    </div>
  )
}

interface RowsProps extends Omit<FormProps, 'text'> {
  list: Exclude<List, 'sections'>
  title: string
  /** What one of them is called. */
  one: string
  about: string
  n: number
  fresh: object
  more: string
  row: (i: number) => ReactNode
}

// Pairs that are added and removed: wordings and macros.
function Rows({ list, title, one, about, n, fresh, more, row, edit, faults, readOnly }: RowsProps) {
  const box = useRef<HTMLDivElement>(null)
  return (
    <section aria-label={title} ref={box}>
      <Title order={3} size="h5">{title}</Title>
      <Text size="sm" c="dimmed" mb={4}>{about}</Text>
      {Array.from({ length: n }, (_, i) => (
        <div key={i} className={classes.pair}>
          {row(i)}
          {!readOnly && <Bin what={`${one} ${i + 1}`} list={list} at={i} edit={edit} />}
          {faults.has(`${list}[${i}]`) && <Text size="sm" c="red" role="alert" className={classes.fault}>{faults.get(`${list}[${i}]`)}</Text>}
        </div>
      ))}
      {!readOnly && (
        <Button
          variant="default" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => {
            edit(add(list, fresh))
            requestAnimationFrame(() => box.current?.querySelectorAll<HTMLElement>(`.${classes.pair}`)[n]?.querySelector('input')?.focus())
          }}
        >
          {more}
        </Button>
      )}
    </section>
  )
}

/** Takes an entry out; it can be brought back. */
export function Bin({ what, list, at, edit }: { what: string; list: List; at: number; edit: (e: Edit) => void }) {
  const out = () => {
    let gone: unknown
    edit((text) => {
      gone = fieldsOf(text)?.[list][at]
      return remove(list, at)(text)
    })
    offerUndo(`${what.charAt(0).toUpperCase()}${what.slice(1)} was removed.`, () => gone !== undefined && edit(add(list, plain(gone as object), at)))
  }
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${what}`} onClick={out}>
      <IconTrash size={16} aria-hidden />
    </ActionIcon>
  )
}

// Without what says nothing: no include, no most.
const plain = (entry: object) => Object.fromEntries(Object.entries(entry).filter(([, v]) => v !== 0 && !(Array.isArray(v) && v.length === 0)))
