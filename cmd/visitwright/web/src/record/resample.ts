import { RATE } from './wire'

// Reach of the filter to each side, in samples of the lower rate.
const REACH = 16
// Entries of the filter's table per input sample; between them it is a line.
const FINE = 256

/**
 * Brings one channel from the sound card's rate to 16 kHz with a windowed-sinc
 * filter, so that nothing above 8 kHz folds back into the speech. State is kept
 * between calls: blocks of any length give the same result as one long block.
 */
export class Resampler {
  private readonly step: number
  private readonly half: number
  private readonly table: Float32Array
  private held: Float32Array
  private position: number

  constructor(from: number) {
    this.step = from / RATE
    this.half = Math.ceil(REACH * Math.max(1, this.step))
    // Below the lower of the two Nyquist frequencies, with room for the filter's slope.
    this.table = kernel(this.half, Math.min(1, 1 / this.step) * 0.94)
    this.held = new Float32Array(this.half)
    this.position = this.half
  }

  push(block: Float32Array): Float32Array {
    const input = new Float32Array(this.held.length + block.length)
    input.set(this.held)
    input.set(block, this.held.length)
    const count = Math.max(0, Math.ceil((input.length - this.half - this.position) / this.step))
    const out = new Float32Array(count)
    for (let n = 0; n < count; n++, this.position += this.step) out[n] = this.at(input, this.position)
    const keep = Math.max(0, Math.floor(this.position) - this.half)
    this.held = input.slice(keep)
    this.position -= keep
    return out
  }

  private at(input: Float32Array, position: number): number {
    const middle = Math.floor(position)
    let sum = 0
    for (let i = middle - this.half + 1; i <= middle + this.half; i++) {
      const x = Math.abs(position - i) * FINE
      const k = Math.floor(x)
      const low = this.table[k]!
      sum += (input[i] ?? 0) * (low + (x - k) * (this.table[k + 1]! - low))
    }
    return sum
  }
}

// One half of a sinc with its cut-off at scale, under a Blackman window.
function kernel(half: number, scale: number): Float32Array {
  return Float32Array.from({ length: half * FINE + 2 }, (_, n) => {
    const x = Math.min(n / FINE, half)
    const a = Math.PI * x * scale
    const w = (Math.PI * x) / half
    return scale * (a === 0 ? 1 : Math.sin(a) / a) * (0.42 + 0.5 * Math.cos(w) + 0.08 * Math.cos(2 * w))
  })
}

/** Interleaves channels of floats into 16-bit integers, clipped. */
export function interleave(channels: readonly Float32Array[]): Int16Array<ArrayBuffer> {
  const length = Math.min(...channels.map((c) => c.length))
  const out = new Int16Array(length * channels.length)
  channels.forEach((c, k) => {
    for (let i = 0; i < length; i++) out[i * channels.length + k] = Math.max(-32768, Math.min(32767, Math.round(c[i]! * 32768)))
  })
  return out
}
