import { Badge, Button, Group, Text, Title } from '@mantine/core'
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { patients } from '../api/calls'
import type { Previsit } from '../api/types'
import { date, dateTime, instant } from '../format'
import { PatientBanner } from '../frame/PatientBanner'
import { Empty, Failure, Loading } from '../frame/states'
import classes from './Summary.module.css'

const FLAGS: Record<string, string> = { high: 'amber', low: 'amber', overdue: 'amber', allergy: 'red' }
const WORDS: Record<string, string> = { high: '↑ high', low: '↓ low' }

/** One page from the chart, to be read before the visit. */
export function PrevisitPage() {
  const { id } = useParams({ from: '/frame/patients/$id/previsit' })
  const banner = useQuery({ queryKey: ['banner', id], queryFn: () => patients.banner(id) })
  const page = useQuery({ queryKey: ['previsit', id], queryFn: () => patients.previsit(id), staleTime: 0 })
  if (banner.isPending || page.isPending) return <Loading what="the page" />
  if (banner.isError) return <Failure what="patient" error={banner.error} again={() => void banner.refetch()} />
  return (
    <>
      <PatientBanner patient={banner.data} page="Before the visit" />
      <div className={classes.page}>
        <div className={classes.head} style={{ maxWidth: 1200 }}>
          <div>
            <Button component={Link} to={`/patients/${id}`} variant="subtle" color="gray" size="compact-sm" leftSection={<IconArrowLeft size={15} />} className="no-print">
              The chart
            </Button>
            <Title order={1}>Before the visit</Title>
            {page.data && <Text c="dimmed">{about(page.data)}</Text>}
          </div>
          {page.data && (
            <Button variant="default" leftSection={<IconPrinter size={16} />} onClick={() => window.print()} className="no-print">
              Print
            </Button>
          )}
        </div>
        {page.isError && <Failure what="page" error={page.error} again={() => void page.refetch()} />}
        {page.data && <Topics page={page.data} />}
      </div>
    </>
  )
}

const known = (iso: string | undefined) => !!iso && !iso.startsWith('0001')

function about(p: Previsit): string {
  return [p.who, p.reason, known(p.last_visit) ? `last signed visit ${date(p.last_visit)}` : 'no signed visit here yet'].filter(Boolean).join(' · ')
}

function Topics({ page }: { page: Previsit }) {
  if (page.topics.length === 0) return <Empty title="The chart is empty">Allergies, what is new since the last visit, open orders, results and care that is due stand here as soon as the chart holds them.</Empty>
  return (
    <>
      <div className={classes.topics}>
        {page.topics.map((t) => (
          <section key={t.title} aria-label={t.title}>
            <Title order={2} size="h4">
              {t.title}
            </Title>
            <ul>
              {t.entries.map((e, i) => (
                <li key={i} className={classes.entry}>
                  <span>{e.text.replaceAll(/\d{4}-\d\d-\d\d/g, (d) => date(d))}</span>
                  {e.flag && e.flag !== 'allergy' && (
                    <Badge variant="light" color={FLAGS[e.flag] ?? 'gray'} style={{ textTransform: 'none', flex: 'none' }}>
                      {WORDS[e.flag] ?? e.flag}
                    </Badge>
                  )}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <Group gap={4} mt="xs">
        {page.empty.length > 0 && <Text size="sm" c="dimmed">{`Nothing in the chart under: ${page.empty.join(', ')}.`}</Text>}
        <Text size="sm" c="dimmed" title={instant(page.made_at)}>
          Made {dateTime(page.made_at)}.
        </Text>
      </Group>
    </>
  )
}
