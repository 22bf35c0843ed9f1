import { ActionIcon, Text } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { visits } from '../api/calls'
import { stamp } from '../format'
import { usePlayer, usePlaying } from './player'
import classes from './Visit.module.css'
import type { Stretch } from './wants'

const BUCKETS = 240
const HEIGHT = 40

/** The recording as a picture: what is chosen is blue, holes are marked, a line shows where it plays. */
export function Waveform({ visit, chosen, gaps, complete }: { visit: string; chosen: Stretch[]; gaps: Stretch[]; complete: boolean }) {
  const player = usePlayer()
  const { playing, problem } = usePlaying(player)
  const peaks = useQuery({ queryKey: ['peaks', visit, complete], queryFn: () => visits.peaks(visit, BUCKETS), staleTime: Infinity })
  const line = useRef<SVGLineElement>(null)
  const clock = useRef<HTMLSpanElement>(null)
  const length = peaks.data?.duration_ms ?? 0
  useEffect(
    () =>
      player?.subscribe(() => {
        const x = length ? (player.positionMs / length) * BUCKETS : 0
        line.current?.setAttribute('x1', String(x))
        line.current?.setAttribute('x2', String(x))
        if (clock.current) clock.current.textContent = stamp(player.positionMs)
      }),
    [player, length],
  )
  if (!player) return null
  const scale = (ms: number) => (length ? (ms / length) * BUCKETS : 0)
  return (
    <div className={classes.wave}>
      <ActionIcon variant="default" size="lg" onClick={() => player.toggle()} aria-label={playing ? 'Pause' : 'Play the recording'}>
        {playing ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
      </ActionIcon>
      <div className={classes.picture}>
        {peaks.isError || problem ? (
          <Text size="sm" c="dimmed">
            {problem ?? 'The waveform could not be loaded; the audio plays all the same.'}
          </Text>
        ) : (
          <svg
            viewBox={`0 0 ${BUCKETS} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden
            onClick={(e) => {
              const box = e.currentTarget.getBoundingClientRect()
              player.seek(((e.clientX - box.left) / box.width) * length)
            }}
          >
            {chosen.map((s) => (
              <rect key={s.from} x={scale(s.from)} width={Math.max(1, scale(s.to - s.from))} y={0} height={HEIGHT} className={classes.waveChosen} />
            ))}
            <path d={outline(peaks.data?.peaks ?? [])} className={classes.wavePath} />
            {gaps.map((g) => (
              <rect key={g.from} x={scale(g.from)} width={Math.max(0.8, scale(g.to - g.from))} y={0} height={HEIGHT} className={classes.waveGap} />
            ))}
            <line ref={line} x1={0} x2={0} y1={0} y2={HEIGHT} className={classes.waveLine} vectorEffect="non-scaling-stroke" />
          </svg>
        )}
      </div>
      <Text size="sm" c="dimmed" className={classes.waveClock}>
        <span ref={clock}>00:00</span> / {stamp(length)}
      </Text>
    </div>
  )
}

function outline(peaks: number[]): string {
  if (peaks.length === 0) return ''
  const half = HEIGHT / 2
  // Speech is far from full scale most of the time: the root brings it up.
  const y = (p: number) => Math.max(0.4, Math.sqrt(p) * (half - 1))
  const step = BUCKETS / peaks.length
  const top = peaks.map((p, i) => `${(i * step).toFixed(1)} ${(half - y(p)).toFixed(1)}`)
  const low = peaks.map((p, i) => `${(i * step).toFixed(1)} ${(half + y(p)).toFixed(1)}`).reverse()
  return `M${top.join('L')}L${low.join('L')}Z`
}
