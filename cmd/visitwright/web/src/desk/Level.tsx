import { Text, Title } from '@mantine/core'
import type { Level as LevelType } from './calls'
import classes from './Desk.module.css'

const capital = (s: string) => s.charAt(0).toUpperCase() + s.slice(1)

/** The level of the visit: the table with the sentence for each cell, what is documented below and above, or time. */
export function Level({ level, choose }: { level: LevelType | null; choose?: (sentence: string) => void }) {
  if (!level) return <Text size="sm" c="dimmed" p="sm">No level was worked out: no code set was loaded when the note was coded.</Text>
  return (
    <section className={classes.level} aria-label="Visit level">
      <Title order={3}>
        {level.code ? `Visit level ${level.code}, ${level.level}, by ${level.basis}` : 'No visit level'}
      </Title>
      <Text size="xs" c="dimmed">Patient: {level.patient}{level.patient_by ? ` (“${level.patient_by}”)` : ''}. Two of the three columns decide.</Text>
      <table className={classes.em}>
        <thead><tr>{level.table.map((c) => <th key={c.column} scope="col">{capital(c.column)}: {c.level}</th>)}</tr></thead>
        <tbody>
          <tr>
            {level.table.map((c) => (
              <td key={c.column}>
                {c.items.length === 0 && <Text size="xs" c="dimmed">Nothing documented</Text>}
                {c.items.map((i, n) => (
                  <div key={n} className={classes.item} data-not={i.not_counted ? true : undefined}>
                    <strong>{i.what}</strong>{i.not_counted ? ` (not counted: ${i.not_counted})` : ''}
                    {i.sentence && (choose && i.sentence_id
                      ? <button type="button" className={classes.quote} onClick={() => choose(i.sentence_id)}>“{i.sentence}”</button>
                      : <span className={classes.quote}>“{i.sentence}”</span>)}
                  </div>
                ))}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
      {level.time && <Text size="sm">Time: {level.time.minutes} minutes are documented, which reaches {level.time.code || 'no level'}{level.time.stated ? '' : '; the note does not say that the level rests on time'}. “{level.time.sentence}”</Text>}
      {level.below && <Text size="sm">Below, {level.below.code} ({level.below.level}): {level.below.missing.length === 0 ? 'documented as well.' : level.below.missing.join('; ') + '.'}</Text>}
      {level.above && <Text size="sm">Above, {level.above.code} ({level.above.level}): {level.above.missing.length === 0 ? 'documented as well.' : level.above.missing.join('; ') + '.'}</Text>}
      {level.notes.map((n) => <Text key={n} size="sm">{capital(n)}.</Text>)}
      {level.findings.map((f) => <Text key={f.what} size="sm" fw={600}>{f.what} ({f.source})</Text>)}
      {level.not_checked.map((n) => <Text key={n} size="sm" c="dimmed">Not checked: {n}.</Text>)}
    </section>
  )
}
