import { interleave, Resampler } from './resample'
import { FRAME } from './wire'

// The part of the recorder that runs on the browser's audio thread: it brings the
// sound card's samples to 16 kHz, cuts frames of 100 ms and posts them. It keeps
// time as well: where the audio thread stood still, what is missing is said.

declare const sampleRate: number
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new (options: { processorOptions: { channels: number } }) => AudioWorkletProcessor): void

/** What the worklet posts: a frame (interleaved), or milliseconds in which nothing was captured. */
export type FromWorklet = { pcm: Int16Array<ArrayBuffer> } | { stalledMs: number } | { flushed: true }

// Shorter jumps of the clock are the audio thread catching up.
const STALL_MS = 700

class Capture extends AudioWorkletProcessor {
  private readonly channels: number
  private readonly resamplers: Resampler[]
  private readonly held: number[][]
  private lastMs = 0
  private out: MessagePort = this.port
  private done = false

  constructor(options: { processorOptions: { channels: number } }) {
    super()
    this.channels = options.processorOptions.channels
    this.resamplers = Array.from({ length: this.channels }, () => new Resampler(sampleRate))
    this.held = this.resamplers.map(() => [])
    this.port.onmessage = (e: MessageEvent<{ out?: MessagePort; flush?: boolean }>) => {
      if (e.data.out) this.out = e.data.out
      if (e.data.flush) {
        this.post(this.held[0]!.length)
        this.done = true
        this.out.postMessage({ flushed: true } satisfies FromWorklet)
      }
    }
  }

  process(inputs: Float32Array[][]): boolean {
    if (this.done) return false
    const input = inputs[0]
    if (!input?.[0]) return true // no source connected yet
    const now = Date.now()
    const jump = this.lastMs ? now - this.lastMs - (input[0].length / sampleRate) * 1000 : 0
    this.lastMs = now
    if (jump > STALL_MS) {
      this.post(this.held[0]!.length)
      this.out.postMessage({ stalledMs: jump } satisfies FromWorklet)
    }
    this.resamplers.forEach((r, k) => {
      const held = this.held[k]!
      for (const v of r.push(input[k] ?? input[0]!)) held.push(v)
    })
    while (this.held[0]!.length >= FRAME) this.post(FRAME)
    return true
  }

  private post(samples: number): void {
    if (samples === 0) return
    const pcm = interleave(this.held.map((h) => Float32Array.from(h.splice(0, samples))))
    this.out.postMessage({ pcm } satisfies FromWorklet, [pcm.buffer])
  }
}

registerProcessor('visitwright-capture', Capture)
