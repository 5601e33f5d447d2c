import { OfflineError } from '@/api/problem'
import { queryClient } from '@/api/queryClient'
import { routeThrough } from '@/api/client'
import { fromBase64url, type Bytes } from './bytes'
import { tell } from './channel'
import { forgetContext, readyRules, setActor, setOffice } from './context'
import { forgetCarried, loadCarried } from './copies'
import { deviceKeys, forgetKeys, keepClock, readKept } from './deviceKey'
import { watchIdle, stopIdle } from './idleLock'
import { route } from './local'
import { forgetOutbox, loadOutbox } from './outbox'
import { keptValue, mePath } from './pack'
import { field, withdrawn } from './state'
import { commit, countUnsent, deleteStore, erase, metaChange, readMeta, type WipeReceipt } from './store'
import { startSync, stopSync } from './sync'
import { readSync } from './syncState'
import { forgetAccess, leasedShare, leaseEnded, renewTokens } from './tokens'
import { FieldError, type Withdrawal } from './types'
import { forgetBuild } from './update'
import { close, isOpen, open, type DeviceKeys, type KeyBox } from './vault'
import { byProof } from './wire'

/** Wrong passphrases until the key is erased. */
export const triesAllowed = 5

let trying = false

export async function unlock(passphrase: string): Promise<void> {
  const record = await readKept('device')
  const box = await readMeta('box')
  if (!record || !box || trying) throw new FieldError('locked')
  trying = true
  try {
    await tryPassphrase(box, passphrase, fromBase64url(await shareNow()), record.accountId)
  } finally {
    trying = false
  }
  await opened()
}

/** The server's half: from the device while the lease lasts, else from the server. */
async function shareNow(): Promise<string> {
  const leased = await leasedShare()
  if (leased) return leased
  field.needsNetwork = true
  try {
    return (await renewTokens()).keyShare
  } catch (error) {
    if (error instanceof OfflineError) throw new FieldError('lease_ended')
    if (field.state === 'wiped') throw new FieldError('erased')
    if (field.needsActivation) throw new FieldError('needs_activation')
    throw error
  }
}

/** Counts before it tries, so that killing the app gives no free guess. */
export async function tryPassphrase(box: KeyBox, passphrase: string, share: Bytes, account: string): Promise<void> {
  const tries = ((await readMeta('tries')) ?? 0) + 1
  await commit([metaChange('tries', tries)])
  if (await open(box, passphrase, share, account)) {
    await commit([metaChange('tries', 0)])
    field.triesLeft = triesAllowed
    return
  }
  if (tries >= triesAllowed) {
    await wipe('passphrase')
    throw new FieldError('erased')
  }
  field.triesLeft = triesAllowed - tries
  throw new FieldError('wrong_passphrase', field.triesLeft)
}

/** The vault is open: everything is read, requests go through the device, and the first round begins. */
export async function opened(): Promise<void> {
  field.rulesAvailable = await readyRules().catch(() => false)
  const sync = await readSync()
  setActor(await keptValue(mePath))
  setOffice(sync.office)
  await Promise.all([loadOutbox(), loadCarried()])
  withdrawn.value = sync.withdrawn as Withdrawal[]
  Object.assign(field, { epoch: sync.epoch, asOf: sync.asOf, needsNetwork: false, enrolled: true })
  routeThrough(route)
  field.state = 'open'
  watchIdle(() => void lock(), endOfLease)
  startSync()
}

/** Every minute: the latest time is kept, and an ended lease closes the vault. */
async function endOfLease(): Promise<void> {
  await keepClock()
  if (!field.leaseUntil || !leaseEnded(field.leaseUntil)) return
  await leasedShare()
  field.needsNetwork = true
  await lock()
}

function forget(): void {
  stopSync()
  stopIdle()
  routeThrough(null)
  close()
  forgetAccess()
  forgetContext()
  forgetCarried()
  forgetOutbox()
  withdrawn.value = []
  queryClient.clear()
}

export async function lock(told = false): Promise<void> {
  if (!isOpen()) return
  await keepClock().catch(() => undefined)
  const { unsent } = field
  forget()
  field.state = 'locked'
  field.unsent = unsent
  if (!told) tell('locked')
}

/** Erases the key first, then everything; what remains is a receipt for the server, until it has it. */
export async function wipe(by: WipeReceipt['by'], options: { evenUnsent?: boolean } = {}): Promise<void> {
  const unsent = await countUnsent()
  if (by === 'user' && unsent > 0 && !options.evenUnsent) throw new FieldError('unsent', unsent)
  const keys = await deviceKeys().catch(() => undefined)
  const deviceId = (await readKept('device').catch(() => undefined))?.id ?? field.deviceId ?? ''
  forget()
  await erase({ deviceId, unsent, by }, keys)
  wiped(by)
  tell({ wiped: by })
  await forgetBuild()
  await sendReceipt(keys)
}

/** What every window shows after a wipe. */
export function wiped(by: WipeReceipt['by']): void {
  forget()
  Object.assign(field, {
    enrolled: false,
    state: 'wiped',
    wipedBy: by,
    deviceId: null,
    deviceNo: null,
    label: '',
    leaseUntil: null,
    asOf: null,
    carried: 0,
    unsent: 0,
    oldestUnsentAt: null,
    parked: 0,
    conflicts: 0,
    epoch: null,
    needsNetwork: false,
    needsActivation: false,
    drainOnly: false,
    triesLeft: triesAllowed,
  })
}

/** Tells the server that nothing is left; the database goes with the answer. */
export async function sendReceipt(keys?: DeviceKeys): Promise<void> {
  const receipt = await readMeta('wiped')
  if (!receipt) return
  if (receipt.deviceId && (keys ?? (await deviceKeys().catch(() => undefined)))) {
    try {
      const path = `/api/v1/devices/${receipt.deviceId}/wipe-receipt`
      await byProof(path, { unsent: receipt.unsent }, receipt.deviceId)
    } catch (error) {
      // Without an answer it is sent at the next start; a refusal is an answer.
      if (error instanceof OfflineError) return
    }
  }
  forgetKeys()
  await deleteStore()
}
