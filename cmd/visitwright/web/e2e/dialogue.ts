import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A short visit of the test's own, spoken by flite's two voices: the microphone
// of the browser tests is this file.

export const LINES: readonly ['slt' | 'rms', string][] = [
  ['slt', 'Good morning. What brings you in today?'],
  ['rms', 'I have had a bad cough for two weeks, and it keeps me awake at night.'],
  ['slt', 'Do you have any fever or chest pain?'],
  ['rms', 'No fever. No chest pain.'],
  ['slt', 'What medicines do you take?'],
  ['rms', 'I take lisinopril ten milligrams every morning.'],
  ['slt', 'Are you allergic to any medicines?'],
  ['rms', 'Yes, I am allergic to penicillin. I get a rash.'],
  ['slt', 'Your lungs are clear on both sides. Your blood pressure is one hundred forty two over eighty eight.'],
  ['slt', 'I think the lisinopril causes your cough. Please stop the lisinopril. I will start losartan fifty milligrams once a day.'],
  ['rms', 'All right, thank you.'],
  ['slt', 'Please come back in four weeks.'],
]

const RATE = 16000

/** Speaks the lines into a WAV file, 16 kHz, one channel; returns its length in seconds. */
export function speak(path: string, lines = LINES): number {
  const folder = mkdtempSync(join(tmpdir(), 'visitwright-voice-'))
  const parts: Buffer[] = []
  for (const [voice, text] of lines) {
    const file = join(folder, 'line.wav')
    execFileSync('flite', ['-voice', voice, '-t', text, '-o', file])
    const wav = readFileSync(file)
    if (wav.readUInt32LE(24) !== RATE || wav.readUInt16LE(22) !== 1) throw new Error('flite gave another format than 16 kHz, one channel')
    parts.push(wav.subarray(wav.indexOf('data') + 8), Buffer.alloc(2 * RATE * 0.6))
  }
  rmSync(folder, { recursive: true })
  const pcm = Buffer.concat(parts)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + pcm.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(RATE, 24)
  head.writeUInt32LE(2 * RATE, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(pcm.length, 40)
  writeFileSync(path, Buffer.concat([head, pcm]))
  return pcm.length / 2 / RATE
}
