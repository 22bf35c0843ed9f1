import type { Entry } from './log'
import { devices, Microphone, MicrophoneError } from './microphone'
import type { SessionStatus } from './session'
import { Reason, Verdict } from './wire'
import type { FromWorker, ToWorker } from './worker'

export type MicState = 'off' | 'opening' | 'on' | 'silent' | 'lost' | 'paused'

/** Everything the pages show about recording. */
export interface RecorderState {
  mic: MicState
  /** The recording of this tab, as long as something of it is to be done. */
  session: SessionStatus | null
  /** A left-over recording that is being brought in. */
  finishing: SessionStatus | null
  leftovers: readonly Entry[]
  /** Says why something did not work, until the next try. */
  problem: string | null
}

const NONE: RecorderState = { mic: 'off', session: null, finishing: null, leftovers: [], problem: null }
// So many frames of nothing but zeros (3 s) mean a switched-off microphone.
const SILENT_FRAMES = 30
// How long the good end of a recording stays on the page.
const SAID_MS = 45_000

/** The one recorder of this tab. It lives as long as the tab, whatever the pages do. */
export class Recorder {
  private state = NONE
  private readonly listeners = new Set<() => void>()
  private readonly levels = new Set<(level: number) => void>()
  private readonly ends = new Set<(visit: string) => void>()
  private worker: Worker | null = null
  private microphone: Microphone | null = null
  private wanted: { deviceId?: string; channels: 1 | 2 } = { channels: 1 }
  private zeros = 0
  private wakeLock: WakeLockSentinel | null = null

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  readonly snapshot = (): RecorderState => this.state

  /** Tells the loudness, 0 to 1, ten times a second. */
  onLevel(listener: (level: number) => void): () => void {
    this.levels.add(listener)
    return () => this.levels.delete(listener)
  }

  /** Tells when a visit's recording is whole and compared on the server. */
  onEnded(listener: (visit: string) => void): () => void {
    this.ends.add(listener)
    return () => this.ends.delete(listener)
  }

