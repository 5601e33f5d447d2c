import { queryClient } from '@/api/queryClient'
import { listen } from './channel'
import { clock } from './clock'
import { loadCarried } from './copies'
import { readKept } from './deviceKey'
import { noteEpoch } from './epoch'
import { loadOutbox } from './outbox'
import { field, withdrawn } from './state'
import { countUnsent, readMeta } from './store'
import { readSync } from './syncState'
import { leaseEnded, leasedShare, renewTokens } from './tokens'
import type { FieldStorage, Withdrawal } from './types'
import { lookForUpdate, keepBuild } from './update'
import { lock, sendReceipt, triesAllowed, wipe, wiped } from './unlocking'
import { isOpen } from './vault'
import { signals } from './wire'

export { attach, attachmentContent, localAttachments } from './attachments'
export { carriedFiles } from './local'
export { drop, resolve, retry } from './decisions'
export { activate, checkApproval, enrol } from './enrolment'
export { syncNow } from './sync'
export { startUpdate } from './update'
export { lock, unlock, wipe } from './unlocking'

signals.epoch = noteEpoch
signals.wipe = () => wipe('revoked')

/** A locked device asks the server now and then whether it still exists: a stolen one must not wait for its thief. */
const askEvery = 5 * 60_000

/** What was found on this device when the app started. */
export async function wake(): Promise<void> {
  listen(hear)
  const receipt = await readMeta('wiped')
  if (receipt) {
    wiped(receipt.by)
    void sendReceipt().catch(() => undefined)
    return
  }
  const record = await readKept('device')
  if (!record) return
  const [kept, tokens] = [await readKept('clock'), await readKept('tokens')]
  if (kept) clock.restore(kept)
  Object.assign(field, {
    enrolled: true,
    deviceId: record.id,
    deviceNo: record.no,
    label: record.label,
    leaseUntil: tokens?.leaseUntil ?? null,
    drainOnly: tokens?.drainOnly ?? false,
    needsActivation: tokens?.dead ?? false,
    needsNetwork: tokens ? leaseEnded(tokens.leaseUntil) : false,
    unsent: await countUnsent(),
    triesLeft: triesAllowed - ((await readMeta('tries')) ?? 0),
    online: typeof navigator === 'undefined' || navigator.onLine,
    state: record.state === 'active' ? 'locked' : record.state,
  })
  await leasedShare()
  void persist(false)
  void keepBuild().catch(() => undefined)
  setInterval(() => void ask(), askEvery)
  void ask()
}

async function ask(): Promise<void> {
  if (isOpen()) await lookForUpdate()
  else if (field.state === 'locked' && !field.needsActivation) await renewTokens().catch(() => undefined)
}

/** What another window of this device did. */
async function hear(news: 'outbox' | 'files' | 'locked' | 'wiped'): Promise<void> {
  if (news === 'wiped') wiped((await readMeta('wiped').catch(() => undefined))?.by ?? 'user')
  else if (news === 'locked') await lock(true)
  else if (isOpen()) {
    const sync = await readSync()
    withdrawn.value = sync.withdrawn as Withdrawal[]
    field.asOf = sync.asOf
    await Promise.all([loadOutbox(), loadCarried()])
    await queryClient.invalidateQueries()
  }
}

/** Asks the browser to keep what is here also when the disk gets full, and says how full it is. */
export async function persist(ask = true): Promise<FieldStorage> {
  const storage = typeof navigator === 'undefined' ? undefined : (navigator.storage as StorageManager | undefined)
  if (storage?.estimate) {
    const { usage = 0, quota = 0 } = await storage.estimate()
    const persisted = await (ask ? storage.persist() : storage.persisted())
    field.storage = { persisted, usage, quota }
  }
  return field.storage
}
