import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { databaseName } from './state'
import { FieldError } from './types'
import type { DeviceKeys, KeyBox, Sealed } from './vault'

/* What lies in the device's database is sealed, but for keys, counters and ids. */

/** An item of the outbox: whether it waits to be sent can be counted while locked. */
export interface SealedItem extends Sealed {
  unsent: boolean
}

/** What is left after a wipe, until the server has been told. */
export interface WipeReceipt {
  deviceId: string
  unsent: number
  by: 'user' | 'passphrase' | 'revoked'
}

interface Meta {
  keys: DeviceKeys
  /** Who and what this device is; sealed for the device. */
  device: Sealed
  /** Refresh token, key share and lease; sealed for the device. */
  tokens: Sealed
  /** Offset to the server's clock and the latest time known; sealed for the device. */
  clock: Sealed
  box: KeyBox
  tries: number
  seq: number
  /** Cursor, epoch and the office's reference data. */
  sync: Sealed
  wiped: WipeReceipt
}

interface Stores extends DBSchema {
  meta: { key: string; value: Meta[keyof Meta] }
  /** Files as the server gave them. */
  bases: { key: string; value: Sealed }
  /** The same files with what was done on this device. */
  copies: { key: string; value: Sealed }
  outbox: { key: number; value: SealedItem }
  /** Reference answers of the server. */
  pack: { key: string; value: Sealed }
  /** Parts of attachments, `<attachment>#<n>`. */
  parts: { key: string; value: Sealed }
}

export type StoreName = 'meta' | 'bases' | 'copies' | 'outbox' | 'pack' | 'parts'
const storeNames: StoreName[] = ['meta', 'bases', 'copies', 'outbox', 'pack', 'parts']

/** One row to write or, without a value, to delete. */
export interface Change {
  store: StoreName
  key: string | number
  value?: unknown
}

let opened: Promise<IDBPDatabase<Stores>> | null = null

export function database(): Promise<IDBPDatabase<Stores>> {
  opened ??= openDB<Stores>(databaseName, 1, {
    upgrade(db) {
      for (const name of storeNames) db.createObjectStore(name)
    },
    // Another tab erases the device: let go of it.
    blocking: () => void closeStore(),
    terminated: () => (opened = null),
  })
  return opened
}

export async function closeStore(): Promise<void> {
  const db = await opened
  opened = null
  db?.close()
}

export async function deleteStore(): Promise<void> {
  await closeStore()
  await deleteDB(databaseName)
}

/**
 * Writes rows of any stores, all or none, on the disk when it resolves. Everything is sealed before: waiting for
 * WebCrypto inside would end the transaction.
 */
export async function commit(changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const db = await database()
  const names = [...new Set(changes.map((change) => change.store))]
  const tx = db.transaction(names, 'readwrite', { durability: 'strict' })
  try {
    const writes = changes.map(({ store, key, value }) => {
      const target = tx.objectStore(store) as unknown as {
        put: (value: unknown, key: string | number) => Promise<unknown>
        delete: (key: string | number) => Promise<void>
      }
      return value === undefined ? target.delete(key) : target.put(value, key)
    })
    await Promise.all([...writes, tx.done])
  } catch (error) {
    abandon(tx)
    throw isFull(error) || isFull(tx.error) ? new FieldError('storage_full') : error
  }
}

function abandon(tx: { abort: () => void; done: Promise<void> }): void {
  tx.done.catch(() => undefined)
  try {
    tx.abort()
  } catch {
    // It has ended by itself.
  }
}

const isFull = (error: unknown) => error instanceof DOMException && error.name === 'QuotaExceededError'

export async function readMeta<K extends keyof Meta>(name: K): Promise<Meta[K] | undefined> {
  return (await (await database()).get('meta', name)) as Meta[K] | undefined
}

export function metaChange<K extends keyof Meta>(name: K, value: Meta[K] | undefined): Change {
  return { store: 'meta', key: name, value }
}

/** The next number of this device: given once, also to two tabs, and never again after a crash. */
export async function nextSeq(): Promise<number> {
  const tx = (await database()).transaction('meta', 'readwrite', { durability: 'strict' })
  const seq = (((await tx.store.get('seq')) as number | undefined) ?? 0) + 1
  try {
    await Promise.all([tx.store.put(seq, 'seq'), tx.done])
  } catch (error) {
    throw isFull(error) || isFull(tx.error) ? new FieldError('storage_full') : error
  }
  return seq
}

/** Empties every store and leaves only the receipt and the key that signs it. */
export async function erase(receipt: WipeReceipt, keys: DeviceKeys | undefined): Promise<void> {
  const tx = (await database()).transaction(storeNames, 'readwrite', { durability: 'strict' })
  const clears = storeNames.map((name) => tx.objectStore(name).clear())
  const meta = tx.objectStore('meta')
  await Promise.all([
    ...clears,
    meta.put(receipt, 'wiped'),
    keys ? meta.put(keys, 'keys') : Promise.resolve(''),
    tx.done,
  ])
}

/** How many items of the outbox wait, readable while locked. */
export async function countUnsent(): Promise<number> {
  const rows = await (await database()).getAll('outbox')
  return rows.filter((row) => row.unsent).length
}
