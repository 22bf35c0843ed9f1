import { dropEntry, listEntries, Log, openDatabase, type Database, type Entry } from './log'
import { Session, type SessionStatus } from './session'
import { Reason } from './wire'
import type { FromWorklet } from './worklet'

// The recorder's own thread: log and line run here, so that nothing a page does
// can hold them up, and no hidden tab's slowed timers either.

export type ToWorker =
  | { do: 'start'; id: string; visit: string; user: string; channels: number; audio: MessagePort }
  /** Goes on with a recording that was cut off. */
  | { do: 'resume'; id: string; audio: MessagePort }
  /** Sends what a left-over recording holds and closes it. */
  | { do: 'finish'; id: string }
  | { do: 'discard'; id: string }
  | { do: 'audio'; audio: MessagePort }
  | { do: 'hold'; reason: Reason }
  | { do: 'release' }
  | { do: 'stop' }
  | { do: 'retry' }
  | { do: 'hurry' }
  | { do: 'leftovers' }

export type FromWorker =
  | { say: 'status'; status: SessionStatus; main: boolean }
  /** Loudness of the last frame per channel, 0 to 1, and whether it was digital silence. */
  | { say: 'level'; level: number; silent: boolean }
  | { say: 'must-stop' }
  | { say: 'leftovers'; entries: Entry[] }
  | { say: 'failed'; text: string }

const LOCK = 'visitwright-recording-'
const tell = (m: FromWorker) => postMessage(m)
const address = (visit: string) => `${location.origin.replace(/^http/, 'ws')}/api/v1/visits/${encodeURIComponent(visit)}/capture`

let database: Promise<Database> | undefined
const db = () => (database ??= openDatabase())
const sessions = new Map<string, Session>()
const locks = new Map<string, () => void>()
let main: Session | null = null
/** Since when, and why, nothing is being recorded although the recording is on. */
let held: { since: number; reason: Reason } | null = null

// One holder of a log in all tabs; the lock goes with the tab.
function lock(id: string): Promise<boolean> {
  return new Promise((resolve) => {
    void navigator.locks.request(LOCK + id, { ifAvailable: true }, (got) => {
      if (!got) { resolve(false); return; }
      resolve(true)
      return new Promise<void>((release) => locks.set(id, release))
    })
  })
}

function open(log: Log, isMain: boolean): Session {
  const { id, visit } = log.entry
  const session: Session = new Session({
    log, url: address(visit),
    changed: (status) => {
      tell({ say: 'status', status, main: isMain })
      if (status.line.is === 'ended') {
        locks.get(id)?.()
        sessions.delete(id)
        if (main === session) main = null
      }
    },
    mustStop: () => tell({ say: 'must-stop' }),
  })
  sessions.set(id, session)
  return session
}

function listen(audio: MessagePort): void {
  audio.onmessage = (e: MessageEvent<FromWorklet>) => {
    const m = e.data
    if (!main || held) return
    if ('stalledMs' in m) main.gap(m.stalledMs, m.stalledMs > 5000 ? Reason.Slept : Reason.Overrun)
    else if ('pcm' in m) {
      main.audio(m.pcm)
      level(m.pcm)
    }
  }
}

function level(pcm: Int16Array): void {
  let sum = 0
  let silent = true
  for (const v of pcm) {
    sum += v * v
    if (v !== 0) silent = false
  }
  // -60 dBFS to 0 dBFS become 0 to 1.
  const db = 10 * Math.log10(sum / pcm.length / 32768 ** 2 + 1e-9)
  tell({ say: 'level', level: Math.max(0, Math.min(1, 1 + db / 60)), silent })
}

function release(): void {
  if (!held || !main) return
  main.gap(performance.now() - held.since, held.reason)
  held = null
}

async function leftover(id: string, isMain: boolean): Promise<Session> {
  const known = sessions.get(id)
  if (known) return known
  if (!(await lock(id))) throw new Error('This recording is open in another tab.')
  const log = await Log.open(await db(), id)
  if (!log) throw new Error('This recording is no longer on this computer.')
  return open(log, isMain)
}

async function handle(m: ToWorker): Promise<void> {
  switch (m.do) {
    case 'start': {
      await lock(m.id)
      const log = await Log.create(await db(), { id: m.id, visit: m.visit, user: m.user, channels: m.channels, startedMs: Date.now() })
      main = open(log, true)
      held = null
      listen(m.audio)
      main.live(); return;
    }
    case 'resume': {
      const known = sessions.get(m.id)
      known?.close()
      sessions.delete(m.id)
      locks.get(m.id)?.()
      await Promise.resolve()
      main = await leftover(m.id, true)
      // From the end of what is kept until now nothing was recorded.
      main.gap(Date.now() - main.status.writtenMs, Reason.NotKnown)
      held = null
      listen(m.audio)
      main.live(); return;
    }
    case 'finish': {
      const session = await leftover(m.id, false)
      return session.stop()
    }
    case 'discard':
      if (await lock(m.id)) {
        await dropEntry(await db(), m.id)
        locks.get(m.id)?.()
      }
      return leftovers()
    case 'audio':
      { listen(m.audio); return; }
    case 'hold':
      held ??= { since: performance.now(), reason: m.reason }
      return
    case 'release':
      { release(); return; }
    case 'stop':
      if (held?.reason !== Reason.Paused) release()
      held = null
      return main?.stop()
    case 'retry':
      sessions.forEach((s) => s.retry())
      return
    case 'hurry':
      sessions.forEach((s) => s.hurry())
      return
    case 'leftovers':
      return leftovers()
  }
}

async function leftovers(): Promise<void> {
  const held = new Set(((await navigator.locks.query()).held ?? []).map((l) => l.name))
  tell({ say: 'leftovers', entries: (await listEntries(await db())).filter((e) => !held.has(LOCK + e.id)) })
}

onmessage = (e: MessageEvent<ToWorker>) => {
  handle(e.data).catch((error: unknown) => tell({ say: 'failed', text: error instanceof Error ? error.message : 'The recorder failed.' }))
}
