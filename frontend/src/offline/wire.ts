import { OfflineError, ProblemError, problemOf } from '@/api/problem'
import { deviceKeys } from './deviceKey'
import { proofOf } from './proof'
import { field } from './state'
import { accessToken } from './tokens'

/** One request of the device. */
export interface Outgoing {
  method: string
  /** With `/api/v1`; a query is allowed. */
  path: string
  headers?: Record<string, string>
  body?: BodyInit
  signal?: AbortSignal
  /** Milliseconds until nobody waits any more. */
  patience?: number
}

/** What an answer may bring beside itself. */
interface Signals {
  /** The life of the server's database that answered. */
  epoch: (epoch: string) => Promise<void>
  /** The device is revoked and its hours are over. */
  wipe: () => Promise<void>
}

/** Set by `device.ts`. */
export const signals: Signals = { epoch: async () => undefined, wipe: async () => undefined }

/** Whether the answer is of our server: every one of its answers is numbered, those of a hotel's sign-in page are not. */
export const isOurs = (response: Response): boolean => response.headers.has('X-Request-Id')

/** Sends; throws `OfflineError` when our server did not answer. */
export async function send(out: Outgoing, headers: Record<string, string>, session: boolean): Promise<Response> {
  const cut = new AbortController()
  const stop = () => cut.abort()
  const timer = setTimeout(stop, out.patience ?? 60_000)
  out.signal?.addEventListener('abort', stop)
  try {
    const response = await fetch(out.path, {
      method: out.method,
      headers: { ...out.headers, ...headers },
      body: out.body,
      credentials: session ? 'same-origin' : 'omit',
      redirect: 'error',
      cache: 'no-store',
      signal: cut.signal,
    })
    if (!isOurs(response)) throw new OfflineError('answered by somebody else')
    field.online = true
    return response
  } catch (error) {
    if (out.signal?.aborted) throw out.signal.reason ?? error
    field.online = false
    throw error instanceof OfflineError ? error : new OfflineError(String(error))
  } finally {
    clearTimeout(timer)
    out.signal?.removeEventListener('abort', stop)
  }
}

/** The JSON of an answer; throws what the server said when it said no. */
export async function json<T>(response: Response): Promise<T> {
  if (!response.ok) throw new ProblemError(await problemOf(response))
  return (response.status === 204 ? undefined : await response.json()) as T
}

const writes = (body: unknown) => ({
  body: body === undefined ? undefined : JSON.stringify(body),
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
})

/** As the person whose session the browser holds. */
export async function asPerson<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  return json<T>(await send({ method, path, ...(method === 'POST' ? writes(body) : {}) }, {}, true))
}

/** With nothing but the device's proof, bound to the text given. */
export async function byProof<T>(path: string, body: unknown, bound: string, session = false): Promise<T> {
  const proof = await proofOf(await deviceKeys(), 'POST', path, bound)
  return json<T>(await send({ method: 'POST', path, ...writes(body) }, { DPoP: proof }, session))
}

/** With the device's token and its proof. A refused token is renewed once. */
export async function asDevice(out: Outgoing): Promise<Response> {
  let response = await once(out, await accessToken())
  if (response.status === 401) {
    const { code } = await problemOf(response.clone())
    if (code === 'device_wipe') await signals.wipe()
    else response = await once(out, await accessToken(true))
  }
  // Revoked with hours left: the tokens know how long, and that only sending is left.
  if (response.status === 403 && !field.drainOnly) {
    const { code } = await problemOf(response.clone())
    if (code === 'device_wipe_pending') await accessToken(true)
  }
  const epoch = response.headers.get('Sync-Epoch')
  if (epoch) await signals.epoch(epoch)
  return response
}

async function once(out: Outgoing, token: string): Promise<Response> {
  const proof = await proofOf(await deviceKeys(), out.method, out.path, token)
  return send(out, { Authorization: `Bearer ${token}`, DPoP: proof }, false)
}
