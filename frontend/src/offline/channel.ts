/** What the tabs of one device tell each other, and how they keep out of each other's way. */
export type News = 'outbox' | 'files' | 'locked' | { wiped: 'user' | 'passphrase' | 'revoked' }

const listeners = new Set<(news: News) => void>()
let channel: BroadcastChannel | null = null

export function listen(listener: (news: News) => void): () => void {
  if (!channel && typeof BroadcastChannel !== 'undefined') {
    channel = new BroadcastChannel('jiahe-device')
    channel.onmessage = (event: MessageEvent<News>) => {
      for (const one of listeners) one(event.data)
    }
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    channel?.close()
    channel = null
  }
}

/** Told to the other tabs, not to this one. */
export function tell(news: News): void {
  channel?.postMessage(news)
}

/** Where there are no Web Locks there is one window. */
const tails = new Map<string, Promise<unknown>>()

function inOrder<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = tails.get(name) ?? Promise.resolve()
  const run = before.then(work, work)
  tails.set(
    name,
    run.catch(() => undefined),
  )
  return run
}

function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = typeof navigator === 'undefined' ? null : (navigator.locks as LockManager | undefined | null)
  if (!locks) return inOrder(name, work)
  return locks.request(`jiahe-${name}`, work) as Promise<T>
}

/** Read, decide, write: nobody else changes files or the outbox meanwhile. Not to be nested. */
export const writing = <T>(work: () => Promise<T>): Promise<T> => alone('write', work)

/** One tab at a time renews the tokens. */
export const renewing = <T>(work: () => Promise<T>): Promise<T> => alone('tokens', work)

/** One tab at a time sends and fetches. */
export const syncing = <T>(work: () => Promise<T>): Promise<T> => alone('sync', work)
