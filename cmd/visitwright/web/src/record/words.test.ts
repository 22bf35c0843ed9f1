import { expect, it } from 'vitest'
import type { LineState } from './line'
import type { MicState, RecorderState } from './recorder'
import { clock, wordsFor } from './words'

const state = (mic: MicState, line: LineState, unsentMs = 0, over: object = {}): RecorderState => ({
  mic, finishing: null, leftovers: [], problem: null,
  session: { id: 'r', visit: 'v', user: 'u', startedMs: 0, writtenMs: 0, recordedMs: 200_000, unsentMs, line, notice: null, storage: null, stopped: false, ...over },
})
const open: LineState = { is: 'open' }
const away: LineState = { is: 'waiting' }

it('never lets safe, offline and lost be confused: other words, another sign, another colour', () => {
  const safe = wordsFor(state('on', open))!
  const offline = wordsFor(state('on', away, 192_000))!
  const lost = wordsFor(state('lost', open))!
  expect(safe.text).toBe('Recording. Everything so far is safe.')
  expect(offline.text).toBe('Offline. 3:12 kept on this computer, will be sent. Recording goes on.')
  expect(lost.text).toMatch(/^Microphone lost\. Nothing is being recorded\./)
  expect(new Set([safe, offline, lost].map((w) => w.tone)).size).toBe(3)
  expect(new Set([safe, offline, lost].map((w) => w.sign)).size).toBe(3)
})

it('says safe only when everything but the last moments is on the server', () => {
  expect(wordsFor(state('on', open, 2000))!.tone).toBe('safe')
  expect(wordsFor(state('on', open, 5000))!.text).toMatch(/Catching up: 0:05/)
})

it('puts a lost microphone before everything else', () => {
  expect(wordsFor(state('lost', away, 60_000))!.sign).toBe('lost')
})

it('claims equality only where both sides compared', () => {
  const end = (verdict: number) => wordsFor(state('off', { is: 'ended', verdict }, 0, { stopped: true }))!
  expect(end(1).text).toBe('Stopped. The whole recording is safe.')
  expect(end(2).tone).toBe('danger')
  expect(end(3).text).toMatch(/could not be compared/)
})

it('tells a switched-off microphone and a paused recording from a running one', () => {
  expect(wordsFor(state('silent', open))!.tone).toBe('wait')
  expect(wordsFor(state('paused', open))!.text).toBe('Paused. Nothing is being recorded.')
})

it('says what a person must do when the server refuses', () => {
  expect(wordsFor(state('on', { is: 'refused', code: 3, text: '', afterPerson: true }, 9000))!.text).toBe('Signed out. 0:09 kept on this computer. Sign in again to send it.')
  expect(wordsFor(state('off', { is: 'refused', code: 4, text: '', afterPerson: true }))!.tone).toBe('danger')
})

it('writes lengths as a clock', () => expect([clock(192_000), clock(3_792_000)]).toEqual(['3:12', '1:03:12']))
