import { locale } from '@/i18n'
import { writing, tell } from './channel'
import { setOffice } from './context'
import { copyChange, isCarried, carriedIds, loadCarried, readBase, replayed, type Copy } from './copies'
import { clock } from './clock'
import { noteEpoch } from './epoch'
import { catchUp, commitItems, isStuck, isUnsent, itemsOf, type StoredItem } from './outbox'
import { field, withdrawn } from './state'
import type { Change } from './store'
import { readSync, syncChange, type SyncState } from './syncState'
import type { Withdrawal, WithdrawalReason } from './types'
import { numbered } from './temporaryNumber'
import { asDevice, json } from './wire'

/** What changed for this device since its cursor. */
export interface Changes {
  epoch: string
  cursor: string
  more: boolean
  /** The cursor means nothing (any more): what is not named until the end is not carried. */
  reset: boolean
  serverNow: string
  office?: unknown
  files: { kind: string; id: string; version: number; body: unknown }[]
  withdrawn: { kind: string; id: string; reason: WithdrawalReason }[]
}

/** Withdrawals are told this long. */
const toldFor = 30 * 24 * 3600_000

/** Fetches page after page until the device is up to date; the ids of the files that are others now. */
export async function pull(): Promise<Set<string>> {
  const touched = new Set<string>()
  for (;;) {
    const changes = await fetchPage()
    clock.learn(changes.serverNow)
    await noteEpoch(changes.epoch)
    await writing(() => applyPage(changes, touched))
    if (!changes.more) return touched
  }
}

async function fetchPage(): Promise<Changes> {
  const { cursor } = await readSync()
  const query = new URLSearchParams({ limit: '50', unsent: String(field.unsent) })
  if (cursor) query.set('cursor', cursor)
  if (field.oldestUnsentAt) query.set('oldestUnsentAt', field.oldestUnsentAt)
  // The device's own clock, right or wrong: the office sees how its tablets' clocks go.
  const headers = { 'Accept-Language': locale.value, 'Device-Time': new Date().toISOString() }
  return json<Changes>(await asDevice({ method: 'GET', path: `/api/v1/sync/changes?${query.toString()}`, headers }))
}

/** One page, all or nothing: files, what was done here on top of them, withdrawals, and the cursor. */
async function applyPage(changes: Changes, touched: Set<string>): Promise<void> {
  await catchUp()
  const before = await readSync()
  const named = changes.reset ? (before.named ?? []) : before.named
  const rows: Change[] = []
  const items: StoredItem[] = []
  if (changes.office !== undefined) setOffice(changes.office)

  for (const { kind, id, version, body } of changes.files) {
    const base: Copy = { kind, version, file: body }
    const after = await replayed(id, base, itemsOf(id))
    rows.push(await copyChange('bases', id, base), ...after.changes)
    items.push(...numbered(id, base, after.items))
    named?.push(id)
    touched.add(id)
  }

  const gone: Withdrawal[] = changes.withdrawn
    .filter(({ id }) => isCarried(id) || itemsOf(id).length > 0)
    .map((one) => ({ ...one, at: changes.serverNow }))
  for (const { id, reason } of gone) {
    rows.push(...removal(id))
    items.push(
      ...itemsOf(id)
        .filter(isOpenItem)
        .map((item) => ({ ...item, withdrawn: reason })),
    )
    touched.add(id)
  }

  if (!changes.more) {
    for (const id of await forgotten(named, changes, gone)) {
      rows.push(...removal(id))
      touched.add(id)
    }
  }
  await commitItems(items, [...rows, await syncChange(after(before, changes, named, gone))])
  await loadCarried()
  if (changes.files.length > 0 || gone.length > 0) tell('files')
}

function after(before: SyncState, changes: Changes, named: string[] | null, gone: Withdrawal[]): SyncState {
  const since = Date.parse(changes.serverNow) - toldFor
  const told = [...gone, ...before.withdrawn].filter((one) => Date.parse(one.at) >= since)
  withdrawn.value = told as Withdrawal[]
  field.asOf = changes.serverNow
  return {
    ...before,
    cursor: changes.cursor,
    office: changes.office ?? before.office,
    asOf: changes.serverNow,
    named: changes.more ? named : null,
    withdrawn: told,
  }
}

const isOpenItem = (item: StoredItem) => isUnsent(item) || isStuck(item)
const removal = (id: string): Change[] => [
  { store: 'bases', key: id },
  { store: 'copies', key: id },
]

/**
 * What is not carried any more although nobody said so: after a reset what was not named, and files made here that
 * the server has had and did not give back. A file that exists only here stays while anything of it waits.
 */
async function forgotten(named: string[] | null, changes: Changes, gone: Withdrawal[]): Promise<string[]> {
  const here = new Set([...changes.files.map((file) => file.id), ...gone.map((one) => one.id)])
  const out: string[] = []
  for (const id of carriedIds()) {
    if (here.has(id)) continue
    const onlyHere = (await readBase(id)) === null
    const dropped = onlyHere ? !itemsOf(id).some(isOpenItem) : named !== null && !named.includes(id)
    if (dropped) out.push(id)
  }
  return out
}
