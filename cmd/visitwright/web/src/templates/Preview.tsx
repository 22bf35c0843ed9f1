import { Alert, Text, Title } from '@mantine/core'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { templates } from '../api/calls'
import { Failure, Loading } from '../frame/states'
import classes from './Templates.module.css'

/** What a text would do, and what is wrong with it. */
export const trialOf = (content: string) => queryOptions({ queryKey: ['template-trial', content], queryFn: () => templates.trial(content), placeholderData: keepPreviousData, staleTime: Infinity })

/** The note that a template makes of the demonstration visit, or what is wrong with it and where. */
export function Preview({ content }: { content: string }) {
  const trial = useQuery(trialOf(content))
  return (
    <section className={classes.preview} aria-label="Preview" tabIndex={0} aria-busy={trial.isFetching}>
      <Title order={2} size="h4">
        Preview
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        A short made-up visit for a cough, as the built-in drafter writes it.
      </Text>
      {trial.isPending && <Loading what="the preview" />}
      {trial.isError && <Failure what="preview" error={trial.error} again={() => void trial.refetch()} />}
      {trial.data && trial.data.faults.length > 0 && (
        <Alert color="red" role="alert" title="This text cannot be saved yet">
          <ul className={classes.faults}>
            {trial.data.faults.map((f) => (
              <li key={`${f.line} ${f.text}`}>
                {f.line > 0 ? `Line ${f.line}: ` : ''}
                {f.text}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {trial.data?.sections.map((s) => (
        <div key={s.name}>
          <Title order={3} size="h5" mt="sm">
            {s.title}
          </Title>
          {s.sentences.map((x) => (
            <p key={x.id} className={classes.sentence}>
              {x.kind === 'problem_title' ? <strong>{x.text}</strong> : <>{x.kind === 'statement' && x.group ? <strong>{x.group}: </strong> : null}{x.text}</>}
            </p>
          ))}
        </div>
      ))}
    </section>
  )
}
