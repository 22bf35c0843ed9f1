import type { Log } from './log'
import { Code, Do, encodeEnd, encodeHello, encodeItem, encodePing, gapOf, parse, Reason, SUBPROTOCOL, type FromServer, type Item } from './wire'

/** How the line to the server stands. */
export type LineState =
  | { is: 'connecting' | 'open' | 'waiting' }
  /** The server refused; a person must act, or nothing can be done. The log is kept. */
  | { is: 'refused'; code: number; text: string; afterPerson: boolean }
  | { is: 'ended'; verdict: number }

export interface LineOptions {
  url: string
  log: Log
  /** Whether the microphone is running now. */
  live: () => boolean
  changed: (state: LineState) => void
  acked: () => void
  /** Something to tell the person while the line goes on; null: all is well again. */
  notice: (text: string | null) => void
  WebSocket?: typeof WebSocket
  now?: () => number
  random?: () => number
}

const CLIENT = 'visitwright-web 1'
const BACKOFF_MS = { first: 250, most: 10_000 }
const PING_AFTER_MS = 5_000
const DEAD_AFTER_MS = 15_000
const READ_AT_ONCE = 32

/** One recording's line to the server: connects, resumes, sends from the log, reconnects. */
export class Line {
  private socket: WebSocket | null = null
  private state: LineState = { is: 'waiting' }
  private welcomed = false
  private cursor = 0 // number of the next item to send
  private position = 0 // time line up to the cursor
  private window = 0
  private inFlight: { next: number; bytes: number }[] = []
  private inFlightBytes = 0
  private pumping = false
  private again = false
  private endSent = false
  private heardAt = 0
  private sentAt = 0
  private backoff = BACKOFF_MS.first
  private notBefore = 0
  private retry: ReturnType<typeof setTimeout> | undefined
  private watch: ReturnType<typeof setInterval> | undefined
  private handling: Promise<unknown> = Promise.resolve()
  private readonly now: () => number
  private readonly random: () => number

  constructor(private readonly o: LineOptions) {
    this.now = o.now ?? (() => performance.now())
    this.random = o.random ?? Math.random
  }

  get status(): LineState {
    return this.state
  }

  /** Connects now unless connected; also after a refusal that a person has cleared. */
  connect(): void {
    if (this.socket || this.state.is === 'ended') return
    clearTimeout(this.retry)
    this.set({ is: 'connecting' })
    this.welcomed = this.endSent = false
    this.inFlight = []
    this.inFlightBytes = 0
    const socket = new (this.o.WebSocket ?? WebSocket)(this.o.url, SUBPROTOCOL)
    this.socket = socket
    socket.binaryType = 'arraybuffer'
    this.heardAt = this.sentAt = this.now()
    socket.onopen = () => void this.hello(socket)
    socket.onmessage = (e: MessageEvent<ArrayBuffer>) => {
      this.heardAt = this.now()
      // In order: an ack touches the disk, and the next must not overtake it.
      this.handling = this.handling.then(() => (this.socket === socket ? this.take(parse(e.data)) : undefined)).catch(() => this.lost(socket))
    }
    socket.onclose = () => void this.handling.then(() => this.lost(socket))
    clearInterval(this.watch)
    this.watch = setInterval(() => this.pulse(socket), 1000)
  }

  /** There may be something new to send. */
  poke(): void {
    void this.pump()
  }

  /** Tries at once, e.g. because the system says that it is online again. */
  hurry(): void {
    if (this.state.is === 'waiting' && this.now() >= this.notBefore) this.connect()
  }

  /** Leaves the line for good; the log stays. */
  close(): void {
    clearTimeout(this.retry)
    clearInterval(this.watch)
    const socket = this.socket
    this.socket = null
    socket?.close()
  }

  private async hello(socket: WebSocket): Promise<void> {
    const { id, channels, startedMs } = this.o.log.entry
    const first = await this.o.log.first()
    if (this.socket === socket) this.send(encodeHello({ live: this.o.live(), channels, recording: id, first, startedMs, client: CLIENT }))
  }

  private send(message: ArrayBuffer): void {
    this.sentAt = this.now()
    this.socket?.send(message)
  }

  private pulse(socket: WebSocket): void {
    if (this.socket !== socket) return
    const now = this.now()
    if (now - this.heardAt > DEAD_AFTER_MS) {
      this.lost(socket)
      socket.close()
    } else if (socket.readyState === 1 && now - this.sentAt > PING_AFTER_MS) this.send(encodePing(Math.floor(now)))
  }

