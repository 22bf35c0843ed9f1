import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { encodeEnd, encodeHello, encodeItem, encodePing, parse } from './wire'

// One encoded example of each message, shared with the Go implementation.
const file = readFileSync(new URL('../../../../../scribe/capture/wire/testdata/messages.txt', import.meta.url), 'utf8')
const examples = new Map(
  file.split('\n').filter((l) => l && !l.startsWith('#')).map((l) => l.split(' ') as [string, string]),
)
const hex = (b: ArrayBuffer) => Buffer.from(b).toString('hex')
const bytes = (name: string) => Uint8Array.from(Buffer.from(examples.get(name) ?? '', 'hex')).buffer

describe('messages of the client are the examples, byte for byte', () => {
  it('hello', () => {
    const got = encodeHello({
      live: true, channels: 2, recording: '0192f0c1-2a3b-7c4d-8e5f-60718293a4b5', first: 42, startedMs: 0x1a204334afb, client: 'example 1.0',
    })
    expect(hex(got)).toBe(examples.get('hello'))
  })
  it('frame', () => {
    const pcm = Uint8Array.from([0x01, 0x00, 0xff, 0xff, 0x00, 0x80])
    expect(hex(encodeItem({ kind: 'frame', seq: 0x100000005, at: 0x27110, samples: 3, pcm }))).toBe(examples.get('frame'))
  })
  it('gap', () => {
    expect(hex(encodeItem({ kind: 'gap', seq: 7, count: 12, at: 0x2bc0, samples: 51200, reason: 4 }))).toBe(examples.get('gap'))
  })
  it('end', () => {
    const sha = new Uint8Array(32)
    const wanted = examples.get('end') ?? ''
    sha.set(Buffer.from(wanted.slice(64), 'hex'))
    expect(hex(encodeEnd({ seq: 19, at: 0xf3c0, bytes: 0x5780, sha256: sha }))).toBe(wanted)
  })
  it('ping', () => {
    expect(hex(encodePing(0x20000000000001n))).toBe(examples.get('ping'))
  })
})

describe('messages of the server', () => {
  it('welcome', () => {
    expect(parse(bytes('welcome'))).toEqual({
      type: 'welcome', ended: true, version: 1, window: 524288, next: 19, at: 0xf3c0, maxFrame: 16000, quietMs: 20000, maxSamples: 0x14997000,
    })
  })
  it('ack', () => expect(parse(bytes('ack'))).toEqual({ type: 'ack', next: 19, at: 0xf3c0 }))
  it('ended', () => expect(parse(bytes('ended'))).toMatchObject({ type: 'ended', verdict: 1, items: 19, bytes: 0x5780 }))
  it('notice', () => expect(parse(bytes('notice'))).toEqual({ type: 'notice', code: 2, text: 'database away' }))
  it('error', () => expect(parse(bytes('error'))).toEqual({ type: 'error', do: 1, code: 12, waitMs: 2000, text: 'disk full' }))
  it('a type of a later version', () => expect(parse(Uint8Array.from([0x99, 1]).buffer)).toEqual({ type: 'unknown', byte: 0x99 }))
})
