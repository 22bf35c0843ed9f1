import { createSHA256, type IHasher } from 'hash-wasm'

// A SHA-256 whose state can be put away and taken up again, so that the digest of
// a recording survives a reload. (The browser's own crypto cannot do that.)
export class Digest {
  private constructor(private readonly hasher: IHasher) {}

  /** A digest at its beginning, or going on from a saved state. Throws where the state does not fit. */
  static async open(saved: Uint8Array | null): Promise<Digest> {
    const hasher = await createSHA256()
    if (saved) hasher.load(saved)
    else hasher.init()
    return new Digest(hasher)
  }

  feed(pcm: Uint8Array): void {
    this.hasher.update(pcm)
  }

  save(): Uint8Array {
    return this.hasher.save()
  }

  restore(saved: Uint8Array): void {
    this.hasher.load(saved)
  }

  /** The digest so far; feeding may go on after it. */
  sum(): Uint8Array {
    const state = this.hasher.save()
    const sum = this.hasher.digest('binary')
    this.hasher.load(state)
    return sum
  }
}
