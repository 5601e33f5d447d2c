import { tell, writing } from './channel'
import { clock } from './clock'
import { field, outboxItems } from './state'
import { commit, database, type Change, type SealedItem } from './store'
import type { OutboxItem } from './types'
import { seal, unseal } from './vault'

/** An item with what only the machinery needs. */
export interface StoredItem extends OutboxItem {
  /** The offset of the clock when it was made. */
  clockOffset: number
  lang: string
  /** The version the file had after it, by the server's answer. */
  answeredVersion?: number
  /** The life of the server that acknowledged it. */
  epoch?: string
  /** With an upload: the key of its last request. */
  completeKey?: string
}

/** Unknown to the server, or sent and not answered: it will be sent (again). */
export const isUnsent = (item: OutboxItem): boolean => item.state === 'QUEUED' || item.state === 'SENDING'

/** Refused, and nobody has decided yet: what comes after it on the same file waits. */
export const isStuck = (item: OutboxItem): boolean => item.state === 'PARKED' || item.state === 'CONFLICT'

/** Acknowledged items are kept this long: a restored server gets them again. */
export const keptFor = 7 * 24 * 3600_000

let items = new Map<number, StoredItem>()
let announced = false

/** Reads the whole outbox into memory, after the vault was opened or another tab changed it. */
export async function loadOutbox(): Promise<void> {
  const db = await database()
  const [keys, rows] = await Promise.all([db.getAllKeys('outbox'), db.getAll('outbox')])
  const loaded = await Promise.all(
    rows.map((row, i) =>
      unseal<StoredItem>('outbox', String(keys[i]), row).then((item) => [keys[i] ?? 0, item] as const),
    ),
  )
  items = new Map(loaded)
  publish()
}

export function forgetOutbox(): void {
  items = new Map()
  publish()
}

export const allItems = (): StoredItem[] => Array.from(items.values())
export const itemAt = (seq: number): StoredItem | undefined => items.get(seq)

/** Items another tab has added since: reads what is not known here. Inside `writing`, before anything is decided. */
export async function catchUp(): Promise<void> {
  const db = await database()
  const unknown = (await db.getAllKeys('outbox')).filter((seq) => !items.has(seq))
  for (const seq of unknown) {
    const item = await freshItem(seq)
    if (item) items.set(seq, item)
  }
  if (unknown.length > 0) items = new Map([...items].sort(([a], [b]) => a - b))
}

/** The items of one record in the order in which they were made. */
export function itemsOf(recordId: string): StoredItem[] {
  return allItems().filter((item) => item.recordId === recordId)
}

/** Many changes in one breath are shown once. */
function publish(): void {
  if (announced) return
  announced = true
  queueMicrotask(() => {
    announced = false
    const all = allItems()
    const unsent = all.filter(isUnsent)
    outboxItems.value = all
    field.unsent = unsent.length
    field.oldestUnsentAt = unsent[0]?.createdAt ?? null
    field.parked = all.filter((item) => item.state === 'PARKED').length
    field.conflicts = all.filter((item) => item.state === 'CONFLICT').length
  })
}

const versions = new Map<number, number>()

/** The row of an item; to be written with whatever belongs to the same change. */
export async function itemChange(item: StoredItem): Promise<Change> {
  const v = (versions.get(item.seq) ?? Date.now()) + 1
  versions.set(item.seq, v)
  const sealed = await seal('outbox', String(item.seq), v, item)
  const row: SealedItem = { ...sealed, unsent: isUnsent(item) }
  return { store: 'outbox', key: item.seq, value: row }
}

/** Writes items and what belongs to them, all or nothing, and shows it. Only inside `writing`. */
export async function commitItems(changed: readonly StoredItem[], more: readonly Change[] = []): Promise<void> {
  const rows = await Promise.all(changed.map(itemChange))
  await commit([...rows, ...more])
  for (const item of changed) items.set(item.seq, item)
  // Order is by number, also after another tab wrote between.
  if (changed.some((item) => item.seq < lastSeq())) items = new Map([...items].sort(([a], [b]) => a - b))
  publish()
  tell('outbox')
}

function lastSeq(): number {
  let last = 0
  for (const seq of items.keys()) last = seq
  return last
}

/** The item as it lies in the store: another tab may have changed it. */
async function freshItem(seq: number): Promise<StoredItem | undefined> {
  const row = await (await database()).get('outbox', seq)
  return row && unseal<StoredItem>('outbox', String(seq), row)
}

/** What changes with an item: rows, and other items. */
export interface Following {
  changes: Change[]
  items: StoredItem[]
}

/**
 * Changes one item, and whatever follows from it. `change` may refuse by returning nothing: then the item has become
 * something else meanwhile.
 */
export async function changeItem(
  seq: number,
  change: (item: StoredItem) => StoredItem | null,
  follow: (item: StoredItem) => Promise<Following> = async () => ({ changes: [], items: [] }),
): Promise<StoredItem | null> {
  return writing(async () => {
    await catchUp()
    const before = await freshItem(seq)
    const after = before && change({ ...before })
    if (!after) return null
    items.set(seq, after)
    try {
      const { changes, items: others } = await follow(after)
      await commitItems([after, ...others.filter((one) => one.seq !== seq)], changes)
    } catch (error) {
      items.set(seq, before)
      throw error
    }
    return after
  })
}

/** Marks in memory only: nobody has to know after a crash that an attempt was under way. */
export function showSending(seq: number, sending: boolean): void {
  const item = items.get(seq)
  if (!item || !isUnsent(item)) return
  items.set(seq, { ...item, state: sending ? 'SENDING' : 'QUEUED' })
  publish()
}

export function showProgress(seq: number, sentBytes: number): void {
  const item = items.get(seq)
  if (!item) return
  items.set(seq, { ...item, sentBytes })
  publish()
}

/** What has been acknowledged or given up long enough ago, with the parts of its attachments. */
export async function pruneOutbox(): Promise<void> {
  const before = clock.now() - keptFor
  await writing(async () => {
    const old = allItems().filter(
      (item) => (item.state === 'DONE' || item.state === 'DROPPED') && Date.parse(item.doneAt ?? '') < before,
    )
    if (old.length === 0) return
    const parts = (await (await database()).getAllKeys('parts')).filter((key) =>
      old.some((item) => item.kind === 'UPLOAD' && key.startsWith(`${uploadId(item)}#`)),
    )
    await commit([
      ...old.map((item): Change => ({ store: 'outbox', key: item.seq })),
      ...parts.map((key): Change => ({ store: 'parts', key })),
    ])
    for (const item of old) items.delete(item.seq)
    publish()
    tell('outbox')
  })
}

export function uploadId(item: OutboxItem): string {
  return (JSON.parse(item.body) as { id: string }).id
}
