// The messages of the capture protocol, version 1: scribe/capture/PROTOCOL.md is
// the page this follows. Nothing but bytes stands here.

export const SUBPROTOCOL = 'visitwright.capture.v1'
export const VERSION = 1
/** Samples a second and channel. */
export const RATE = 16000
/** Samples per channel in the frames this client makes: 100 ms. */
export const FRAME = RATE / 10

/** Why a stretch of a recording is missing. */
export const Reason = { Paused: 1, Microphone: 2, Slept: 3, LogLost: 4, Overrun: 5, NotKnown: 6 } as const
export type Reason = (typeof Reason)[keyof typeof Reason]

export const Verdict = { Equal: 1, Different: 2, NotCompared: 3 } as const

/** What a client does after an ERROR. */
export const Do = { Stop: 0, Again: 1, AfterPerson: 2 } as const

export const Code = {
  BadMessage: 1, Version: 2, SignedOut: 3, NoConsent: 4, Forbidden: 5, NoVisit: 6, TakenOver: 7, Sequence: 8, OtherRecording: 9,
  TooLarge: 10, TooLong: 11, DiskFull: 12, Unavailable: 13, GoingDown: 14, Storage: 15, Ended: 16, Erased: 17, TooMany: 18, Quiet: 19,
} as const

/** One numbered entry of a recording. Positions and lengths are samples per channel. */
export type Item =
  | { kind: 'frame'; seq: number; at: number; samples: number; pcm: Uint8Array<ArrayBuffer> }
  | { kind: 'gap'; seq: number; at: number; samples: number; reason: Reason; count: number }

/** A hole as an item; its length is at least one sample. */
export function gapOf(seq: number, at: number, samples: number, reason: Reason, count = 1): Item {
  return { kind: 'gap', seq, at, samples: Math.max(1, Math.round(samples)), reason, count }
}

export type FromServer =
  | { type: 'welcome'; ended: boolean; version: number; window: number; next: number; at: number; maxFrame: number; quietMs: number; maxSamples: number }
  | { type: 'ack'; next: number; at: number }
  | { type: 'ended'; verdict: number; items: number; at: number; bytes: number; sha256: Uint8Array }
  | { type: 'notice'; code: number; text: string }
  | { type: 'pong'; token: number }
  | { type: 'error'; do: number; code: number; waitMs: number; text: string }
  | { type: 'unknown'; byte: number }

function message(size: number, type: number, second = 0): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(size))
  view.setUint8(0, type)
  view.setUint8(1, second)
  return view
}

function put64(view: DataView, offset: number, value: number | bigint): void {
  view.setBigUint64(offset, BigInt(value))
}

/** The 16 bytes of a UUID in its usual written form. */
export function uuidBytes(uuid: string): Uint8Array {
  const hex = uuid.replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Error('not a UUID')
  return Uint8Array.from({ length: 16 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16))
}

export interface Hello {
  live: boolean
  channels: number
  recording: string
  first: number
  startedMs: number
  client: string
}

export function encodeHello(h: Hello): ArrayBuffer {
  const name = new TextEncoder().encode(h.client).slice(0, 100)
  const v = message(50 + name.length, 0x01, h.live ? 1 : 0)
  v.setUint16(2, VERSION)
  v.setUint8(4, h.channels)
  v.setUint32(8, RATE)
  new Uint8Array(v.buffer).set(uuidBytes(h.recording), 16)
  put64(v, 32, h.first)
  put64(v, 40, h.startedMs)
  v.setUint16(48, name.length)
  new Uint8Array(v.buffer).set(name, 50)
  return v.buffer
}

export function encodeItem(item: Item): ArrayBuffer {
  if (item.kind === 'gap') {
    const v = message(32, 0x03, item.reason)
    v.setUint32(4, item.count)
    put64(v, 8, item.seq)
    put64(v, 16, item.at)
    put64(v, 24, item.samples)
    return v.buffer
  }
  const v = message(24 + item.pcm.byteLength, 0x02)
  v.setUint16(2, item.samples)
  put64(v, 8, item.seq)
  put64(v, 16, item.at)
  new Uint8Array(v.buffer).set(item.pcm, 24)
  return v.buffer
}

export interface End {
  seq: number
  at: number
  bytes: number
  /** The digest of all frames' PCM, or null where it is not known. */
  sha256: Uint8Array | null
}

export function encodeEnd(e: End): ArrayBuffer {
  const v = message(64, 0x04, e.sha256 ? 1 : 0)
  put64(v, 8, e.seq)
  put64(v, 16, e.at)
  put64(v, 24, e.bytes)
  if (e.sha256) new Uint8Array(v.buffer).set(e.sha256, 32)
  return v.buffer
}

export function encodePing(token: number | bigint): ArrayBuffer {
  const v = message(16, 0x05)
  put64(v, 8, token)
  return v.buffer
}

/** Reads a message of the server. Longer messages than known are accepted. */
export function parse(buffer: ArrayBuffer): FromServer {
  const v = new DataView(buffer)
  const get64 = (offset: number) => Number(v.getBigUint64(offset))
  const byte = v.getUint8(0)
  switch (byte) {
    case 0x81:
      return {
        type: 'welcome', ended: (v.getUint8(1) & 1) !== 0, version: v.getUint16(2), window: v.getUint32(4), next: get64(8), at: get64(16),
        maxFrame: v.getUint32(24), quietMs: v.getUint32(28), maxSamples: get64(32),
      }
    case 0x82:
      return { type: 'ack', next: get64(8), at: get64(16) }
    case 0x83:
      return { type: 'ended', verdict: v.getUint8(1), items: get64(8), at: get64(16), bytes: get64(24), sha256: new Uint8Array(buffer, 32, 32) }
    case 0x84:
      return { type: 'notice', code: v.getUint16(2), text: words(buffer, v) }
    case 0x85:
      return { type: 'pong', token: get64(8) }
    case 0x8f:
      return { type: 'error', do: v.getUint8(1), code: v.getUint16(2), waitMs: v.getUint32(4), text: words(buffer, v) }
    default:
      return { type: 'unknown', byte }
  }
}

function words(buffer: ArrayBuffer, v: DataView): string {
  return new TextDecoder().decode(new Uint8Array(buffer, 12, v.getUint16(10)))
}
