import createClient, { type Middleware } from 'openapi-fetch'
import { locale } from '@/i18n'
import { OfflineError, ProblemError, problemOf } from './problem'
import type { paths } from './schema'

/** Where requests go instead of the network: an open device answers what it carries, and speaks with its own token. */
let device: ((request: Request) => Promise<Response>) | null = null

/** Set by `offline/` while the vault is open. */
export function routeThrough(route: typeof device): void {
  device = route
}

const send = (request: Request) => (device ? device(request) : fetch(request))

/** The only file that knows HTTP. Pages call `api.GET(…)` through `read`, and `api.POST(…)` through `useCommand`. */
export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin', fetch: send })

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

export interface ServerFile {
  blob: Blob
  name: string
}

/**
 * A file the server makes (PDF, DOCX). `onPart` is told how much of it has come; `total` is 0 while nobody knows.
 */
export async function readFile(
  address: string,
  signal: AbortSignal,
  onPart: (done: number, total: number) => void = () => undefined,
): Promise<ServerFile> {
  let response: Response
  try {
    response = await send(
      new Request(new URL(address, location.origin), {
        signal,
        credentials: 'same-origin',
        headers: { 'Accept-Language': locale.value },
      }),
    )
  } catch (error) {
    throw signal.aborted ? error : new OfflineError(String(error))
  }
  if (!response.ok) {
    const problem = await problemOf(response)
    if (response.status === 401) onSessionEnd()
    throw new ProblemError(problem)
  }
  const type = response.headers.get('Content-Type') ?? 'application/octet-stream'
  const total = Number(response.headers.get('Content-Length')) || 0
  const parts: BlobPart[] = []
  const reader = response.body?.getReader()
  let done = 0
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      parts.push(part.value)
      onPart((done += part.value.length), total)
    }
  } catch (error) {
    throw signal.aborted ? error : new OfflineError(String(error))
  }
  return { blob: new Blob(parts, { type }), name: fileName(response.headers.get('Content-Disposition') ?? '') }
}

/** RFC 6266: the name in any script, else the plain one. */
function fileName(disposition: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/i.exec(disposition)?.[1] ?? '')
}

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
