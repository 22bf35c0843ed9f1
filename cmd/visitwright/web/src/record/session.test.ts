import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listEntries, Log, openDatabase, type Database } from './log'
import { Session } from './session'
import { FakeServer } from './server.fake'
import { Code, Reason, Verdict } from './wire'

const ID = '0192f0c1-2a3b-7c4d-8e5f-60718293a4b5'
const START = { id: ID, visit: 'v', user: 'u', channels: 1, startedMs: 1_700_000_000_000 }

let db: Database
let server: FakeServer
const open: Session[] = []

beforeEach(async () => {
  indexedDB.deleteDatabase('visitwright-recordings')
  db = await openDatabase()
  server = new FakeServer()
})
afterEach(() => {
  open.splice(0).forEach((s) => s.close())
  db.close()
})

function session(log: Log, over: { mustStop?: () => void } = {}): Session {
  const s = new Session({ log, url: 'ws://test', changed: () => undefined, mustStop: over.mustStop ?? (() => undefined), WebSocket: server.WebSocket, random: () => 0 })
  open.push(s)
  return s
}

const frame = (n: number) => Int16Array.from({ length: 1600 }, (_, i) => (i * 31 + n * 977) % 32768)
const until = async (what: () => boolean) => {
  for (let i = 0; i < 1500 && !what(); i++) await new Promise((r) => setTimeout(r, 5))
  expect(what()).toBe(true)
}
const all = (from: number, to: number) => Buffer.concat(Array.from({ length: to - from }, (_, i) => Buffer.from(frame(from + i).buffer)))

describe('a recording', () => {
  it('arrives whole, is compared and is forgotten here', async () => {
    const s = session(await Log.create(db, START))
    s.live()
    for (let n = 0; n < 20; n++) s.audio(frame(n))
    await s.stop()
    await until(() => s.status.line.is === 'ended')
    expect(s.status.line).toMatchObject({ verdict: Verdict.Equal })
    expect(server.pcm().equals(all(0, 20))).toBe(true)
    expect(await listEntries(db)).toEqual([])
  })

  it('goes on through an outage and catches up', async () => {
    const s = session(await Log.create(db, START))
    s.live()
    for (let n = 0; n < 5; n++) s.audio(frame(n))
    await until(() => s.status.unsentMs === 0)
    server.down = true
    server.cut()
    for (let n = 5; n < 80; n++) s.audio(frame(n))
    await until(() => s.status.unsentMs === 7500 && s.status.line.is !== 'open')
    server.down = false
    await s.stop()
    await until(() => s.status.line.is === 'ended')
    expect(s.status.line).toMatchObject({ verdict: Verdict.Equal })
    expect(server.pcm().equals(all(0, 80))).toBe(true)
  })

  it('loses and doubles nothing when the line is cut again and again', async () => {
    server.ackOneIn = 3
    const s = session(await Log.create(db, START))
    s.live()
    for (let n = 0; n < 120; n++) {
      s.audio(frame(n))
      if (n % 7 === 3) server.cut(n % 2 === 0)
      if (n % 4 === 0) await new Promise((r) => setTimeout(r, 3))
    }
    await s.stop()
    await until(() => s.status.line.is === 'ended')
    expect(s.status.line).toMatchObject({ verdict: Verdict.Equal })
    expect(server.pcm().equals(all(0, 120))).toBe(true)
  })

  it('survives a crash of the page: the next one finishes it, digest and all', async () => {
    const first = session(await Log.create(db, START))
    first.live()
    for (let n = 0; n < 10; n++) first.audio(frame(n))
    await until(() => first.status.unsentMs === 0)
    server.down = true
    server.cut()
    for (let n = 10; n < 15; n++) first.audio(frame(n))
    await until(() => first.status.unsentMs === 500)
    await new Promise((r) => setTimeout(r, 20))
    first.close()
    server.down = false
    const log = await Log.open(db, ID)
    const second = session(log!)
    second.gap(3200, Reason.NotKnown)
    await second.stop()
    await until(() => second.status.line.is === 'ended')
    expect(second.status.line).toMatchObject({ verdict: Verdict.Equal })
    expect(server.pcm().equals(all(0, 15))).toBe(true)
    expect(server.gaps()).toEqual([{ at: 15 * 1600, samples: 51200, reason: Reason.NotKnown }])
  })

  it('says what its log has lost instead of closing the hole up', async () => {
    server.down = true
    const log = await Log.create(db, START)
    const s = session(log)
    s.live()
    for (let n = 0; n < 10; n++) s.audio(frame(n))
    await until(() => log.entry.nextSeq === 10)
    await db.delete('items', IDBKeyRange.bound([ID, 4], [ID, 6]))
    server.down = false
    await s.stop()
    await until(() => s.status.line.is === 'ended')
    expect(server.gaps()).toEqual([{ at: 4 * 1600, samples: 3 * 1600, reason: Reason.LogLost }])
    expect(s.status.line).toMatchObject({ verdict: Verdict.Equal })
  })

  it('numbers on where the server holds more than an old log', async () => {
    const before = session(await Log.create(db, START))
    before.live()
    for (let n = 0; n < 6; n++) before.audio(frame(n))
    await until(() => before.status.unsentMs === 0)
    before.close()
    await (await Log.open(db, ID))!.drop()
    const s = session(await Log.create(db, START))
    s.live()
    await until(() => s.status.line.is === 'open')
    s.audio(frame(6))
    await s.stop()
    await until(() => s.status.line.is === 'ended')
    expect(s.status.line).toMatchObject({ verdict: Verdict.NotCompared })
    expect(server.pcm().equals(all(0, 7))).toBe(true)
  })

  it('never has more on the way than the window', async () => {
    server.window = 8000
    server.ackOneIn = 2
    const s = session(await Log.create(db, START))
    for (let n = 0; n < 30; n++) s.audio(frame(n))
    s.live()
    await s.stop()
    await until(() => s.status.line.is === 'ended')
    expect(server.mostUnacked).toBeLessThanOrEqual(8000)
  })

  it('stops the microphone when another device has taken over, and keeps what it holds', async () => {
    let stopped = false
    const s = session(await Log.create(db, START), { mustStop: () => (stopped = true) })
    s.live()
    s.audio(frame(0))
    await until(() => s.status.unsentMs === 0)
    server.refuse(Code.TakenOver, 2)
    s.audio(frame(1))
    await until(() => s.status.line.is === 'refused')
    expect(stopped).toBe(true)
    expect((await listEntries(db)).map((e) => e.nextSeq)).toEqual([2])
  })
})
