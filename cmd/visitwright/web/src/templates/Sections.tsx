import { ActionIcon, MultiSelect, NumberInput, Select, Text, TextInput, Title } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useRef } from 'react'
import { Bin, type FormProps } from './Form'
import classes from './Templates.module.css'
import { add, move, put, sectionName, SECTIONS, type Fields } from './text'

type Props = Omit<FormProps, 'text'> & { list: Fields['sections'] }

/** The sections of a template in the order of the note. */
export function Sections({ list, edit, faults, readOnly }: Props) {
  const box = useRef<HTMLOListElement>(null)
  const used = new Set(list.flatMap((s) => [s.name, ...s.include]))
  const free = SECTIONS.filter(([n]) => !used.has(n)).map(([value, label]) => ({ value, label }))
  const focus = (row: number, which: string) => requestAnimationFrame(() => box.current?.children[row]?.querySelector<HTMLElement>(which)?.focus())
  const shift = (at: number, by: 1 | -1) => {
    edit(move('sections', at, by))
    // The button goes with its section; at an end it is the other one that works.
    const end = at + by === 0 || at + by === list.length - 1
    focus(at + by, `[data-by="${end ? -by : by}"]`)
  }
  return (
    <section aria-label="Sections">
      <Title order={3} size="h5">Sections, in the order of the note</Title>
      <ol className={classes.sections} ref={box}>
        {list.map((s, i) => {
          const name = sectionName(s.name)
          return (
            <li key={s.name} className={classes.section}>
              <TextInput label={`Heading of ${name}`} value={s.title} error={faults.get(`sections[${i}]`)} readOnly={readOnly} maxLength={100} onChange={(e) => edit(put(['sections', i, 'title'], e.target.value))} />
              {!readOnly && (
                <div className={classes.tools}>
                  <ActionIcon variant="subtle" color="gray" data-by={-1} disabled={i === 0} aria-label={`Move ${name} up`} onClick={() => shift(i, -1)}><IconArrowUp size={16} aria-hidden /></ActionIcon>
                  <ActionIcon variant="subtle" color="gray" data-by={1} disabled={i === list.length - 1} aria-label={`Move ${name} down`} onClick={() => shift(i, 1)}><IconArrowDown size={16} aria-hidden /></ActionIcon>
                  <Bin what={name} list="sections" at={i} edit={edit} />
                </div>
              )}
              <MultiSelect
                size="xs" label={`Under ${name} as well`} placeholder={s.include.length > 0 ? undefined : 'Nothing else'} readOnly={readOnly} value={s.include}
                data={[...s.include.map((value) => ({ value, label: sectionName(value) })), ...free]} onChange={(v) => edit(put(['sections', i, 'include'], v.length > 0 ? v : undefined))}
              />
              <NumberInput
                size="xs" label="Sentences" placeholder="all" min={1} max={99} allowDecimal={false} readOnly={readOnly} value={s.most > 0 ? s.most : ''}
                onChange={(v) => edit(put(['sections', i, 'most'], typeof v === 'number' && v > 0 ? v : undefined))}
              />
            </li>
          )
        })}
      </ol>
      {!readOnly && free.length > 0 && (
        <Select
          aria-label="Add a section" placeholder="Add a section" searchable w={280} maw="100%" value={null} data={free}
          onChange={(name) => {
            if (!name) return
            edit(add('sections', { name, title: sectionName(name).toUpperCase() }))
            focus(list.length, 'input')
          }}
        />
      )}
      {list.length === 0 && <Text size="sm" c="red" role="alert">A template needs a section.</Text>}
    </section>
  )
}
