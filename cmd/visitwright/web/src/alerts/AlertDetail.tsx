import classes from './Alerts.module.css'

const FIRST = 'What to do'

/** What an alert says below its summary, a line each; what to do comes first, because it is read first. */
export function AlertDetail({ detail, source }: { detail: string; source: string }) {
  const lines = [...detail.split('\n'), `Source: ${source}`]
  return (
    <span className={classes.said}>
      {[...lines.filter((l) => l.startsWith(FIRST)), ...lines.filter((l) => !l.startsWith(FIRST))].map((line) => {
        const [, head, text] = /^([A-Z][a-z ]{2,20}): (.+)$/.exec(line) ?? [null, '', line]
        return (
          <span key={line} data-first={head === FIRST || undefined}>
            {head && <b>{head}: </b>}
            {text}
          </span>
        )
      })}
    </span>
  )
}
