import { createHash, type Hash } from 'node:crypto'

// A server of the capture protocol for tests of the client, written from
// PROTOCOL.md: strict about order, with acks that come late and lines that drop.

interface Item { at: number; samples: number; reason: number; pcm: Buffer | null; count: number }

export class FakeServer {
  down = false
  window = 524_288
  /** Acks one in so many items; the rest wait for it or for a quiet moment. */
  ackOneIn = 1
  mostUnacked = 0
  readonly items: Item[] = []
  private next = 0
  private at = 0
  private ended = false
  private line: FakeSocket | null = null
  readonly WebSocket: typeof WebSocket

  constructor() {
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const server = this
    this.WebSocket = class extends FakeSocket {
      constructor() {
        super(server)
      }
    } as unknown as typeof WebSocket
  }

  /** Drops the line; what was handed in and not acked is kept or lost. */
  cut(lose = false): void {
    this.line?.drop(lose)
  }

  refuse(code: number, what: number): void {
    const v = new DataView(new ArrayBuffer(12))
    v.setUint8(0, 0x8f)
    v.setUint8(1, what)
    v.setUint16(2, code)
    this.line?.reply(v.buffer)
  }

  pcm(): Buffer {
    return Buffer.concat(this.items.flatMap((i) => (i.pcm ? [i.pcm] : [])))
  }

  gaps(): { at: number; samples: number; reason: number }[] {
    return this.items.filter((i) => !i.pcm).map(({ at, samples, reason }) => ({ at, samples, reason }))
  }

  opened(s: FakeSocket): void {
    this.line = s
  }

  welcome(): ArrayBuffer {
    const v = new DataView(new ArrayBuffer(40))
    v.setUint8(0, 0x81)
    v.setUint8(1, this.ended ? 1 : 0)
    v.setUint16(2, 1)
    v.setUint32(4, this.window)
    v.setBigUint64(8, BigInt(this.next))
    v.setBigUint64(16, BigInt(this.at))
    v.setUint32(24, 16000)
    v.setUint32(28, 20000)
    v.setBigUint64(32, 1n << 40n)
    return v.buffer
  }

  /** Keeps what has reached the disk and gives the ACK for it. */
  keep(items: Item[]): ArrayBuffer {
    for (const i of items) {
      if (i.at !== this.at) throw new Error(`a jump in time: ${i.at}, expected ${this.at}`)
      this.items.push(i)
      this.next += i.count
      this.at += i.samples
    }
    const v = new DataView(new ArrayBuffer(24))
    v.setUint8(0, 0x82)
    v.setBigUint64(8, BigInt(this.next))
    v.setBigUint64(16, BigInt(this.at))
    return v.buffer
  }

  get expected(): number {
    return this.next
  }

  end(v: DataView): ArrayBuffer {
    if (Number(v.getBigUint64(8)) !== this.next || Number(v.getBigUint64(16)) !== this.at) throw new Error('END does not join on')
    const hash: Hash = createHash('sha256')
    for (const i of this.items) if (i.pcm) hash.update(i.pcm)
    const sum = hash.digest()
    const known = v.getUint8(1) === 1
    const out = new DataView(new ArrayBuffer(64))
    out.setUint8(0, 0x83)
    out.setUint8(1, !known ? 3 : Buffer.from(v.buffer, 32, 32).equals(sum) && Number(v.getBigUint64(24)) === this.pcm().length ? 1 : 2)
    this.ended = true
    return out.buffer
  }
}

class FakeSocket {
  binaryType = ''
  readyState = 0
  bufferedAmount = 0
  onopen: (() => void) | null = null
  onmessage: ((e: { data: ArrayBuffer }) => void) | null = null
  onclose: (() => void) | null = null
  private pending: Item[] = []
  private pendingBytes = 0
  private flushing: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly server: FakeServer) {
    setTimeout(() => {
      if (this.server.down) { this.shut(); return; }
      this.readyState = 1
      this.server.opened(this)
      this.onopen?.()
    }, 1)
  }

  send(data: ArrayBuffer): void {
    if (this.readyState !== 1) return
    const v = new DataView(data.slice(0))
    const type = v.getUint8(0)
    if (type === 0x01) { this.reply(this.server.welcome()); return; }
    if (type === 0x04) {
      this.flush()
      this.reply(this.server.end(v)); return;
    }
    if (type === 0x02 || type === 0x03) this.take(v, type)
  }

  private take(v: DataView<ArrayBuffer>, type: number): void {
    const seq = Number(v.getBigUint64(8))
    const expected = this.server.expected + this.pending.reduce((n, i) => n + i.count, 0)
    if (seq !== expected) throw new Error(`item ${seq}, expected ${expected}`)
    const at = Number(v.getBigUint64(16))
    this.pending.push(
      type === 0x02
        ? { at, samples: v.getUint16(2), reason: 0, pcm: Buffer.from(v.buffer, 24), count: 1 }
        : { at, samples: Number(v.getBigUint64(24)), reason: v.getUint8(1), pcm: null, count: v.getUint32(4) },
    )
    this.pendingBytes += v.byteLength
    this.server.mostUnacked = Math.max(this.server.mostUnacked, this.pendingBytes)
    clearTimeout(this.flushing)
    if (this.pending.length >= this.server.ackOneIn) this.flush()
    else this.flushing = setTimeout(() => this.flush(), 5)
  }

  private flush(): void {
    if (this.pending.length === 0 || this.readyState !== 1) return
    this.pendingBytes = 0
    this.reply(this.server.keep(this.pending.splice(0)))
  }

  reply(data: ArrayBuffer): void {
    setTimeout(() => {
      if (this.readyState === 1) this.onmessage?.({ data })
    }, 1)
  }

  drop(lose: boolean): void {
    if (!lose && this.pending.length > 0) this.server.keep(this.pending.splice(0))
    this.shut()
  }

  close(): void {
    this.shut()
  }

  private shut(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    clearTimeout(this.flushing)
    setTimeout(() => this.onclose?.(), 1)
  }
}
