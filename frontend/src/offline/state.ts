import { reactive, shallowRef } from 'vue'
import type {
  AttachmentFacts,
  CarriedFile,
  Decision,
  Field,
  FieldStorage,
  LocalAttachment,
  OutboxItem,
  Withdrawal,
} from './types'

/** Everything the device keeps lies in one database. */
export const databaseName = 'jiahe-device'

/**
 * What screens know of the device, and what they can ask of it. This file is part of the first load and small; all
 * that it does is loaded when a device is set up or found.
 */
export const field = reactive<Field>({
  supported: typeof indexedDB !== 'undefined' && typeof crypto !== 'undefined' && 'subtle' in crypto,
  enrolled: false,
  state: 'none',
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
  storage: { persisted: false, usage: 0, quota: 0 },
  online: true,
  draining: false,
  epoch: null,
  needsNetwork: false,
  needsActivation: false,
  drainOnly: false,
  wipedBy: null,
  triesLeft: 5,
  rulesAvailable: false,
})

/** Everything done on this device, by `seq`, each with its fate; empty while locked. */
export const outboxItems = shallowRef<readonly OutboxItem[]>([])

/** Files the server took off this device, newest first; empty while locked. */
export const withdrawn = shallowRef<readonly Withdrawal[]>([])

/** A new build of the app waits to be started. */
export const updateWaiting = shallowRef(false)

const core = () => import('./device')

let looked: Promise<void> | null = null

/** Looks once whether this browser is a device; one that is not loads nothing more. */
export function findDevice(): Promise<void> {
  looked ??= look().catch(() => undefined)
  return looked
}

async function look(): Promise<void> {
  if (!field.supported) return
  // Where databases cannot be listed, the device's own code has to look.
  const all = 'databases' in indexedDB ? await indexedDB.databases() : [{ name: databaseName }]
  if (all.some(({ name }) => name === databaseName)) await (await core()).wake()
}

/** Makes the device's key and asks for its approval. Refuses with `unsent` while another person's work waits here. */
export async function enrol(facts: { label: string; serial: string }): Promise<void> {
  await (await core()).enrol(facts)
}

/** Asks whether the device was approved; needs the signed-in session. */
export async function checkApproval(): Promise<void> {
  await (await core()).checkApproval()
}

/** Sets the passphrase (12 characters at least) and brings the first copies; needs the signed-in session. */
export async function activate(passphrase: string): Promise<void> {
  await (await core()).activate(passphrase)
}

/** Opens the vault. Throws a `FieldError`: `wrong_passphrase` (with the tries left), `erased`, `lease_ended`. */
export async function unlock(passphrase: string): Promise<void> {
  await (await core()).unlock(passphrase)
}

export async function lock(): Promise<void> {
  await (await core()).lock()
}

/** Erases everything of the device. Refuses with `unsent` unless told that what was not sent may go too. */
export async function wipe(options: { evenUnsent?: boolean } = {}): Promise<void> {
  await (await core()).wipe('user', options)
}

/** Sends and fetches now; resolves when one round is over. */
export async function syncNow(): Promise<void> {
  await (await core()).syncNow()
}

/** Sends a refused item again as it is. */
export async function retry(item: OutboxItem): Promise<void> {
  await (await core()).retry(item.seq)
}

/** Gives an item up. It stays in the list as `DROPPED`, with the reason. */
export async function drop(item: OutboxItem, reason: string): Promise<void> {
  await (await core()).drop(item.seq, reason)
}

/** Settles a conflict field by field; what was decided is kept with the item, and it is sent again. */
export async function resolve(item: OutboxItem, decisions: Decision[]): Promise<void> {
  await (await core()).resolve(item.seq, decisions)
}

export async function carriedFiles(): Promise<CarriedFile[]> {
  return (await core()).carriedFiles()
}

/** Asks the browser to keep our store; the answer is also in `field.storage`. */
export async function persist(): Promise<FieldStorage> {
  return (await core()).persist()
}

/** Adds a picture or a recording to a file: through the outbox on a device, at once in a browser. */
export async function attach(caseId: string, content: Blob, facts: AttachmentFacts): Promise<string> {
  return (await core()).attach(caseId, content, facts)
}

/** Attachments of a file that wait on this device. */
export async function localAttachments(caseId: string): Promise<LocalAttachment[]> {
  return (await core()).localAttachments(caseId)
}

/** The content of an attachment that waits on this device. */
export async function attachmentContent(id: string): Promise<Blob> {
  return (await core()).attachmentContent(id)
}

/** Starts the new build; the page is loaded anew. */
export async function startUpdate(): Promise<void> {
  await (await core()).startUpdate()
}

/** The temporary number of an application that was filed here and has none of the server yet. */
export function temporaryNumber(caseId: string): string | undefined {
  const filed = outboxItems.value.find((item) => item.recordId === caseId && item.temporaryNumber)
  return filed?.number ? undefined : filed?.temporaryNumber
}
