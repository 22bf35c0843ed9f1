import { Badge, Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Code } from '../api/types'
import classes from './Desk.module.css'

const STATE: Record<string, [string, string]> = { accepted: ['Accepted', 'green'], rejected: ['Rejected', 'gray'], proposed: ['To decide', 'amber'] }

/** The codes of a case: those on the claim first, then what was offered beside them. */
export function CaseCodes({ codes, chosen, choose, who }: { codes: Code[]; chosen: string | null; choose: (c: Code) => void; who: (id: string | undefined) => string }) {
  return (
    <ol className={classes.codes} aria-label="Codes">
      {codes.map((c) => <Card key={c.id} code={c} chosen={c.id === chosen} choose={() => choose(c)} who={who} />)}
    </ol>
  )
}

function Card({ code: c, chosen, choose, who }: { code: Code; chosen: boolean; choose: () => void; who: (id: string | undefined) => string }) {
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  const offered = c.status === 'proposed' && !c.selected
  const [words, color] = offered ? ['Offered', 'gray'] : (STATE[c.status] ?? ['', 'gray'])
  return (
    <li ref={row} className={classes.code} data-chosen={chosen || undefined} data-off={c.status === 'rejected' || undefined} data-code={c.code}>
      <button type="button" aria-pressed={chosen} onClick={choose}>
        <span className={classes.number}>{c.code}</span> {c.display}
        <Badge variant="light" color={color} className={classes.badge}>{words}</Badge>
      </button>
      {chosen && (
        <div className={classes.more}>
          <Text size="xs">Confidence {Math.round(100 * c.confidence)} %. {c.release}.{c.by ? ` ${words} by ${who(c.by)}${c.reason ? `: ${c.reason}` : ''}.` : ''}</Text>
          {c.ask && <Text size="xs">Missing for a fuller code: {c.ask}</Text>}
          {c.rules.length > 0 && <Text size="xs" c="dimmed">Rules: {c.rules.join('; ')}</Text>}
          {(c.alternatives ?? []).length > 0 && <Text size="xs" c="dimmed">Alternatives: {(c.alternatives ?? []).map((a) => `${a.code} ${a.description}`).join('; ')}</Text>}
        </div>
      )}
    </li>
  )
}
