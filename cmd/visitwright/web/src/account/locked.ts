import { ApiError, messageOf } from '../api/call'
import { time } from '../format'

/** Why somebody was not let in; a lock says until when, and what to do. */
export function problemOf(error: unknown): string {
  const until = error instanceof ApiError ? error.body.locked_until : undefined
  return until
    ? `Too many wrong tries. This account is locked until ${time(until)}; nothing that was saved is lost. Try again then, or ask an administrator to set a new password.`
    : messageOf(error)
}