  /** Looks for recordings that an earlier page left over. */
  boot(): void {
    addEventListener('online', () => this.post({ do: 'hurry' }))
    addEventListener('beforeunload', (e) => {
      if (this.unsafe()) e.preventDefault()
    })
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.microphone) void this.stayAwake()
    })
    devices?.addEventListener('devicechange', () => {
      if (this.state.mic === 'lost') void this.reopen()
    })
    this.post({ do: 'leftovers' })
  }

  /** Whether closing the tab now would end a recording or leave audio unsent. */
  unsafe(): boolean {
    const { mic, session, finishing } = this.state
    return mic !== 'off' || (session !== null && session.line.is !== 'ended') || finishing !== null
  }

  async start(visit: string, user: string, wanted: { deviceId?: string; channels: 1 | 2 }): Promise<void> {
    this.wanted = wanted
    await this.open((audio) => ({ do: 'start', id: crypto.randomUUID(), visit, user, channels: wanted.channels, audio }))
  }

  /** Goes on with a recording that was cut off, e.g. by a reload. */
  async resume(entry: Entry): Promise<void> {
    this.wanted = { ...this.wanted, channels: entry.channels === 2 ? 2 : 1 }
    await this.open((audio) => ({ do: 'resume', id: entry.id, audio }))
    this.set({ leftovers: this.state.leftovers.filter((l) => l.id !== entry.id) })
  }

  finish(entry: Entry): void {
    this.set({ leftovers: this.state.leftovers.filter((l) => l.id !== entry.id) })
    this.post({ do: 'finish', id: entry.id })
  }

  discard(entry: Entry): void {
    this.post({ do: 'discard', id: entry.id })
  }

  pause(): void {
    if (!['on', 'silent'].includes(this.state.mic)) return
    this.post({ do: 'hold', reason: Reason.Paused })
    this.set({ mic: 'paused' })
  }

  unpause(): void {
    if (this.state.mic !== 'paused') return
    this.post({ do: 'release' })
    this.zeros = 0
    this.set({ mic: 'on' })
  }

  async stop(): Promise<void> {
    await this.silence()
    this.post({ do: 'stop' })
  }

  /** After a person has done what the server asked for, e.g. signed in again. */
  retry(): void {
    this.post({ do: 'retry' })
  }

  /** Tries to get a lost microphone back. */
  async reopen(): Promise<void> {
    if (this.state.mic !== 'lost') return
    await this.microphone?.close()
    this.microphone = null
    try {
      const channel = new MessageChannel()
      this.microphone = await this.openMicrophone()
      this.post({ do: 'audio', audio: channel.port2 }, [channel.port2])
      this.microphone.connect(channel.port1)
      this.post({ do: 'release' })
      this.zeros = 0
      this.set({ mic: 'on', problem: null })
    } catch (e) {
      this.set({ problem: e instanceof MicrophoneError ? e.message : 'The microphone could not be opened.' })
    }
  }

  dismiss(): void {
    this.set({ problem: null, session: this.state.session?.line.is === 'ended' ? null : this.state.session })
  }

  private async open(first: (audio: MessagePort) => ToWorker): Promise<void> {
    if (this.microphone || this.state.mic === 'opening') return
    this.set({ mic: 'opening', problem: null })
    try {
      this.microphone = await this.openMicrophone()
      const channel = new MessageChannel()
      this.zeros = 0
      this.post(first(channel.port2), [channel.port2])
      this.microphone.connect(channel.port1)
      this.set({ mic: 'on' })
      void navigator.storage.persist().catch(() => undefined)
      void this.stayAwake()
    } catch (e) {
      this.set({ mic: 'off', problem: e instanceof MicrophoneError ? e.message : 'The microphone could not be opened.' })
    }
  }

  private openMicrophone(): Promise<Microphone> {
    return Microphone.open({
      ...this.wanted,
      on: (event) => {
        if (event === 'unmuted') {
          if (this.state.mic !== 'lost') return
          this.post({ do: 'release' })
          this.set({ mic: 'on' })
        } else if (this.microphone && this.state.mic !== 'off') {
          if (this.state.mic === 'paused') this.post({ do: 'release' })
          this.post({ do: 'hold', reason: Reason.Microphone })
          this.set({ mic: 'lost' })
        }
      },
    })
  }

  private async silence(): Promise<void> {
    const microphone = this.microphone
    this.microphone = null
    await microphone?.close()
    this.levels.forEach((l) => l(0))
    void this.wakeLock?.release().catch(() => undefined)
    this.wakeLock = null
    this.set({ mic: 'off' })
  }

  private async stayAwake(): Promise<void> {
    this.wakeLock = await navigator.wakeLock.request('screen').catch(() => null)
  }

  private post(m: ToWorker, transfer: Transferable[] = []): void {
    if (!this.worker) {
      this.worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'recorder' })
      this.worker.onmessage = (e: MessageEvent<FromWorker>) => this.hear(e.data)
      this.worker.onerror = () => this.set({ problem: 'The recorder failed. Reload the page: what was recorded is kept on this computer.' })
    }
    this.worker.postMessage(m, transfer)
  }

  private hear(m: FromWorker): void {
    switch (m.say) {
      case 'level':
        this.zeros = m.silent ? this.zeros + 1 : 0
        this.levels.forEach((l) => l(m.level))
        if (this.state.mic === 'on' && this.zeros >= SILENT_FRAMES) this.set({ mic: 'silent' })
        else if (this.state.mic === 'silent' && this.zeros === 0) this.set({ mic: 'on' })
        return
      case 'status': {
        const ended = m.status.line.is === 'ended'
        this.set(m.main ? { session: m.status } : { finishing: ended ? null : m.status })
        if (ended) {
          this.ends.forEach((l) => l(m.status.visit))
          // What is safe need not be said for ever.
          if (m.main && m.status.line.is === 'ended' && m.status.line.verdict !== Verdict.Different)
            setTimeout(() => this.state.session?.id === m.status.id && this.state.mic === 'off' && this.set({ session: null }), SAID_MS)
        }
        return
      }
      case 'must-stop':
        return void this.silence()
      case 'leftovers':
        { this.set({ leftovers: m.entries }); return; }
      case 'failed':
        { this.set({ problem: m.text }); return; }
    }
  }

  private set(part: Partial<RecorderState>): void {
    this.state = { ...this.state, ...part }
    this.listeners.forEach((l) => l())
  }
}

export const recorder = new Recorder()
