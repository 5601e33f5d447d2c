import createClient, { type Middleware } from 'openapi-fetch'
import { locale } from '@/i18n'
import { OfflineError, ProblemError, problemOf } from './problem'
import type { paths } from './schema'

/** The only file that knows HTTP. Pages call `api.GET(…)` through `read`, and `api.POST(…)` through `useCommand`. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' })

/** Told when the server no longer knows the session; set by `session/session.ts`. */
let onSessionEnd: () => void = () => undefined

export function whenSessionEnds(listener: () => void): void {
  onSessionEnd = listener
}

/** The one command without a session: a 401 there means a wrong password, not an ended session. */
const signInPath = '/api/v1/auth/login'

const manners: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', locale.value)
    const writes = request.method === 'POST' || request.method === 'PATCH'
    // A caller that cares about retries brings the key of its command (useCommand does).
    if (writes && !request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', crypto.randomUUID())
    // The server accepts changes as JSON only: a form of a foreign page cannot send that.
    if (writes && !request.headers.has('Content-Type')) request.headers.set('Content-Type', 'application/json')
    return request
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) return undefined
    const problem = await problemOf(response)
    if (response.status === 401 && schemaPath !== signInPath) onSessionEnd()
    throw new ProblemError(problem)
  },
  onError({ error }) {
    // An abandoned request is not an outage.
    if (error instanceof DOMException && error.name === 'AbortError') return error
    return new OfflineError(String(error))
  },
}

api.use(manners)

/** What a read returns: the value, and the version that a change must name. */
export interface Loaded<T> {
  value: T
  etag: string
}

/** Unwraps a call: `const { value, etag } = await read(api.GET('/api/v1/…', { params }))`. */
export async function read<T>(call: Promise<{ data?: T; response: Response }>): Promise<Loaded<T>> {
  const { data, response } = await call
  return { value: data as T, etag: response.headers.get('ETag') ?? '' }
}

/** The headers of one command. The key is born with it and goes with every retry. */
export class Command {
  readonly key: string = crypto.randomUUID()

  header(): { 'Idempotency-Key': string }
  header(etag: string): { 'Idempotency-Key': string; 'If-Match': string }
  header(etag?: string) {
    return etag === undefined ? { 'Idempotency-Key': this.key } : { 'Idempotency-Key': this.key, 'If-Match': etag }
  }
}
