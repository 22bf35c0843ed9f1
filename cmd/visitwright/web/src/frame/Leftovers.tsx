import { Button, Group } from '@mantine/core'
import { IconAlertTriangle, IconUpload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { dateTime } from '../format'
import type { Entry } from '../record/log'
import { recorder, type RecorderState } from '../record/recorder'
import { RATE } from '../record/wire'
import { clock } from '../record/words'
import classes from './Frame.module.css'
import { useSession } from './session'

// A recording that was cut off can be gone on with for so long.
const GO_ON_MS = 2 * 3600_000

/** Recordings that a crash or a closed tab left over, and one being brought in. */
export function Leftovers({ state }: { state: RecorderState }) {
  const { user } = useSession()
  const { finishing } = state
  return (
    <>
      {finishing && (
        <div className={classes.bar} data-tone="wait" role="status">
          <IconUpload size={20} aria-hidden />
          <span className={classes.said}>
            {finishing.line.is === 'refused'
              ? `The server does not take the left-over recording: ${finishing.line.text}. It is kept on this computer.`
              : `Bringing in the left-over recording: ${clock(finishing.unsentMs)} to go. Leave this page open.`}
          </span>
        </div>
      )}
      {state.leftovers.map((entry) => (
        <Leftover key={entry.id} entry={entry} mine={entry.user === user.id} free={state.mic === 'off'} />
      ))}
    </>
  )
}

function Leftover({ entry, mine, free }: { entry: Entry; mine: boolean; free: boolean }) {
  const kept = clock(((entry.nextAt - entry.ackedAt) * 1000) / RATE)
  const [recent] = useState(() => Date.now() - entry.writtenMs < GO_ON_MS)
  const when = dateTime(new Date(entry.startedMs).toISOString())
  return (
    <div className={classes.bar} data-tone="wait" role="status" data-testid="leftover">
      <IconAlertTriangle size={20} aria-hidden />
      <span className={classes.said}>
        {mine
          ? `A recording of ${when} was cut off. Nothing is being recorded. ${kept} of it is kept only on this computer.`
          : `Somebody else’s recording of ${when} is kept on this computer (${kept}). They must sign in here to finish it.`}
      </span>
      {mine && (
        <Group gap={8}>
          <Button component={Link} to={`/visits/${entry.visit}`} size="xs" variant="default">
            Open the visit
          </Button>
          {!entry.stopped && recent && free && (
            <Button size="xs" variant="default" onClick={() => void recorder.resume(entry)}>
              Go on recording
            </Button>
          )}
          <Button size="xs" onClick={() => recorder.finish(entry)}>
            Finish and write the note
          </Button>
        </Group>
      )}
    </div>
  )
}
