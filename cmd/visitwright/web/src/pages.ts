import { lazy, type ComponentType } from 'react'
import workletUrl from './record/worklet.ts?worker&url'

type Load = () => Promise<unknown>
const loads: Load[] = []

/**
 * A page with a script of its own. All of them are fetched soon after the first
 * one is shown: with the server away, a page must still open, because loading
 * the app anew would end a running recording.
 */
export function page<K extends string>(load: () => Promise<Record<K, ComponentType>>, name: K) {
  loads.push(load)
  return lazy(() => load().then((m) => ({ default: m[name] })))
}

/** Fetches every page's script, and the recorder's, while nothing else is to be done. */
export function fetchAllPages(): void {
  const next = (i: number) => {
    const load = loads[i]
    if (!load) return void fetch(workletUrl).catch(() => undefined)
    const then = () => setTimeout(() => next(i + 1), 50)
    load().then(then, then)
  }
  setTimeout(() => next(0), 1500)
}
