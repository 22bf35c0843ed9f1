import { Button, Group, Modal, Text, Title } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import classes from './ChartPage.module.css'

export interface Line {
  id: string
  text: ReactNode
  detail?: string
  when?: string
  /** Takes it out again where it was made in error. */
  tools?: ReactNode
}

const FEW = 8

/** The head of a list: the count opens all rows behind it as a table. */
export function PanelHead({ title, count, add, table }: { title: string; count: number; add?: () => void; table?: ReactNode }) {
  const [opened, setOpened] = useState(false)
  return (
    <Group justify="space-between" pr={8} wrap="nowrap">
      <Title order={2} className={classes.title}>
        {title}{' '}
        {table && count > 0 ? (
          <button type="button" className={classes.countButton} onClick={() => setOpened(true)} aria-label={`${title}: all ${count} as a table`}>
            {count}
          </button>
        ) : (
          <span className={classes.count}>{count}</span>
        )}
      </Title>
      {add && (
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} onClick={add} aria-label={`Add to ${title}`}>
          Add
        </Button>
      )}
      {opened && (
        <Modal opened onClose={() => setOpened(false)} title={title} size="xl">
          {table}
        </Modal>
      )}
    </Group>
  )
}

export interface PanelProps<T> {
  title: string
  entries: T[]
  none: string
  row: (e: T) => Line
  more?: { title: string; entries: T[] }
  add?: () => void
  table?: ReactNode
}

/** One list of the chart, short at first. */
export function Panel<T>({ title, entries, none, row, more, add, table }: PanelProps<T>) {
  const [all, setAll] = useState(false)
  const [past, setPast] = useState(false)
  const shown = all ? entries : entries.slice(0, FEW)
  return (
    <section className={classes.panel} aria-label={title}>
      <PanelHead title={title} count={entries.length} add={add} table={table} />
      {entries.length === 0 && (
        <Text size="sm" c="dimmed" px="sm" pb="xs">
          {none}
        </Text>
      )}
      <ul className={classes.list}>
        {shown.map(row).map((l) => (
          <Entry key={l.id} line={l} />
        ))}
        {past && more?.entries.map(row).map((l) => <Entry key={l.id} line={l} past />)}
      </ul>
      {entries.length > FEW && (
        <Button variant="subtle" size="compact-xs" m={6} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${entries.length}`}
        </Button>
      )}
      {more && more.entries.length > 0 && (
        <Button variant="subtle" color="gray" size="compact-xs" m={6} onClick={() => setPast(!past)} aria-expanded={past}>
          {past ? `Hide ${more.title}` : `Show ${more.entries.length} ${more.title}`}
        </Button>
      )}
    </section>
  )
}

function Entry({ line, past }: { line: Line; past?: boolean }) {
  return (
    <li className={classes.entry} data-past={past || undefined}>
      <span>
        {line.text}
        {line.detail && <span className={classes.detail}>{line.detail}</span>}
      </span>
      <span className={classes.when}>
        {line.when} {line.tools}
      </span>
    </li>
  )
}
