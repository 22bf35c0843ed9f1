import { Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCloudOff, IconMicrophone, IconMicrophoneOff, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRefresh, IconUpload } from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { recorder, type RecorderState } from '../record/recorder'
import { useRecorder } from '../record/useRecorder'
import { clock, wordsFor, type Words } from '../record/words'
import classes from './Frame.module.css'
import { Leftovers } from './Leftovers'

const SIGNS = {
  safe: IconCircleCheck, offline: IconCloudOff, lost: IconMicrophoneOff, paused: IconPlayerPause, sending: IconUpload, problem: IconAlertTriangle, microphone: IconMicrophone,
}

/** The recorder, on every page, whenever something is recorded or still to be sent. */
export function RecorderBar() {
  const state = useRecorder()
  const words = wordsFor(state)
  if (!words && !state.problem && !state.finishing && state.leftovers.length === 0) return null
  return (
    <section aria-label="Recorder" className="no-print" style={{ gridArea: 'bar' }}>
      {state.problem && <Problem text={state.problem} />}
      {words && <Now state={state} words={words} />}
      <Leftovers state={state} />
    </section>
  )
}

function Now({ state, words }: { state: RecorderState; words: Words }) {
  const { mic, session } = state
  const Sign = SIGNS[words.sign]
  const recording = mic === 'on' || mic === 'silent'
  const path = useRouterState({ select: (s) => s.location.pathname })
  const here = session ? path === `/visits/${session.visit}` : true
  return (
    <div className={classes.bar} data-tone={words.tone} data-testid="recorder">
      {recording && <span className={classes.dot} aria-hidden />}
      <span className={classes.clock} aria-label="Recorded">
        {clock(session?.recordedMs ?? 0)}
      </span>
      {recording && <Meter />}
      <span className={classes.said}>
        <Sign size={20} aria-hidden />
        {words.text}
      </span>
      <Spoken words={words} />
      <Group gap={8}>
        {session && !here && (
          <Button component={Link} to={`/visits/${session.visit}`} size="xs" variant="default">
            Go to the visit
          </Button>
        )}
        {recording && (
          <Button size="xs" variant="default" leftSection={<IconPlayerPause size={14} />} onClick={() => recorder.pause()}>
            Pause
          </Button>
        )}
        {mic === 'paused' && (
          <Button size="xs" variant="default" leftSection={<IconPlayerPlay size={14} />} onClick={() => recorder.unpause()}>
            Go on recording
          </Button>
        )}
        {mic === 'lost' && (
          <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={() => void recorder.reopen()}>
            Try the microphone
          </Button>
        )}
        {mic !== 'off' && mic !== 'opening' && (
          <Button size="xs" color="red" variant={words.tone === 'danger' ? 'white' : 'filled'} leftSection={<IconPlayerStop size={14} />} onClick={() => void recorder.stop()}>
            Stop and write the note
          </Button>
        )}
        {mic === 'off' && session?.line.is === 'refused' && session.line.afterPerson && (
          <Button size="xs" variant="default" onClick={() => recorder.retry()}>
            Send what is kept here
          </Button>
        )}
        {mic === 'off' && session?.line.is === 'ended' && (
          <Button size="xs" variant="default" onClick={() => recorder.dismiss()}>
            Close
          </Button>
        )}
      </Group>
    </div>
  )
}

// What changes state is read out; the running numbers are not.
function Spoken({ words }: { words: Words }) {
  const plain = words.text.replace(/\d+:\d\d(:\d\d)?/g, 'Audio')
  return (
    <span className="sr" role={words.tone === 'danger' ? 'alert' : 'status'} key={words.tone === 'danger' ? 'alert' : 'status'}>
      {plain}
    </span>
  )
}

function Meter() {
  const fill = useRef<HTMLDivElement>(null)
  useEffect(
    () =>
      recorder.onLevel((level) => {
        if (fill.current) fill.current.style.transform = `scaleX(${level.toFixed(3)})`
      }),
    [],
  )
  return (
    <div className={classes.meter} aria-hidden>
      <div ref={fill} />
    </div>
  )
}

function Problem({ text }: { text: string }) {
  return (
    <div className={classes.bar} data-tone="danger" role="alert">
      <IconAlertTriangle size={20} aria-hidden />
      <Text fw={600} style={{ flex: 1 }}>
        {text}
      </Text>
      <Button size="xs" variant="white" color="red" onClick={() => recorder.dismiss()}>
        Close
      </Button>
    </div>
  )
}
