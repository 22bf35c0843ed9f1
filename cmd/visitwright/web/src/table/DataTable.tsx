import { ActionIcon, Button, Checkbox, Menu, TextInput } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp, IconColumns3, IconDownload, IconX } from '@tabler/icons-react'
import { getCoreRowModel, getFilteredRowModel, getSortedRowModel, useReactTable, type ColumnDef, type Header, type Row, type SortingState, type VisibilityState } from '@tanstack/react-table'
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { today } from '../format'
import { useSession } from '../frame/session'
import { csv, download } from './csv'
import classes from './Table.module.css'

export interface Column<T> {
  id: string
  title: string
  /** What it is sorted by, and what the file has unless text says otherwise. */
  value: (row: T) => string | number
  /** What is looked through and put into the file, where that is not the value. */
  text?: (row: T) => string
  cell?: (row: T) => ReactNode
  /** Shown on hover, e.g. the exact instant. */
  hover?: (row: T) => string
  /** Not shown until chosen, or not on a tablet. */
  hidden?: boolean | 'narrow'
}

export interface DataTableProps<T> {
  /** Names the table in what is kept for the user, and the file. */
  name: string
  rows: T[]
  rowKey: (row: T) => string
  columns: Column<T>[]
  /** "patient", "patients". */
  noun: [string, string]
  /** Buttons at the end of a row. */
  actions?: (row: T) => ReactNode
  /** Enter on a row. */
  open?: (row: T) => void
  gone?: (row: T) => boolean
  /** More rows than these are on the server. */
  more?: boolean
  /** Without a filter of its own: the page has one. */
  searched?: boolean
  /** Inside of a panel. */
  short?: boolean
}

interface Kept {
  columns: VisibilityState
  sort: SortingState
}

