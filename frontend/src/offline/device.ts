import { queryClient } from '@/api/queryClient'
import { listen, type News } from './channel'
import { clock } from './clock'
import { loadCarried } from './copies'
import { readKept } from './deviceKey'
import { activate as bringToLife } from './enrolment'
import { noteEpoch } from './epoch'
import { loadOutbox } from './outbox'
import { field, withdrawn } from './state'
import { countUnsent, readMeta } from './store'
import { readSync } from './syncState'
import { leaseEnded, leasedShare, renewTokens } from './tokens'
import { persist } from './space'
import type { Withdrawal } from './types'
import { lookForUpdate, keepBuild } from './update'
import { lock, sendReceipt, triesAllowed, wipe, wiped } from './unlocking'
import { isOpen } from './vault'
import { signals } from './wire'

export { attach, attachmentContent, localAttachments } from './attachments'
export { carriedFiles } from './local'
export { drop, resolve, retry } from './decisions'
export { checkApproval, enrol } from './enrolment'
export { persist } from './space'
export { syncNow } from './sync'
export { startUpdate } from './update'
export { lock, unlock, wipe } from './unlocking'

signals.epoch = noteEpoch
signals.wipe = () => wipe('revoked')

/** A locked device asks the server now and then whether it still exists: a stolen one must not wait for its thief. */
const askEvery = 5 * 60_000

let attending = false

/** Hears the other windows, and asks the server now and then. */
function attend(): void {
  if (attending) return
  attending = true
  listen((news) => void hear(news).catch(() => undefined))
  setInterval(() => void ask(), askEvery)
}

export async function activate(passphrase: string): Promise<void> {
  attend()
  await bringToLife(passphrase)
}

/** What was found on this device when the app started. */
export async function wake(): Promise<void> {
  attend()
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
  void ask()
}

async function ask(): Promise<void> {
  if (isOpen()) await lookForUpdate()
  else if (field.state === 'locked' && !field.needsActivation) await renewTokens().catch(() => undefined)
}

/** What another window of this device did. */
async function hear(news: News): Promise<void> {
  if (typeof news === 'object') wiped(news.wiped)
  else if (news === 'locked') await lock(true)
  else if (isOpen()) {
    const sync = await readSync()
    withdrawn.value = sync.withdrawn as Withdrawal[]
    field.asOf = sync.asOf
    await Promise.all([loadOutbox(), loadCarried()])
    await queryClient.invalidateQueries()
  }
}
