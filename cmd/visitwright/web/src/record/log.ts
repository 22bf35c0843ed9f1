import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { Digest } from './digest'
import type { Item } from './wire'

/** What is kept of a recording besides its items. No patient's name stands here. */
export interface Entry {
  /** The recording's UUID. */
  id: string
  visit: string
  /** Who started it. */
  user: string
  channels: number
  /** When it was started, milliseconds since 1970 by this computer's clock. */
  startedMs: number
  /** When something was last written, same clock. */
  writtenMs: number
  /** Number and position the next item will have. */
  nextSeq: number
  nextAt: number
  /** Every item before it is on the server's disk, with the time line up to there. */
  ackedSeq: number
  ackedAt: number
  /** Audio bytes fed to the digest so far, and the digest's state after them. */
  fedBytes: number
  digest: Uint8Array | null
  digestKnown: boolean
  /** The person has stopped it: nothing will be added. */
  stopped: boolean
}

type Row = Item & { recording: string }

interface Schema extends DBSchema {
  recordings: { key: string; value: Entry }
  items: { key: [string, number]; value: Row }
}

export type Database = IDBPDatabase<Schema>
export const DATABASE = 'visitwright-recordings'

export function openDatabase(): Promise<Database> {
  return openDB<Schema>(DATABASE, 1, {
    upgrade(db) {
      db.createObjectStore('recordings', { keyPath: 'id' })
      db.createObjectStore('items', { keyPath: ['recording', 'seq'] })
    },
  })
}

export const dropDatabase = (): Promise<void> => deleteDB(DATABASE)

export const listEntries = (db: Database): Promise<Entry[]> => db.getAll('recordings')

// Strict: a transaction counts as done when the bytes are on the disk.
const strict = { durability: 'strict' } as const

// All items of a recording, from a number on.
const from = (id: string, seq: number) => IDBKeyRange.bound([id, seq], [id, Number.MAX_SAFE_INTEGER])

/**
 * A recording's log in this browser. An item is appended before it is sent and
 * forgotten only when the server has it on its disk.
 */
export class Log {
  private turn: Promise<unknown> = Promise.resolve()

  private constructor(
    private readonly db: Database,
    private current: Entry,
    private readonly digest: Digest,
  ) {}

  static async create(db: Database, start: Pick<Entry, 'id' | 'visit' | 'user' | 'channels' | 'startedMs'>): Promise<Log> {
    const digest = await Digest.open(null)
    const entry: Entry = {
      ...start, writtenMs: start.startedMs, nextSeq: 0, nextAt: 0, ackedSeq: 0, ackedAt: 0, fedBytes: 0,
      digest: digest.save(), digestKnown: true, stopped: false,
    }
    const tx = db.transaction('recordings', 'readwrite', strict)
    await Promise.all([tx.store.add(entry), tx.done])
    return new Log(db, entry, digest)
  }

  /** Opens a log that was left over, or null where there is none of that name. */
  static async open(db: Database, id: string): Promise<Log | null> {
    const entry = await db.get('recordings', id)
    if (!entry) return null
    const digest = await Digest.open(entry.digest).catch(() => null)
    return new Log(db, digest ? entry : { ...entry, digestKnown: false }, digest ?? (await Digest.open(null)))
  }

  get entry(): Readonly<Entry> {
    return this.current
  }

  /** Writes items and resolves when they are on the disk. Their numbers must join on. */
  append(items: readonly Item[], nowMs: number): Promise<void> {
    return this.alone(async () => {
      const last = items.at(-1)
      if (!last) return
      const count = last.kind === 'gap' ? last.count : 1
      const entry = { ...this.current, nextSeq: last.seq + count, nextAt: last.at + last.samples, writtenMs: nowMs }
      const tx = this.db.transaction(['recordings', 'items'], 'readwrite', strict)
      const writes: Promise<unknown>[] = items.map((i) => tx.objectStore('items').put({ ...i, recording: entry.id }))
      writes.push(tx.objectStore('recordings').put(entry), tx.done)
      await Promise.all(writes)
      this.current = entry
    })
  }

  /** Up to limit items from the number on, in order. */
  async read(seq: number, limit: number): Promise<Item[]> {
    return this.db.getAll('items', from(this.current.id, seq), limit)
  }

  /** The number of the oldest item held, or of the next one where none is. */
  async first(): Promise<number> {
    const key = await this.db.getKey('items', from(this.current.id, 0))
    return key?.[1] ?? this.current.nextSeq
  }

  /** Forgets every item before next, feeding its audio to the digest in the same transaction. */
  ack(next: number, at: number): Promise<void> {
    return this.alone(async () => {
      const { id, ackedSeq, ackedAt, fedBytes } = this.current
      const before = this.digest.save()
      try {
        const tx = this.db.transaction(['recordings', 'items'], 'readwrite', strict)
        const items = tx.objectStore('items')
        const range = IDBKeyRange.bound([id, 0], [id, next], false, true)
        let fed = 0
        for (const item of await items.getAll(range)) {
          if (item.kind !== 'frame') continue
          this.digest.feed(item.pcm)
          fed += item.pcm.byteLength
        }
        const entry: Entry = {
          ...this.current, ackedSeq: Math.max(ackedSeq, next), ackedAt: Math.max(ackedAt, at), fedBytes: fedBytes + fed, digest: this.digest.save(),
        }
        await Promise.all([items.delete(range), tx.objectStore('recordings').put(entry), tx.done])
        this.current = entry
      } catch (e) {
        this.digest.restore(before)
        throw e
      }
    })
  }

  /**
   * The server holds more than this log ever wrote: the log was put back to an
   * older state. Numbering goes on from there; the digest can no longer be known.
   */
  async renumber(next: number, at: number): Promise<void> {
    await this.change({ nextSeq: next, nextAt: at, ackedSeq: next, ackedAt: at, digestKnown: false })
  }

  /** Notes that nothing will be added any more. */
  async stop(): Promise<void> {
    await this.change({ stopped: true })
  }

  private change(part: Partial<Entry>): Promise<void> {
    return this.alone(async () => {
      const entry = { ...this.current, ...part }
      const tx = this.db.transaction('recordings', 'readwrite', strict)
      await Promise.all([tx.store.put(entry), tx.done])
      this.current = entry
    })
  }

  // One write after the other, so that each starts from what the last one left.
  private alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work)
    this.turn = done.catch(() => undefined)
    return done
  }

  /** The digest of everything acked, or null where it is not known. */
  sum(): Uint8Array | null {
    return this.current.digestKnown ? this.digest.sum() : null
  }

  /** Deletes the recording from this computer. */
  drop(): Promise<void> {
    return this.alone(() => dropEntry(this.db, this.current.id))
  }
}

export async function dropEntry(db: Database, id: string): Promise<void> {
  const tx = db.transaction(['recordings', 'items'], 'readwrite', strict)
  await Promise.all([tx.objectStore('items').delete(from(id, 0)), tx.objectStore('recordings').delete(id), tx.done])
}