/** The one table: sticky header, sort, filter, choice of columns kept per user, keyboard rows, CSV, counts. */
export function DataTable<T>(p: DataTableProps<T>) {
  const { user } = useSession()
  const [kept, keep] = useLocalStorage<Kept>({
    key: `table:${user.id}:${p.name}`, getInitialValueInEffect: false,
    defaultValue: { sort: [], columns: {} },
  })
  const narrow = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false })
  // What the user chose, else what the width has room for.
  const visible = { ...Object.fromEntries(p.columns.filter((c) => (c.hidden === 'narrow' ? narrow : c.hidden)).map((c) => [c.id, false])), ...kept.columns }
  const [filter, setFilter] = useState('')
  const columns = useMemo(
    () =>
      p.columns.map((c): ColumnDef<T> => ({
        id: c.id, accessorFn: c.value, sortingFn: (a, b, id) => compare(a.getValue(id), b.getValue(id)),
        sortDescFirst: false,
      })),
    [p.columns],
  )
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called here and passed to nothing that is memoized
  const table = useReactTable<T>({
    data: p.rows, columns, getRowId: p.rowKey, getCoreRowModel: getCoreRowModel(), getSortedRowModel: getSortedRowModel(), getFilteredRowModel: getFilteredRowModel(),
    state: { sorting: kept.sort, columnVisibility: visible, globalFilter: filter }, onGlobalFilterChange: setFilter,
    onSortingChange: (next) => keep((k) => ({ ...k, sort: typeof next === 'function' ? next(k.sort) : next })),
    onColumnVisibilityChange: (next) => keep((k) => ({ ...k, columns: chosen(k.columns, visible, typeof next === 'function' ? next(visible) : next) })),
    globalFilterFn: (row, id, words: string) => textOf(columnOf(p, id), row.original).toLowerCase().includes(words.trim().toLowerCase()),
    getColumnCanGlobalFilter: () => true,
  })
  const rows = table.getRowModel().rows
  const shown = table.getVisibleLeafColumns().map((c) => columnOf(p, c.id))
  const save = () => download(`${p.name}-${today()}.csv`, csv(shown.map((c) => c.title), rows.map((r) => shown.map((c) => c.text?.(r.original) ?? c.value(r.original)))))
  return (
    <div>
      <div className={classes.tools}>
        {!p.searched && (
          <TextInput
            className={classes.filter} size="xs" placeholder="Filter these rows" aria-label={`Filter ${p.noun[1]}`} value={filter} onChange={(e) => setFilter(e.target.value)}
            rightSection={filter && <ActionIcon size="xs" variant="subtle" color="gray" aria-label="Show all rows" onClick={() => setFilter('')}><IconX size={13} /></ActionIcon>}
          />
        )}
        <span className={classes.count} role="status">
          {counted(rows.length, p.rows.length, p)}
        </span>
        <Menu closeOnItemClick={false} position="bottom-end">
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<IconColumns3 size={15} />}>
              Columns
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {table.getAllLeafColumns().map((c) => (
              <Menu.Item key={c.id} component="div" onClick={() => shown.length + (c.getIsVisible() ? 0 : 1) > 1 && c.toggleVisibility()}>
                <Checkbox size="xs" readOnly tabIndex={-1} checked={c.getIsVisible()} label={columnOf(p, c.id).title} style={{ pointerEvents: 'none' }} />
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button size="xs" variant="default" leftSection={<IconDownload size={15} />} onClick={save} disabled={rows.length === 0}>
          CSV
        </Button>
      </div>
      <div className={classes.frame} data-short={p.short || undefined} role="region" aria-label={p.noun[1]} tabIndex={0}>
        <table className={classes.table} data-actions={p.actions ? true : undefined}>
          <thead>
            <tr>
              {table.getFlatHeaders().map((h) => (
                <Heading key={h.id} header={h} title={columnOf(p, h.column.id).title} />
              ))}
              {p.actions && (
                <th>
                  <span className="sr">What to do</span>
                </th>
              )}
            </tr>
          </thead>
          <Body p={p} rows={rows} shown={shown} />
        </table>
      </div>
    </div>
  )
}

// A day, a number, a word: these do not break into lines. "Nov 22, 2026" has twelve letters.
const SHORT = 12
// Only what was changed is kept; the rest goes on following the width.
const chosen = (kept: VisibilityState, was: VisibilityState, now: VisibilityState): VisibilityState => ({ ...kept, ...Object.fromEntries(Object.entries(now).filter(([id, shown]) => shown !== (was[id] ?? true))) })
const columnOf = <T,>(p: DataTableProps<T>, id: string): Column<T> => p.columns.find((c) => c.id === id)!
const textOf = <T,>(c: Column<T>, row: T): string => c.text?.(row) ?? String(c.value(row))
const compare = (a: unknown, b: unknown): number => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en-US', { numeric: true }))

function counted<T>(shown: number, all: number, { noun, more }: DataTableProps<T>): string {
  const total = `${all.toLocaleString('en-US')}${more ? ' or more' : ''} ${all === 1 && !more ? noun[0] : noun[1]}`
  return shown === all ? total : `${shown.toLocaleString('en-US')} of ${total}`
}

function Heading<T>({ header, title }: { header: Header<T, unknown>; title: string }) {
  const sorted = header.column.getIsSorted()
  return (
    <th aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}>
      <button type="button" className={classes.sort} onClick={header.column.getToggleSortingHandler()}>
        {title}
        {sorted === 'asc' && <IconArrowUp size={13} aria-hidden />}
        {sorted === 'desc' && <IconArrowDown size={13} aria-hidden />}
      </button>
    </th>
  )
}

function Body<T>({ p, rows, shown }: { p: DataTableProps<T>; rows: Row<T>[]; shown: Column<T>[] }) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [at, setAt] = useState(0)
  const current = Math.min(at, rows.length - 1)
  const keys = (e: KeyboardEvent<HTMLTableRowElement>, i: number, row: T) => {
    if (e.target !== e.currentTarget) return // a button's own keys
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, j: i + 1, k: i - 1, Home: 0, End: rows.length - 1 }[e.key]
    if (to !== undefined) {
      e.preventDefault()
      const next = Math.max(0, Math.min(rows.length - 1, to))
      setAt(next)
      body.current?.rows[next]?.focus()
    } else if (e.key === 'Enter') p.open?.(row)
  }
  return (
    <tbody ref={body}>
      {rows.map((r, i) => (
        <tr key={r.id} tabIndex={i === current ? 0 : -1} data-gone={p.gone?.(r.original) || undefined} onFocus={() => setAt(i)} onKeyDown={(e) => keys(e, i, r.original)}>
          {shown.map((c) => (
            <td key={c.id} data-short={textOf(c, r.original).length <= SHORT || undefined} title={c.hover?.(r.original)}>
              {c.cell ? c.cell(r.original) : textOf(c, r.original)}
            </td>
          ))}
          {p.actions && <td>{p.actions(r.original)}</td>}
        </tr>
      ))}
    </tbody>
  )
}
