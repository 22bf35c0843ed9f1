import createClient, { type Middleware } from 'openapi-fetch'
import type { components, paths } from './schema'

/** What the server answers when it does not do what was asked. */
export type Refusal = Partial<components['schemas']['Failure']>

/** What went wrong, in the server's safe words. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    /** As ehr.Kind: "conflict", "unauthorized", ... or "offline" where no answer came. */
    readonly kind: string,
    message: string,
    readonly body: Refusal = {},
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
export function onSignedOut(listener: () => void): () => void {
  signedOut = listener
  return () => (signedOut = () => undefined)
}

const OFFLINE = 'The server cannot be reached. What you typed is kept here; try again in a moment.'
const UNKNOWN = 'The server could not do this. Nothing was changed; try again.'

const manners: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-Visitwright-CSRF', csrf)
    return request
  },
  async onResponse({ request, response }) {
    if (response.ok) return response
    const body = (await response
      .clone()
      .json()
      .catch(() => ({}))) as Refusal
    // Asking for the password again is not being signed out.
    const account = new URL(request.url).pathname.startsWith('/api/v1/session')
    if (response.status === 401 && !body.reauth && !account) signedOut()
    const kind = body.kind ?? (response.status >= 502 ? 'unavailable' : 'internal')
    throw new ApiError(response.status, kind, sentence(body.detail ?? UNKNOWN), body)
  },
  onError({ error }) {
    return error instanceof DOMException && error.name === 'AbortError' ? error : new ApiError(0, 'offline', OFFLINE)
  },
}

/** The server's operations, typed from its description. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' })
api.use(manners)

/** Takes the answer out of a call; failures have been thrown before. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T
}

function sentence(text: string): string {
  return text === '' ? text : text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.')
}

/** Message of whatever was thrown, for showing. */
export const messageOf = (e: unknown): string => (e instanceof Error ? e.message : 'Something went wrong.')
