/** What went wrong, in the server's safe words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** As ehr.Kind: "conflict", "unauthorized", ... or "offline" where no answer came. */
    readonly kind: string,
    message: string,
    readonly body: Record<string, unknown> = {},
  ) {
    super(message)
  }
}

let csrf = ''
let signedOut: () => void = () => undefined

/** Sets the token that goes with every change. */
export function setCsrf(token: string): void {
  csrf = token
}

/** Calls back when the server no longer knows the session. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener
}

const WORDS: Record<string, string> = { offline: 'The server cannot be reached. What you typed is kept here; try again in a moment.' }

export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-Visitwright-CSRF'] = csrf
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch('/api/v1' + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal, credentials: 'same-origin' })
  } catch (e) {
    if (signal?.aborted) throw e
    throw new ApiError(0, 'offline', WORDS.offline!)
  }
  const text = await response.text()
  const data = (text && response.headers.get('Content-Type')?.includes('json') ? JSON.parse(text) : {}) as Record<string, unknown>
  if (response.ok) return data as T
  const kind = typeof data.kind === 'string' ? data.kind : response.status >= 502 ? 'unavailable' : 'internal'
  const detail = typeof data.detail === 'string' ? data.detail : 'The server could not do this. Nothing was changed; try again.'
  if (response.status === 401 && !path.startsWith('/session')) signedOut()
  throw new ApiError(response.status, kind, sentence(detail), data)
}

function sentence(text: string): string {
  return text === '' ? text : text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.')
}

/** Message of whatever was thrown, for showing. */
export const messageOf = (e: unknown): string => (e instanceof Error ? e.message : 'Something went wrong.')
