import { Button, Checkbox, Group, Text, Textarea, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { messageOf } from '../api/call'
import { visitKey } from '../visit/useVisit'
import { date, dateTime } from '../format'
import { useMay } from '../frame/session'
import { Empty, Failure, Loading } from '../frame/states'
import { desk, type Question } from './calls'
import classes from './Desk.module.css'
import { Level } from './Level'
import { Tabs } from './Tabs'

/** What a coder asked, and the answer or the field for it. */
export function QuestionCard({ question: q, where = false }: { question: Question; where?: boolean }) {
  const may = useMay()
  const client = useQueryClient()
  const key = `typing:${q.visit_id}:answer:${q.id}`
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '')
  const [addendum, setAddendum] = useState(true)
  const answer = useMutation({
    mutationFn: () => desk.answer(q.visit_id, q.id, text.trim(), addendum),
    onSuccess: async () => {
      sessionStorage.removeItem(key)
      await Promise.all([client.invalidateQueries({ queryKey: ['questions'] }), client.invalidateQueries({ queryKey: ['coding', q.visit_id] }), client.invalidateQueries({ queryKey: visitKey(q.visit_id) })])
    },
  })
  return (
    <section className={classes.question} aria-label={`Question${q.code ? ` about ${q.code}` : ''}`}>
      {where && <Text size="sm"><Link to="/visits/$id" params={{ id: q.visit_id }}>{q.patient_name}, {date(q.date_of_service)}</Link></Text>}
      <Text size="sm"><strong>{q.asker_name} asks{q.code ? ` about ${q.code}` : ''}:</strong> {q.text}</Text>
      {q.answer && <Text size="sm"><strong>{q.answerer_name}, {dateTime(q.answered_at)}{q.addendum ? `, addendum ${q.addendum}` : ''}:</strong> {q.answer}</Text>}
      {!q.answer && !may('note.sign') && <Text size="sm" c="dimmed">Waits for the clinician since {dateTime(q.asked_at)}.</Text>}
      {!q.answer && may('note.sign') && (
        <>
          {answer.isError && <Text size="sm" role="alert">{messageOf(answer.error)} What you typed is kept here.</Text>}
          <Textarea label="Your answer" autosize minRows={2} value={text} onChange={(e) => { setText(e.target.value); sessionStorage.setItem(key, e.target.value) }} />
          <Group justify="space-between" mt={6}>
            <Checkbox size="xs" label="Add it to the signed note as an addendum" checked={addendum} onChange={(e) => setAddendum(e.target.checked)} />
            <Button size="xs" disabled={!text.trim()} loading={answer.isPending} onClick={() => answer.mutate()}>Answer</Button>
          </Group>
        </>
      )}
    </section>
  )
}

/** Questions of coders: a clinician's own, all for a coder. */
export function Questions() {
  const may = useMay()
  const list = useQuery({ queryKey: ['questions'], queryFn: desk.questions, enabled: may('code.review') })
  useDocumentTitle('Coding questions · Visitwright')
  return (
    <div className={classes.page}>
      <Tabs />
      <div className={classes.head}><Title order={1}>Questions</Title></div>
      {list.isPending && may('code.review') && <Loading what="the questions" />}
      {list.isError && <Failure what="list of questions" error={list.error} again={() => void list.refetch()} />}
      {list.data?.length === 0 && <Empty title="Nothing was asked">What a coder wants to know about a signed note stands here until it is answered, with an answer or an addendum.</Empty>}
      {list.data?.map((q) => <QuestionCard key={q.id} question={q} where />)}
    </div>
  )
}

/** Beside a visit's codes: the level's table, and what coders asked. */
export function VisitCoding({ visit }: { visit: string }) {
  const coding = useQuery({ queryKey: ['coding', visit], queryFn: () => desk.coding(visit) })
  if (!coding.data) return null
  const { questions, level } = coding.data
  return (
    <>
      {questions.map((q) => <QuestionCard key={q.id} question={q} />)}
      {level && (
        <details style={{ padding: '4px 14px' }}>
          <summary>Visit level {level.code || 'not proposed'}: {level.table.map((c) => `${c.column} ${c.level}`).join(', ')}</summary>
          <Level level={level} />
        </details>
      )}
    </>
  )
}
