/** RFC 9457 problem document as the server sends it. */
export interface Problem {
  type: string
  title: string
  status: number
  /** Stable; programs decide by it, people read `title`. */
  code: string
  detail?: string
  /** The request it answers: what an administrator needs to find it in the log. */
  instance?: string
  /** Every reason at once why a step is not possible, each with its legal basis. */
  blockers?: Blocker[]
  /** Which fields are wrong, by JSON pointer into the request body. */
  errors?: FieldIssue[]
  /** With `conflict`: every field that somebody else changed differently. */
  conflicts?: FieldConflict[]
  /** With 412: the version the record has now. */
  currentVersion?: number
}

/** One field both sides changed; what is left out was empty. */
export interface FieldConflict {
  /** Into the body of the command. */
  pointer: string
  /** In the language in which the command was sent. */
  label: string
  base?: unknown
  mine?: unknown
  theirs?: unknown
  byName?: string
  at?: string
}

export interface Blocker {
  code: string
  guard?: string
  title: string
  basis?: string | null
  params?: Record<string, unknown>
}

export interface FieldIssue {
  pointer: string
  code: string
  message?: string
  params?: Record<string, unknown>
}

/** The server answered, and said no. */
export class ProblemError extends Error {
  override name = 'ProblemError'

  constructor(readonly problem: Problem) {
    super(problem.title)
  }

  get status(): number {
    return this.problem.status
  }

  get code(): string {
    return this.problem.code
  }

  /** Somebody else changed the record since it was read. */
  get stale(): boolean {
    return this.status === 412
  }
}

/** The server did not answer. Nobody knows whether it acted: retry with the same key. */
export class OfflineError extends Error {
  override name = 'OfflineError'
}

/** Reads the problem document of a failed response; a proxy that answers with a page becomes a problem as well. */
export async function problemOf(response: Response): Promise<Problem> {
  const fallback: Problem = {
    type: 'about:blank',
    title: '',
    status: response.status,
    code: `http_${response.status}`,
    instance: response.headers.get('X-Request-Id') ?? undefined,
  }
  if (!/\bjson\b/.test(response.headers.get('Content-Type') ?? '')) return fallback
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null ? { ...fallback, ...body } : fallback
  } catch {
    return fallback
  }
}

/** Whether sending the same again may help: no answer, or an answer that is about the moment, not about the content. */
export function isTransient(error: unknown): boolean {
  if (error instanceof OfflineError) return true
  if (!(error instanceof ProblemError)) return false
  return error.status >= 500 || error.status === 429 || error.status === 408 || error.code === 'idempotency_in_flight'
}
