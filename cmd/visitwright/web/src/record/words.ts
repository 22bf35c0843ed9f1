import type { RecorderState } from './recorder'
import { Code } from './wire'

/** What the recorder bar says. The tones are the page's colours; never colour alone. */
export interface Words {
  tone: 'safe' | 'wait' | 'danger' | 'quiet'
  sign: 'safe' | 'offline' | 'lost' | 'paused' | 'sending' | 'problem' | 'microphone'
  text: string
}

/** 192000 ms as "3:12", 3792000 ms as "1:03:12". */
export function clock(ms: number): string {
  const s = Math.floor(ms / 1000)
  const tail = String(s % 60).padStart(2, '0')
  return s < 3600 ? `${Math.floor(s / 60)}:${tail}` : `${Math.floor(s / 3600)}:${String(Math.floor(s / 60) % 60).padStart(2, '0')}:${tail}`
}

// Audio is acked in well under this time; less than it unsent is the normal flow.
const FLOW_MS = 2500

/** What the server's refusal means for the person. */
function refusal(code: number, text: string, kept: string): Words {
  if (code === Code.SignedOut) return { tone: 'wait', sign: 'offline', text: `Signed out. ${kept} kept on this computer. Sign in again to send it.` }
  if (code === Code.TakenOver) return { tone: 'danger', sign: 'lost', text: 'Another device or window took over this recording. Nothing is being recorded here.' }
  if (code === Code.NoConsent) return { tone: 'danger', sign: 'lost', text: 'Consent was withdrawn. Nothing is being recorded.' }
  return { tone: 'danger', sign: 'problem', text: `The server does not take this recording: ${text}. ${kept} kept on this computer.` }
}

/** The one sentence that says how the recording stands. */
export function wordsFor(s: RecorderState): Words | null {
  const { mic, session } = s
  if (mic === 'opening') return { tone: 'quiet', sign: 'microphone', text: 'Opening the microphone. Nothing is being recorded yet.' }
  if (!session) return null
  const kept = clock(session.unsentMs)
  const { line } = session
  if (mic === 'lost')
    return { tone: 'danger', sign: 'lost', text: 'Microphone lost. Nothing is being recorded. Plug it in again, or end the call that took it.' }
  if (line.is === 'refused') return refusal(line.code, line.text, kept)
  if (session.storage && mic !== 'off')
    return {
      tone: 'danger', sign: 'problem',
      text: session.storage === 'full' ? 'This computer’s storage is full. Leave this page open and free some space.' : 'This computer cannot write the recording to its disk. Leave this page open.',
    }
  if (mic === 'off') return stopped(session.unsentMs, kept, line.is, session.stopped, line.is === 'ended' ? line.verdict : 0)
  if (mic === 'paused') return { tone: 'wait', sign: 'paused', text: 'Paused. Nothing is being recorded.' }
  if (line.is !== 'open' && session.unsentMs > FLOW_MS)
    return { tone: 'wait', sign: 'offline', text: `Offline. ${kept} kept on this computer, will be sent. Recording goes on.` }
  if (mic === 'silent') return { tone: 'wait', sign: 'microphone', text: 'Recording, but the microphone gives no sound. Is it switched off?' }
  if (session.notice) return { tone: 'wait', sign: 'offline', text: `Recording. ${sentence(session.notice)}` }
  if (session.unsentMs > FLOW_MS) return { tone: 'wait', sign: 'sending', text: `Recording. Catching up: ${kept} still to send.` }
  return { tone: 'safe', sign: 'safe', text: 'Recording. Everything so far is safe.' }
}

function stopped(unsentMs: number, kept: string, line: string, all: boolean, verdict: number): Words {
  if (line === 'ended' && verdict === 2)
    return { tone: 'danger', sign: 'problem', text: 'The server’s copy differs from what was recorded here. The recording is kept on both sides: tell your administrator.' }
  if (line === 'ended' && verdict === 3)
    return { tone: 'safe', sign: 'safe', text: 'Stopped. All that was recorded is on the server; it could not be compared byte by byte.' }
  if (line === 'ended') return { tone: 'safe', sign: 'safe', text: 'Stopped. The whole recording is safe.' }
  if (!all) return { tone: 'danger', sign: 'lost', text: `Nothing is being recorded. ${kept} kept on this computer.` }
  if (line === 'open') return { tone: 'wait', sign: 'sending', text: unsentMs > 0 ? `Stopped. Sending the last ${kept}. Leave this page open.` : 'Stopped. Closing the recording.' }
  return { tone: 'wait', sign: 'offline', text: `Stopped. Offline: ${kept} kept on this computer, will be sent. Leave this page open.` }
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (text.endsWith('.') ? '' : '.')
}
