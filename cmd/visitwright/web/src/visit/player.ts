import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import type { Stretch } from './wants'

/** Plays stretches of a visit's audio, one after the other. */
export class Player {
  private readonly audio: HTMLAudioElement
  private queue: Stretch[] = []
  private readonly listeners = new Set<() => void>()
  private frame = 0
  /** Set where the audio cannot be played, with the reason. */
  problem: string | null = null

  constructor(url: string) {
    this.audio = new Audio(url)
    this.audio.preload = 'none'
    this.audio.onplay = () => this.tick()
    this.audio.onpause = () => this.tell()
    this.audio.onseeked = () => this.tell()
    this.audio.onerror = () => {
      if (!this.audio.currentSrc) return
      this.problem = 'The audio cannot be played right now.'
      this.tell()
    }
  }

  get playing(): boolean {
    return !this.audio.paused
  }

  get positionMs(): number {
    return this.audio.currentTime * 1000
  }

  /** Plays the stretches; where they are playing already, pauses. */
  play(stretches: Stretch[]): void {
    const [first] = stretches
    if (!first) return
    this.problem = null
    this.queue = stretches.map((s) => ({ ...s }))
    void this.from(first.from)
  }

  /** Plays on from here to the end, or pauses. */
  toggle(): void {
    if (this.playing) { this.audio.pause(); return; }
    this.queue = []
    this.problem = null
    void this.audio.play().catch(() => this.tell())
  }

  pause(): void {
    this.audio.pause()
  }

  seek(ms: number): void {
    this.queue = []
    this.audio.currentTime = ms / 1000
    this.tell()
  }

  close(): void {
    cancelAnimationFrame(this.frame)
    this.audio.pause()
  }

  readonly subscribe = (l: () => void): (() => void) => {
    this.listeners.add(l)
    return () => this.listeners.delete(l)
  }

  private async from(ms: number): Promise<void> {
    if (this.audio.readyState < 1) {
      this.audio.preload = 'auto'
      this.audio.load()
      await new Promise((r) => this.audio.addEventListener('loadedmetadata', r, { once: true }))
    }
    this.audio.currentTime = ms / 1000
    await this.audio.play().catch(() => this.tell())
  }

  private tick(): void {
    this.tell()
    const now = this.queue[0]
    if (now && this.positionMs >= now.to) {
      this.queue.shift()
      const next = this.queue[0]
      if (next) this.audio.currentTime = next.from / 1000
      else this.audio.pause()
    }
    if (this.playing) this.frame = requestAnimationFrame(() => this.tick())
  }

  private tell(): void {
    this.listeners.forEach((l) => l())
  }
}

export const PlayerContext = createContext<Player | null>(null)
export const usePlayer = (): Player | null => useContext(PlayerContext)

/** One player per visit, closed with the page. */
export function useNewPlayer(url: string, enabled: boolean): Player | null {
  const player = useMemo(() => (enabled ? new Player(url) : null), [url, enabled])
  useEffect(() => () => player?.close(), [player])
  return player
}

/** Whether it plays, and why it does not. */
export function usePlaying(player: Player | null): { playing: boolean; problem: string | null } {
  const [state, set] = useState({ playing: false, problem: null as string | null })
  useEffect(
    () =>
      player?.subscribe(() =>
        set((s) => (s.playing === player.playing && s.problem === player.problem ? s : { playing: player.playing, problem: player.problem })),
      ),
    [player],
  )
  return state
}
