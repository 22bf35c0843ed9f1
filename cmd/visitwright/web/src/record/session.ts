import { Line, type LineState } from './line'
import type { Log } from './log'
import { Code, gapOf, RATE, type Item, type Reason } from './wire'

/** How a recording stands, in numbers. Words for it are made in words.ts. */
export interface SessionStatus {
  id: string
  visit: string
  user: string
  startedMs: number
  /** When something was last written to the log, milliseconds since 1970. */
  writtenMs: number
  /** Length of the time line. */
  recordedMs: number
  /** What of it the server does not have on its disk yet. */
  unsentMs: number
  line: LineState
  /** What the server wants the person to know while the line goes on. */
  notice: string | null
  /** This computer could not write; what is not sent is held in memory only. */
  storage: string | null
  stopped: boolean
}

export interface SessionOptions {
  log: Log
  url: string
  changed: (status: SessionStatus) => void
  /** The server no longer takes this recording's audio: the microphone must stop. */
  mustStop: () => void
  WebSocket?: typeof WebSocket
  now?: () => number
  random?: () => number
}

const AGAIN_MS = 1000
// Codes at which the protocol wants the microphone stopped.
const STOPPING: readonly number[] = [Code.NoConsent, Code.Forbidden, Code.NoVisit, Code.TakenOver, Code.TooLong, Code.Erased]

/** One recording: what the microphone gives is written to the log, then sent. */
export class Session {
  private readonly line: Line
  private waiting: Item[] = []
  private nextSeq: number
  private nextAt: number
  private writing: Promise<void> | null = null
  private microphone = false
  private notice: string | null = null
  private storage: string | null = null
  private stopping = false

  constructor(private readonly o: SessionOptions) {
    this.nextSeq = o.log.entry.nextSeq
    this.nextAt = o.log.entry.nextAt
    this.line = new Line({
      url: o.url, log: o.log, WebSocket: o.WebSocket, now: o.now, random: o.random,
      live: () => this.microphone,
      changed: (s) => this.lineChanged(s),
      acked: () => {
        // The server may have put the numbering forward: nothing of ours is waiting then.
        if (this.waiting.length === 0 && !this.writing) this.join()
        this.tell()
      },
      notice: (text) => {
        this.notice = text
        this.tell()
      },
    })
  }

  /** Starts taking audio. */
  live(): void {
    this.microphone = true
    this.line.connect()
    this.tell()
  }

  /** Connects to bring in what the log holds. */
  bringIn(): void {
    this.line.connect()
    this.tell()
  }

  /** Takes interleaved 16-bit audio. */
  audio(pcm: Int16Array<ArrayBuffer>): void {
    if (this.stopping || pcm.length === 0) return
    const samples = pcm.length / this.o.log.entry.channels
    this.add({ kind: 'frame', seq: this.nextSeq, at: this.nextAt, samples, pcm: new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength) })
  }

  /** Notes a hole on the time line. */
  gap(ms: number, reason: Reason): void {
    if (this.stopping || ms <= 0) return
    this.add(gapOf(this.nextSeq, this.nextAt, (ms * RATE) / 1000, reason))
  }

  /** No more audio comes: the rest is sent, then the recording is closed. */
  async stop(): Promise<void> {
    this.stopping = true
    this.microphone = false
    while (this.waiting.length > 0 || this.writing) {
      await this.write()
      if (this.storage) await new Promise((r) => setTimeout(r, AGAIN_MS))
    }
    await this.o.log.stop()
    this.line.connect()
    this.line.poke()
    this.tell()
  }

  /** The microphone no longer runs, but the recording may go on later. */
  quiet(): void {
    this.microphone = false
  }

  retry(): void {
    this.line.connect()
  }

  hurry(): void {
    this.line.hurry()
  }

  close(): void {
    this.line.close()
  }

  get status(): SessionStatus {
    const { id, visit, user, startedMs, writtenMs, ackedAt } = this.o.log.entry
    return {
      id, visit, user, startedMs, writtenMs, recordedMs: (this.nextAt * 1000) / RATE, unsentMs: (Math.max(0, this.nextAt - ackedAt) * 1000) / RATE,
      line: this.line.status, notice: this.notice, storage: this.storage, stopped: this.stopping || this.o.log.entry.stopped,
    }
  }

  private add(item: Item): void {
    this.waiting.push(item)
    this.nextSeq = item.seq + (item.kind === 'gap' ? item.count : 1)
    this.nextAt = item.at + item.samples
    void this.write()
  }

  // Group commit: while one transaction is under way, what comes in waits for the next.
  private write(): Promise<void> {
    this.writing ??= this.writeAll().finally(() => {
      this.writing = null
    })
    return this.writing
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      this.join()
      const some = this.waiting.slice(0, 100)
      try {
        await this.o.log.append(some, Date.now())
      } catch (e) {
        this.storage = e instanceof DOMException && e.name === 'QuotaExceededError' ? 'full' : 'failing'
        setTimeout(() => void this.write(), AGAIN_MS)
        this.tell()
        return
      }
      this.storage = null
      this.waiting.splice(0, some.length)
      this.line.poke()
      this.tell()
    }
  }

  // Numbers what waits from where the log stands (it moves when the server knew more than the log).
  private join(): void {
    let { nextSeq: seq, nextAt: at } = this.o.log.entry
    if (this.waiting[0] && this.waiting[0].seq === seq && this.waiting[0].at === at) return
    for (const item of this.waiting) {
      item.seq = seq
      item.at = at
      seq += item.kind === 'gap' ? item.count : 1
      at += item.samples
    }
    this.nextSeq = seq
    this.nextAt = at
  }

  private lineChanged(s: LineState): void {
    if (s.is === 'refused' && STOPPING.includes(s.code) && this.microphone) {
      this.microphone = false
      this.o.mustStop()
    }
    this.tell()
  }

  private tell(): void {
    this.o.changed(this.status)
  }
}
