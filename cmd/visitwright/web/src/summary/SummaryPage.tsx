import { Alert, Badge, Button, Group, SegmentedControl, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconArrowLeft, IconCircleCheck, IconPrinter } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { visits } from '../api/calls'
import type { AfterVisit, VisitView } from '../api/types'
import { PatientBanner } from '../frame/PatientBanner'
import { useMay } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import { useNewPlayer } from '../visit/player'
import { visitKey } from '../visit/useVisit'
import { Sheet } from './Sheet'
import classes from './Summary.module.css'

/** What the patient takes home, in plain words, each sentence with what it rests on. */
export function SummaryPage() {
  const { id } = useParams({ from: '/frame/visits/$id/summary' })
  const visit = useQuery({ queryKey: visitKey(id), queryFn: ({ signal }) => visits.get(id, signal) })
  const summary = useQuery({ queryKey: ['summary', id], queryFn: () => visits.summary(id), staleTime: 0 })
  if (visit.isPending || summary.isPending) return <Loading what="the summary" />
  if (visit.isError) return <Failure what="visit" error={visit.error} again={() => void visit.refetch()} />
  return (
    <>
      <PatientBanner patient={visit.data.patient} page="Summary" />
      <div className={classes.page}>
        {summary.isError ? (
          <>
            <Title order={1}>Summary for the patient</Title>
            {visit.data.note ? (
              <Failure what="summary" error={summary.error} again={() => void summary.refetch()} />
            ) : (
              <Empty title="There is no note yet">The summary is made from the note’s plan and instructions. <Link to="/visits/$id" params={{ id }}>Go to the visit.</Link></Empty>
            )}
          </>
        ) : (
          <Body view={visit.data} answer={summary.data} />
        )}
      </div>
    </>
  )
}

function Body({ view, answer }: { view: VisitView; answer: AfterVisit }) {
  const id = view.visit.id
  const may = useMay()
  const [language, setLanguage] = useState('en')
  const player = useNewPlayer(visits.audioUrl(id), may('visit.audio') && view.recording.received_ms > 0 && !view.recording.erased)
  const spanish = language === 'es'
  const shown = spanish ? answer.translation : answer.summary
  const none = answer.summary.parts.length === 0
  return (
    <>
      <div className={classes.head}>
        <div>
          <Button component={Link} to={`/visits/${id}`} variant="subtle" color="gray" size="compact-sm" leftSection={<IconArrowLeft size={15} />} className="no-print">
            The visit
          </Button>
          <Title order={1}>Summary for the patient</Title>
          <Text c="dimmed" size="sm" className="no-print">
            {view.visit.state === 'signed' ? 'From the signed note.' : 'From the draft, which is not signed yet.'} Edit the note and the summary follows it.
          </Text>
        </div>
        <Group gap={8} className="no-print">
          {answer.translator && !none && <SegmentedControl aria-label="Language" value={language} onChange={setLanguage} data={[{ value: 'en', label: 'English' }, { value: 'es', label: 'Español' }]} />}
          {shown && !none && (
            <Button component="a" href={visits.summaryUrl(id, language)} target="_blank" rel="noopener" leftSection={<IconPrinter size={16} />}>
              Print
            </Button>
          )}
        </Group>
      </div>
      {none && <Empty title="Nothing to take home yet">The plan and the patient’s instructions of the note stand here in plain words. Sentences that still want an answer are left out.</Empty>}
      {!none && <Standing answer={answer} spanish={spanish} view={view} />}
      {!none && shown && <Sheet key={language} summary={shown} view={view} player={player} />}
      {spanish && !shown && <Translate visit={id} translator={answer.translator} english={() => setLanguage('en')} />}
    </>
  )
}

// What a person must know before handing it over.
function Standing({ answer, spanish, view }: { answer: AfterVisit; spanish: boolean; view: VisitView }) {
  const grade = answer.summary.reading_grade
  const plain = grade <= answer.most_grade
  const open = view.blocking.filter((b) => b.kind === 'sentence').length
  return (
    <Group gap={8} mb="sm" className="no-print">
      {!spanish && (
        <Badge variant="light" color={plain ? 'green' : 'amber'} size="lg" style={{ textTransform: 'none' }} leftSection={plain ? <IconCircleCheck size={14} aria-hidden /> : <IconAlertTriangle size={14} aria-hidden />}>
          Reading grade {grade.toFixed(1)}{plain ? ` (aim: ${answer.most_grade} or less)` : `, above the aim of ${answer.most_grade}: shorten the plan’s sentences`}
        </Badge>
      )}
      {spanish && answer.translation && (
        <Badge variant="light" color="amber" size="lg" style={{ textTransform: 'none' }} leftSection={<IconAlertTriangle size={14} aria-hidden />}>
          Machine translation by {answer.translation.model}, read over by nobody
        </Badge>
      )}
      {open > 0 && <Text size="sm">{open === 1 ? '1 sentence of the note wants an answer and is left out.' : `${open} sentences of the note want an answer and are left out.`}</Text>}
      {!answer.translator && (
        <Text size="sm" c="dimmed">
          English only: Spanish needs a language model, and none is configured here.
        </Text>
      )}
    </Group>
  )
}

function Translate({ visit, translator, english }: { visit: string; translator: string; english: () => void }) {
  const may = useMay()
  const client = useQueryClient()
  const translate = useMutation({ mutationFn: () => visits.translate(visit), onSuccess: (s) => client.setQueryData(['summary', visit], s) })
  if (translate.isError)
    return (
      <Alert color="red" role="alert" maw={820} title="There is no Spanish summary" icon={<IconAlertTriangle />}>
        <Text size="sm">{messageOf(translate.error)} The English one is unchanged.</Text>
        <Group mt="xs">
          <Button size="xs" variant="default" onClick={english}>
            Show English
          </Button>
          <Button size="xs" variant="default" onClick={() => translate.mutate()}>
            Try again
          </Button>
        </Group>
      </Alert>
    )
  return (
    <Empty
      title={translate.isPending ? 'Translating' : 'This version is not translated yet'}
      action={
        may('note.edit') && (
          <Button mt="xs" loading={translate.isPending} onClick={() => translate.mutate()}>
            Translate into Spanish
          </Button>
        )
      }
    >
      {translate.isPending
        ? `${translator} is writing; this can take two minutes. You can leave the page.`
        : `${translator} translates it. Numbers, units, medicines, sides and every “not” are then held against the English; where one differs there is no translation.`}
    </Empty>
  )
}
