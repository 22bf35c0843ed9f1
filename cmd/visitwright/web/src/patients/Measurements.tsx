import { Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { Observation } from '../api/types'
import type { ReactNode } from 'react'
import { date, dateTime, instant, number } from '../format'
import { DataTable, type Column } from '../table/DataTable'
import classes from './ChartPage.module.css'
import { PanelHead } from './Panel'
import { unitOf } from './plausible'

export interface Row { key: string; ids: string[]; name: string; value: string; unit: string; range: string; off: 'high' | 'low' | null; at: string; before: string }

const SYSTOLIC = '8480-6'
const DIASTOLIC = '8462-4'

function off(o: Observation): Row['off'] {
  if (!o.has_value) return null
  if (o.reference_high !== undefined && o.value > o.reference_high) return 'high'
  if (o.reference_low !== undefined && o.value < o.reference_low) return 'low'
  return null
}

const range = (o: Observation) =>
  o.reference_low !== undefined && o.reference_high !== undefined
    ? `${number(o.reference_low)} to ${number(o.reference_high)}`
    : o.reference_high !== undefined ? `up to ${number(o.reference_high)}` : o.reference_low !== undefined ? `from ${number(o.reference_low)}` : ''
const plain = (o: Observation) => (o.has_value ? number(o.value) : (o.value_code?.display ?? o.text ?? ''))

const COLUMNS: Column<Observation>[] = [
  { id: 'name', title: 'Measured', value: (o) => o.code.display },
  { id: 'value', title: 'Value', value: (o) => (o.has_value ? o.value : plain(o)), text: plain },
  { id: 'unit', title: 'Unit', value: (o) => unitOf(o.unit) },
  { id: 'off', title: 'Outside', value: (o) => off(o) ?? '' },
  { id: 'range', title: 'Reference', value: range },
  { id: 'at', title: 'When', value: (o) => o.at, text: (o) => dateTime(o.at), hover: (o) => instant(o.at) },
  { id: 'code', title: 'LOINC', value: (o) => o.code.code ?? '', hidden: true },
]

/** The latest of each kind with the one before it; a blood pressure is one row. */
export function latest(observations: Observation[]): Row[] {
  const kinds = new Map<string, Observation[]>()
  for (const o of [...observations].sort((a, b) => b.at.localeCompare(a.at))) {
    const key = o.code.code ?? o.code.display
    kinds.set(key, [...(kinds.get(key) ?? []), o])
  }
  const systolic = kinds.get(SYSTOLIC)
  const diastolic = kinds.get(DIASTOLIC)
  const rows: Row[] = []
  if (systolic && diastolic) {
    const pair = (i: number) => (systolic[i] && diastolic[i] ? `${number(systolic[i].value)}/${number(diastolic[i].value)}` : '')
    rows.push({ key: 'bp', ids: [systolic[0]!.id, diastolic[0]!.id], name: 'Blood pressure', value: pair(0), unit: 'mmHg', range: '', off: off(systolic[0]!) ?? off(diastolic[0]!), at: systolic[0]!.at, before: pair(1) })
    kinds.delete(SYSTOLIC)
    kinds.delete(DIASTOLIC)
  }
  for (const [key, [now, before]] of kinds)
    if (now) rows.push({ key, ids: [now.id], name: now.code.display, value: plain(now), unit: unitOf(now.unit), range: range(now), off: off(now), at: now.at, before: before ? plain(before) : '' })
  return rows
}

/** Measured values: abnormal ones carry a direction and the reference range. */
export function Measurements({ title, observations, add, tools }: { title: string; observations: Observation[]; add?: () => void; tools?: (r: Row) => ReactNode }) {
  const rows = latest(observations)
  return (
    <section className={classes.panel} aria-label={title}>
      <PanelHead title={title} count={rows.length} add={add} table={<DataTable name={title.toLowerCase().replace(' ', '-')} noun={['value', 'values']} rows={observations} rowKey={(o) => o.id} columns={COLUMNS} short />} />
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed" px="sm" pb="xs">
          None are on record.
        </Text>
      ) : (
        <table className={classes.values}>
          <thead>
            <tr>
              <th>Measured</th>
              <th>Latest</th>
              <th>Before</th>
              <th>Date</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((r) => (
              <tr key={r.key}>
                <td>{r.name}</td>
                <td data-off={r.off ?? undefined}>
                  {r.off === 'high' && <IconArrowUp size={14} aria-label="High" />}
                  {r.off === 'low' && <IconArrowDown size={14} aria-label="Low" />}
                  {r.value} <span className={classes.unit}>{r.unit}</span>
                  {r.off && r.range && <span className={classes.detail}>reference {r.range}</span>}
                </td>
                <td className={classes.when}>{r.before}</td>
                <td className={classes.when} title={instant(r.at)}>
                  {date(r.at)} {tools?.(r)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
