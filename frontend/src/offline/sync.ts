import { queryClient } from '@/api/queryClient'
import { syncing } from './channel'
import { clock } from './clock'
import { keepClock } from './deviceKey'
import { drain, readyLanes } from './drain'
import { allItems, isStuck, isUnsent, pruneOutbox } from './outbox'
import { fillPack } from './pack'
import { pull } from './pull'
import { persist } from './space'
import { field } from './state'
import { commit } from './store'
import { readSync, syncChange } from './syncState'
import { isOpen } from './vault'
import { signals } from './wire'

/** While the app is open: every half minute, and whenever there is a reason. */
const every = 30_000
/** Unlimited retries, never further apart than this. */
const longest = 5 * 60_000
const packFor = 12 * 3600_000

let timer: ReturnType<typeof setTimeout> | undefined
let failures = 0
let running: Promise<void> | null = null
let again = false
let started = false

export function startSync(): void {
  started = true
  window.addEventListener('online', comeBack)
  document.addEventListener('visibilitychange', comeBack)
  kick()
}

export function stopSync(): void {
  started = false
  failures = 0
  clearTimeout(timer)
  window.removeEventListener('online', comeBack)
  document.removeEventListener('visibilitychange', comeBack)
}

function comeBack(): void {
  if (document.visibilityState === 'hidden') return
  failures = 0
  kick()
}

/** Something was done here, or the network may be back. */
export function kick(): void {
  if (started) void syncNow()
}

/** One round, or the round after the one under way; resolves when it is over. */
export function syncNow(): Promise<void> {
  if (running) {
    again = true
    return running
  }
  running = rounds().finally(() => (running = null))
  return running
}

async function rounds(): Promise<void> {
  do {
    again = false
    clearTimeout(timer)
    let wait: number
    try {
      wait = await syncing(round)
    } catch {
      // Whatever it was, what waits still waits; the next round tries again.
      wait = later()
    }
    if (started) timer = setTimeout(kick, wait)
  } while (again && isOpen() && failures === 0)
}

/** Sends, fetches, tidies up; how long to wait for the next round. */
async function round(): Promise<number> {
  if (!isOpen()) return every
  do {
    const sent = await drain()
    renew(sent.touched)
    if (!sent.finished) return later(sent.wait)
    if (field.drainOnly) return lastWords()
    renew(await pull())
    // A new life of the server may have put acknowledged steps back into the queue.
  } while (readyLanes().length > 0)
  failures = 0
  await pruneOutbox()
  await keepClock()
  await persist(false)
  await freshPack()
  return every
}

/** Revoked: when everything has gone up, nothing may stay. */
async function lastWords(): Promise<number> {
  if (!allItems().some((item) => isUnsent(item) || isStuck(item))) await signals.wipe()
  return every
}

async function freshPack(): Promise<void> {
  const sync = await readSync()
  if (sync.packedAt && clock.now() - Date.parse(sync.packedAt) < packFor) return
  await fillPack()
  await commit([await syncChange({ ...(await readSync()), packedAt: clock.iso() })])
}

/** Twice as long after every failure, never in step with other devices. */
export function later(seconds = 0): number {
  failures += 1
  const wait = Math.min(longest, 2_000 * 2 ** Math.min(failures, 10))
  return Math.max(wait * (0.5 + Math.random() / 2), Math.min(longest, seconds * 1000))
}

/** Pages that show one of these files ask for it anew; lists do when any file changed. */
export function renew(touched: ReadonlySet<string>): void {
  if (touched.size === 0) return
  const lists = ['cases', 'tasks', 'figures']
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) =>
      queryKey.some((part) => typeof part === 'string' && (touched.has(part) || lists.includes(part))),
  })
}
