import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useState } from 'react'
import { ApiError, onSignedOut, setCsrf } from '../api/call'
import { session } from '../api/calls'
import type { Session } from '../api/types'
import { setZone } from '../format'
import { recorder } from '../record/recorder'

export const SESSION = ['session']

/** The session, or null where nobody is signed in. */
export async function loadSession(): Promise<Session | null> {
  try {
    return take(await session.get())
  } catch (e) {
    if (e instanceof ApiError && e.status === 401) return null
    throw e
  }
}

/** Takes up a session that the server gave. */
export function take(s: Session): Session {
  setCsrf(s.csrf)
  setZone(s.practice.time_zone)
  recorder.retry()
  return s
}

export function useSessionQuery() {
  return useQuery({ queryKey: SESSION, queryFn: loadSession, staleTime: 60_000, retry: false })
}

export const SessionContext = createContext<Session | null>(null)

/** Who is signed in; only under the frame. */
export function useSession(): Session {
  const s = useContext(SessionContext)
  if (!s) throw new Error('nobody is signed in')
  return s
}

export function useMay(): (action: string) => boolean {
  const rights = useSession().rights
  return (action) => rights.includes(action)
}

/** Whether the server has forgotten the session while somebody works. */
export function useSignedOut(): [boolean, () => void] {
  const [out, setOut] = useState(false)
  useEffect(() => onSignedOut(() => setOut(true)), [])
  return [out, () => setOut(false)]
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await session.signOut().catch(() => undefined)
    forget(client)
  }
}

function forget(client: QueryClient): void {
  client.clear()
  // A full load: nothing of the last person's stays in memory.
  location.assign('/sign-in')
}
