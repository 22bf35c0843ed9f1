import { Button, Text, Title } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import classes from './ChartPage.module.css'

interface Line {
  id: string
  text: ReactNode
  detail?: string
  when?: string
}

const FEW = 8

/** One list of the chart, short at first. */
export function Panel<T>({ title, entries, none, row, more }: { title: string; entries: T[]; none: string; row: (e: T) => Line; more?: { title: string; entries: T[] } }) {
  const [all, setAll] = useState(false)
  const [past, setPast] = useState(false)
  const shown = all ? entries : entries.slice(0, FEW)
  return (
    <section className={classes.panel} aria-label={title}>
      <Title order={2} className={classes.title}>
        {title} <span className={classes.count}>{entries.length}</span>
      </Title>
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
      <span className={classes.when}>{line.when}</span>
    </li>
  )
}
