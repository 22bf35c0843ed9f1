import workletUrl from './worklet.ts?worker&url'

/** What can happen to a microphone while it is on. */
export type MicrophoneEvent = 'lost' | 'muted' | 'unmuted'

export interface MicrophoneOptions {
  deviceId?: string
  /** 2: clinician on the left, patient on the right channel of one device. */
  channels: 1 | 2
  on: (event: MicrophoneEvent) => void
}

/** The browser's microphones; null on a page that is not over HTTPS. */
export const devices: MediaDevices | null = 'mediaDevices' in navigator ? navigator.mediaDevices : null

/** Why a microphone cannot be had, in words and what to do about it. */
export class MicrophoneError extends Error {}

const REASONS: Record<string, string> = {
  NotAllowedError: 'The browser may not use the microphone. Allow it beside the address (the lock or microphone sign), then try again.',
  NotFoundError: 'No microphone was found. Plug one in, then try again.',
  NotReadableError: 'Another program holds the microphone. Close it (a call, perhaps), then try again.',
  OverconstrainedError: 'This microphone does not have two channels. Choose one channel, or another microphone.',
}

/** An open microphone whose audio goes, as frames, to the port given to connect. */
export class Microphone {
  private constructor(
    private readonly stream: MediaStream,
    private readonly context: AudioContext,
    private readonly node: AudioWorkletNode,
  ) {}

  static async open(o: MicrophoneOptions): Promise<Microphone> {
    if (!devices)
      throw new MicrophoneError('Browsers give the microphone only to pages over HTTPS. Open Visitwright by its https:// address.')
    const one = o.channels === 1
    const stream = await devices
      .getUserMedia({
        audio: {
          deviceId: o.deviceId ? { exact: o.deviceId } : undefined,
          channelCount: one ? { ideal: 1 } : { exact: 2 },
          // A room is quiet and loud by turns; two close microphones are left as they are.
          autoGainControl: one, echoCancellation: false, noiseSuppression: false,
        },
      })
      .catch((e: unknown) => {
        const name = e instanceof DOMException ? e.name : ''
        throw new MicrophoneError(REASONS[name] ?? 'The microphone could not be opened.', { cause: e })
      })
    const track = stream.getAudioTracks()[0]!
    track.onended = () => o.on('lost')
    track.onmute = () => o.on('muted')
    track.onunmute = () => o.on('unmuted')
    const context = new AudioContext({ latencyHint: 'balanced' })
    try {
      await context.audioWorklet.addModule(workletUrl)
      const node = new AudioWorkletNode(context, 'visitwright-capture', {
        numberOfInputs: 1, numberOfOutputs: 0, channelCount: o.channels, channelCountMode: 'explicit', processorOptions: { channels: o.channels },
      })
      context.createMediaStreamSource(stream).connect(node)
      await context.resume()
      // iOS interrupts the context for a phone call without ending the track.
      context.onstatechange = () => {
        if (context.state === 'running') o.on('unmuted')
        else if (context.state !== 'closed') {
          o.on('muted')
          void context.resume().catch(() => undefined)
        }
      }
      return new Microphone(stream, context, node)
    } catch (e) {
      stream.getTracks().forEach((t) => t.stop())
      void context.close()
      throw new MicrophoneError('The audio could not be set up in this browser.', { cause: e })
    }
  }

  /** Sends frames to the port from now on. */
  connect(port: MessagePort): void {
    this.node.port.postMessage({ out: port }, [port])
  }

  /** Lets the last, shorter frame out, then switches the microphone off. */
  async close(): Promise<void> {
    this.context.onstatechange = null
    this.node.port.postMessage({ flush: true })
    await new Promise((r) => setTimeout(r, 150))
    this.stream.getTracks().forEach((t) => {
      t.onended = t.onmute = t.onunmute = null
      t.stop()
    })
    await this.context.close().catch(() => undefined)
  }
}