  private lost(socket: WebSocket): void {
    if (this.socket !== socket) return
    this.socket = null
    clearInterval(this.watch)
    if (this.state.is === 'ended' || this.state.is === 'refused') return
    this.set({ is: 'waiting' })
    const wait = Math.max(this.backoff * (0.5 + this.random() / 2), this.notBefore - this.now())
    this.backoff = Math.min(2 * this.backoff, BACKOFF_MS.most)
    this.retry = setTimeout(() => this.connect(), wait)
  }

  private async take(m: FromServer): Promise<void> {
    switch (m.type) {
      case 'welcome':
        return this.welcome(m)
      case 'ack':
        return this.ack(m.next, m.at)
      case 'ended':
        return this.ended(m.verdict)
      case 'notice':
        { this.o.notice(m.code === 1 ? null : m.text); return; }
      case 'error':
        return this.refused(m)
      case 'pong':
      case 'unknown':
    }
  }

  private async welcome(m: Extract<FromServer, { type: 'welcome' }>): Promise<void> {
    const { log } = this.o
    // A recording that has ended holds more than this log only in time it could not know of.
    if (m.next > log.entry.nextSeq) await log.renumber(m.next, m.at)
    else if (m.next > log.entry.ackedSeq) await log.ack(m.next, m.at)
    if (m.ended && !log.entry.stopped) await log.stop()
    this.cursor = m.next
    this.position = m.at
    this.window = m.window
    this.welcomed = true
    this.set({ is: 'open' })
    this.o.acked()
    void this.pump()
  }

  private async ack(next: number, at: number): Promise<void> {
    await this.o.log.ack(next, at)
    this.backoff = BACKOFF_MS.first
    while (this.inFlight[0] && this.inFlight[0].next <= next) this.inFlightBytes -= this.inFlight.shift()!.bytes
    this.o.acked()
    void this.pump()
  }

  private async ended(verdict: number): Promise<void> {
    // The digests differ: what is still held here is kept for a person to look at.
    if (verdict !== 2) await this.o.log.drop()
    this.set({ is: 'ended', verdict })
    this.close()
  }

  private async refused(m: Extract<FromServer, { type: 'error' }>): Promise<void> {
    this.notBefore = this.now() + m.waitMs
    if (m.do === Do.Again) { this.o.notice(m.text); return; }
    if (m.code === Code.Erased) await this.o.log.drop()
    this.set({ is: 'refused', code: m.code, text: m.text, afterPerson: m.do === Do.AfterPerson })
    this.close()
  }

  private set(state: LineState): void {
    this.state = state
    this.o.changed(state)
  }

  // Sends from the log while the window has room; one pump at a time.
  private async pump(): Promise<void> {
    this.again = true
    if (this.pumping) return
    this.pumping = true
    try {
      while (this.again) {
        this.again = false
        await this.sendSome()
      }
    } finally {
      this.pumping = false
    }
  }

  private async sendSome(): Promise<void> {
    const { log } = this.o
    const socket = this.socket
    while (this.welcomed && this.socket === socket && this.cursor < log.entry.nextSeq) {
      const items = await log.read(this.cursor, READ_AT_ONCE)
      if (this.moved(socket)) return
      if (items.length === 0) this.sendItem(this.hole(log.entry.nextSeq, log.entry.nextAt))
      for (const item of items) {
        if (item.seq > this.cursor) this.sendItem(this.hole(item.seq, item.at))
        if (!this.sendItem(item)) return // the window is full: the next ack goes on
      }
    }
    this.sendEnd()
  }

  // Whether the line has changed since, while the disk was asked.
  private moved(socket: WebSocket | null): boolean {
    return this.socket !== socket || !this.welcomed
  }

  // What stands for items that the log no longer holds.
  private hole(seq: number, at: number): Item {
    return gapOf(this.cursor, this.position, at - this.position, Reason.LogLost, seq - this.cursor)
  }

  private sendItem(item: Item): boolean {
    const message = encodeItem(item)
    if (this.inFlight.length > 0 && this.inFlightBytes + message.byteLength > this.window) return false
    this.send(message)
    this.cursor = item.seq + (item.kind === 'gap' ? item.count : 1)
    this.position = item.at + item.samples
    this.inFlight.push({ next: this.cursor, bytes: message.byteLength })
    this.inFlightBytes += message.byteLength
    return true
  }

  // END waits until everything is acked: only then is the digest that of the whole.
  private sendEnd(): void {
    const { entry } = this.o.log
    if (!this.welcomed || !this.socket || this.endSent || !entry.stopped || entry.ackedSeq < entry.nextSeq) return
    this.endSent = true
    this.send(encodeEnd({ seq: entry.nextSeq, at: entry.nextAt, bytes: entry.fedBytes, sha256: this.o.log.sum() }))
  }
}
