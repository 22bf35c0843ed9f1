import { Alert, Button, Group, Radio, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconCircleCheck, IconMicrophone } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { messageOf } from '../api/call'
import { visits } from '../api/calls'
import type { Consent, VisitView } from '../api/types'
import { time } from '../format'
import { devices as inputs } from '../record/microphone'
import { recorder } from '../record/recorder'
import { useRecorder } from '../record/useRecorder'
import { TemplateChoice } from './TemplateChoice'
import { visitKey } from './useVisit'
import classes from './Visit.module.css'

interface StartProps {
  view: VisitView
  canRecord: boolean
  typed: () => void
  me: string
}

/** Before there is a note: consent, then the microphone. */
export function Start(p: StartProps) {
  const { consent, visit } = p.view
  const given = consent?.given === true
  if (!p.canRecord) return <Text p="lg">The visit has not been recorded yet.</Text>
  return (
    <div className={classes.start}>
      {given ? <Consented consent={consent} visit={visit.id} /> : <AskConsent {...p} />}
      {given && <Microphones {...p} />}
      <TemplateChoice visit={visit} me={p.me} />
    </div>
  )
}

function useConsent(visit: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ method, ...body }: { given: boolean; method: string; present: string }) => visits.consent(visit, { ...body, method: method === 'written' ? 'written' : 'verbal' }),
    onSuccess: (v) => client.setQueryData(visitKey(visit), v),
  })
}

function AskConsent({ view, typed }: StartProps) {
  const consent = useConsent(view.visit.id)
  const [method, setMethod] = useState('verbal')
  const [present, setPresent] = useState('patient')
  const refused = view.consent?.given === false
  const recorded = view.visit.state === 'recording'
  return (
    <Stack gap="sm">
      <Title order={2}>{refused ? (recorded ? 'Consent was withdrawn' : 'Consent was not given') : 'Ask for consent to record'}</Title>
      {!refused && (
        <blockquote className={classes.words}>
          “With your permission I’ll record our conversation, so that the note can be written from it. The recording stays in this practice. You can say no, or stop it at any time.”
        </blockquote>
      )}
      {refused && <Text>Nothing is recorded. If everybody agrees after all, record their consent here.</Text>}
      {consent.isError && (
        <Alert color="red" role="alert">
          {messageOf(consent.error)}
        </Alert>
      )}
      <Radio.Group label="How consent is given" value={method} onChange={setMethod}>
        <Group mt={4}>
          <Radio value="verbal" label="Spoken" />
          <Radio value="written" label="In writing" />
        </Group>
      </Radio.Group>
      <TextInput label="Who is in the room and agrees" value={present} onChange={(e) => setPresent(e.target.value)} maxLength={300} />
      <Group>
        <Button loading={consent.isPending} disabled={present.trim() === ''} onClick={() => consent.mutate({ given: true, method, present: present.trim() })}>
          Everybody agrees
        </Button>
        {!refused && (
          <Button variant="default" disabled={consent.isPending} onClick={() => consent.mutate({ given: false, method, present: present.trim() })}>
            Somebody does not agree
          </Button>
        )}
        {refused && !recorded && (
          <Button variant="default" onClick={typed}>
            Type the note
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function Consented({ consent, visit }: { consent: Consent; visit: string }) {
  const withdraw = useConsent(visit)
  return (
    <Group gap={8} mb="md">
      <IconCircleCheck size={18} aria-hidden color="var(--safe-ink)" />
      <Text size="sm" style={{ flex: 1 }}>
        Consent given at {time(consent.at)} ({consent.method === 'written' ? 'in writing' : 'spoken'}): {consent.present}.
      </Text>
      <Button
        size="compact-sm" variant="subtle" color="red" loading={withdraw.isPending}
        onClick={() => {
          if (recorder.snapshot().session?.visit === visit) void recorder.stop()
          withdraw.mutate({ given: false, method: consent.method, present: consent.present })
        }}
      >
        Consent withdrawn
      </Button>
    </Group>
  )
}

function Microphones({ view, typed, me }: StartProps) {
  const state = useRecorder()
  const [device, setDevice] = useState<string | null>(() => localStorage.getItem('microphone'))
  const [channels, setChannels] = useState(() => localStorage.getItem('channels') ?? '1')
  const devices = useQuery({
    queryKey: ['microphones'],
    queryFn: async () => {
      if (!inputs) return []
      return (await inputs.enumerateDevices()).filter((d) => d.kind === 'audioinput' && d.deviceId && d.deviceId !== 'default')
    },
  })
  useEffect(() => {
    const again = () => void devices.refetch()
    inputs?.addEventListener('devicechange', again)
    return () => inputs?.removeEventListener('devicechange', again)
  }, [devices])

  const here = state.session?.visit === view.visit.id && state.mic !== 'off'
  if (here) return <Text>{state.mic === 'opening' ? 'Opening the microphone.' : 'The recorder at the bottom of every page shows how it stands. You can leave this page; recording goes on.'}</Text>
  const elsewhere = state.mic !== 'off' && state.session && state.session.visit !== view.visit.id
  const cutOff = state.leftovers.find((l) => l.visit === view.visit.id)
  const known = (devices.data ?? []).filter((d) => d.label)
  const start = () => {
    localStorage.setItem('channels', channels)
    if (device) localStorage.setItem('microphone', device)
    void recorder.start(view.visit.id, me, { deviceId: device && known.some((d) => d.deviceId === device) ? device : undefined, channels: channels === '2' ? 2 : 1 })
  }
  return (
    <Stack gap="sm">
      <Title order={2}>{view.visit.state === 'recording' ? 'Another device may be recording this visit' : 'Start the recording'}</Title>
      {view.visit.state === 'recording' && !cutOff && <Text size="sm">Recording from this computer takes over from the other one, which then stops its microphone.</Text>}
      {cutOff && <Text size="sm">A recording of this visit was cut off. Go on with it, or finish it, at the bottom of the page.</Text>}
      {elsewhere && <Text size="sm">Another visit is being recorded on this computer. Stop that one first.</Text>}
      {known.length > 1 && <Select label="Microphone" data={known.map((d) => ({ value: d.deviceId, label: d.label }))} value={device} onChange={setDevice} placeholder="The computer’s usual one" clearable />}
      <Radio.Group label="Microphones" value={channels} onChange={setChannels}>
        <Stack mt={4} gap={6}>
          <Radio value="1" label="One microphone for the room" description="Who speaks is told by voice." />
          <Radio value="2" label="Two microphones on one stereo input" description="Clinician on the left, patient on the right." />
        </Stack>
      </Radio.Group>
      <Group>
        <Button size="md" leftSection={<IconMicrophone size={18} />} loading={state.mic === 'opening'} disabled={!!elsewhere} onClick={start}>
          {view.visit.state === 'recording' ? 'Record from this computer' : 'Start recording'}
        </Button>
        {view.visit.state === 'open' && (
          <Button variant="default" onClick={typed}>
            Type the note instead
          </Button>
        )}
      </Group>
    </Stack>
  )
}
