import { describe, expect, it } from 'vitest'
import { interleave, Resampler } from './resample'

const tone = (hz: number, rate: number, seconds: number) => Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate))
const rms = (x: Float32Array) => Math.sqrt(x.reduce((s, v) => s + v * v, 0) / x.length)
const dB = (ratio: number) => 20 * Math.log10(ratio)

describe.each([48000, 44100, 16000, 8000])('from %i Hz', (rate) => {
  it('keeps a voice tone as loud as it was', () => {
    const out = new Resampler(rate).push(tone(1000, rate, 1))
    expect(Math.abs(dB(rms(out.slice(1000, -1000)) / (0.5 / Math.SQRT2)))).toBeLessThan(0.1)
  })
  it('gives the same in blocks of 128 as in one', () => {
    const input = tone(440, rate, 0.25)
    const whole = new Resampler(rate).push(input)
    const parts = new Resampler(rate)
    const got: number[] = []
    for (let i = 0; i < input.length; i += 128) got.push(...parts.push(input.slice(i, i + 128)))
    expect(Math.abs(got.length - whole.length)).toBeLessThanOrEqual(1)
    const n = Math.min(got.length, whole.length)
    expect(Math.max(...got.slice(0, n).map((v, i) => Math.abs(v - whole[i]!)))).toBeLessThan(1e-4)
  })
})

it('what cannot be said at 16 kHz does not fold back', () => {
  const out = new Resampler(48000).push(tone(10000, 48000, 1))
  expect(dB(rms(out.slice(1000, -1000)) / (0.5 / Math.SQRT2))).toBeLessThan(-60)
})

it('does not drift: a minute of blocks gives a minute', () => {
  const r = new Resampler(44100)
  let samples = 0
  for (let i = 0; i < 60; i++) samples += r.push(new Float32Array(44100)).length
  expect(Math.abs(samples - 60 * 16000)).toBeLessThan(40)
})

it('interleaves and clips', () => {
  expect([...interleave([Float32Array.of(0.5, 2), Float32Array.of(-0.5, -2)])]).toEqual([16384, -16384, 32767, -32768])
})
