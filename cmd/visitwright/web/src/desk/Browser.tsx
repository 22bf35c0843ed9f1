import { Alert, Anchor, Breadcrumbs, Progress, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { date, datesIn } from '../format'
import { Failure, Loading } from '../frame/states'
import { desk } from './calls'
import { CodeSearch } from './CodeSearch'
import classes from './Desk.module.css'
import { Tabs } from './Tabs'

const NOTES = [
  ['inclusion', 'Inclusion terms'], ['includes', 'Includes'], ['excludes1', 'Excludes1: never together'], ['excludes2', 'Excludes2: not included here, may stand together'],
  ['code_first', 'Code first'], ['use_additional', 'Use additional code'], ['code_also', 'Code also'],
] as const

/** The code set: chapter, block, category, code; notes, 7th characters, history over the loaded releases. */
export function Browser() {
  const { at } = useSearch({ from: '/frame/coding/codes' })
  const go = useNavigate()
  const page = useQuery({ queryKey: ['browse', at], queryFn: () => desk.browse(at), staleTime: 600_000, refetchInterval: (q) => (filling(q.state.data) ? 10_000 : false) })
  const open = (id?: string) => void go({ to: '/coding/codes', search: id ? { at: id } : {} })
  useDocumentTitle('Codes · Visitwright')
  const p = page.data
  return (
    <div className={classes.page}>
      <Tabs />
      <div className={classes.head}><Title order={1}>Codes</Title></div>
      <CodeSearch label="Find a code" noticed take={(c) => open(c.code)} />
      {page.isPending && <Loading what="the code set" />}
      {page.isError && <Failure what="code" error={page.error} again={() => void page.refetch()} />}
      {p && (
        <>
          {p.notice && <Alert color="amber" mt="xs" p="xs">{datesIn(p.notice)}</Alert>}
          {p.node.kind === 'set' && <ByMeaning page={p} />}
          <Breadcrumbs my="xs">
            <Anchor component="button" onClick={() => open()}>{p.release}</Anchor>
            {p.path.map((n) => <Anchor key={n.id} component="button" onClick={() => open(n.id)}>{n.kind === 'chapter' ? `Chapter ${n.id}` : n.id}</Anchor>)}
          </Breadcrumbs>
          {p.node.kind !== 'set' && <Title order={2}>{p.node.kind === 'chapter' ? `Chapter ${p.node.id}` : p.node.id} {p.node.description}</Title>}
          {p.node.kind === 'code' && <Text size="sm">{p.node.billable ? 'Complete: may stand on a claim.' : 'Not complete: choose a code below it.'}</Text>}
          {!p.tabular && <Text size="sm">The notes of this release are not loaded.</Text>}
          <ul className={classes.found} aria-label="Below it">
            {p.children.map((c) => <li key={c.id}><button type="button" onClick={() => open(c.id)}><strong>{c.kind === 'chapter' ? `Chapter ${c.id}` : c.id}</strong> {c.description}</button></li>)}
          </ul>
          <div className={classes.notes}>
            {p.notes.map((n) => (
              <section key={n.at} aria-label={`Notes at ${n.at}`}>
                {NOTES.filter(([k]) => n[k].length > 0).map(([k, title]) => (
                  <div key={k}>
                    <h3>{title}{n.at === p.node.id ? '' : ` (at ${n.at})`}</h3>
                    <ul>{n[k].map((x) => <li key={x}>{x}</li>)}</ul>
                  </div>
                ))}
              </section>
            ))}
            {p.seventh.length > 0 && (<><h3>7th character</h3><ul>{p.seventh.map((s) => <li key={s.char}><strong>{s.char}</strong> {s.meaning}</li>)}</ul></>)}
            {p.history.length > 0 && (
              <>
                <h3>In the loaded releases</h3>
                <ul>{p.history.map((h) => <li key={h.release}>{h.release} ({date(h.from)} to {date(h.to)}): {h.there ? `${h.description ?? ''}${h.billable ? ', complete' : ', not complete'}` : 'not in it'}</li>)}</ul>
              </>
            )}
          </div>
        </>
      )}
    </div>
  )
}

type Page = Awaited<ReturnType<typeof desk.browse>>

const filling = (p: Page | undefined): boolean => p?.meaning !== undefined && p.meaning.vectors < Math.max(1, p.meaning.texts)

// Codes can be searched from the first minute; that they are found by meaning as well takes some more.
function ByMeaning({ page }: { page: Page }) {
  const m = page.meaning
  if (m && !filling(page)) return <Text size="sm" c="dimmed">Codes are found by their words and by their meaning.</Text>
  if (!m) return <Text size="sm" c="dimmed">Codes are found by their words alone: the model for their meaning is not set up.</Text>
  const part = Math.floor((100 * m.vectors) / Math.max(1, m.texts))
  return (
    <div role="status">
      <Text size="sm">Codes are found by their words. Finding them by meaning as well is being prepared: {part} % done.</Text>
      <Progress value={Math.max(2, part)} maw={420} mt={4} aria-label="Codes prepared to be found by meaning" />
    </div>
  )
}
