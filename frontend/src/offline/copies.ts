import type { Problem } from '@/api/problem'
import type { RulesAnswer } from '@/rules/rules'
import { askRules, hasRules } from './context'
import { isUnsent, type StoredItem } from './outbox'
import { field } from './state'
import { database, type Change } from './store'
import { seal, unseal } from './vault'

/** A file on the device, in the form the rules take. */
export interface Copy {
  kind: string
  /** The row version that a step names. */
  version: number
  file: unknown
}

let known = new Set<string>()

/** Which files are carried; known while the vault is open. */
export async function loadCarried(): Promise<void> {
  const db = await database()
  const [bases, copies] = await Promise.all([db.getAllKeys('bases'), db.getAllKeys('copies')])
  known = new Set([...bases, ...copies])
  field.carried = known.size
}

export function forgetCarried(): void {
  known = new Set()
}

export const isCarried = (id: string): boolean => known.has(id)
export const carriedIds = (): string[] => Array.from(known)

async function read(store: 'bases' | 'copies', id: string): Promise<Copy | null> {
  const row = await (await database()).get(store, id)
  return row ? unseal<Copy>(store, id, row) : null
}

/** As the server gave it. */
export const readBase = (id: string): Promise<Copy | null> => read('bases', id)

/** With what was done here. */
export const readCopy = async (id: string): Promise<Copy | null> => (await read('copies', id)) ?? readBase(id)

export async function readAllCopies(): Promise<[id: string, copy: Copy][]> {
  const read = await Promise.all(carriedIds().map(async (id) => [id, await readCopy(id)] as const))
  return read.filter((one): one is [string, Copy] => one[1] !== null)
}

export async function copyChange(store: 'bases' | 'copies', id: string, copy: Copy | null): Promise<Change> {
  return { store, key: id, value: copy ? await seal(store, id, copy.version, copy) : undefined }
}

/** Whether the effect of an item has to be added to this base. */
function adds(item: StoredItem, base: Copy | null): boolean {
  if (item.kind !== 'COMMAND' || item.capture !== undefined) return false
  // A file that was only made here: what was refused must stay readable.
  if (!base) return item.state !== 'DROPPED'
  const answered = item.answeredVersion
  if (isUnsent(item)) return !(item.resent && answered !== undefined && answered <= base.version)
  return item.state === 'DONE' && answered !== undefined && answered > base.version
}

/**
 * Puts what was done here onto a base. What the rules refuse on this base is left out and noted: the server decides
 * about it, with everything it knows.
 */
export function replay(
  base: Copy | null,
  items: readonly StoredItem[],
): { copy: Copy | null; doubts: Map<number, Problem> } {
  const doubts = new Map<number, Problem>()
  let copy: Copy | null = null
  if (!hasRules()) return { copy, doubts }
  for (const item of items) {
    if (!adds(item, base)) continue
    const before: Copy | null = copy ?? base
    const answer: RulesAnswer | null = askRules({
      op: item.step === 'file' ? 'file' : 'request',
      method: item.method,
      path: item.path,
      body: JSON.parse(item.body),
      now: item.createdAt,
      key: item.key,
      lang: item.lang,
      file: before?.file,
    })
    if (answer && answer.status < 400 && answer.file !== undefined) {
      copy = {
        kind: 'CASE_FILE',
        version: versionOf(answer.etag) ?? (before?.version ?? 0) + 1,
        file: answer.file,
      }
    } else if (answer) {
      doubts.set(item.seq, answer.body as Problem)
    }
  }
  return { copy, doubts }
}

export function versionOf(etag: string | null | undefined): number | undefined {
  const version = Number(/^"(\d+)"$/.exec(etag ?? '')?.[1])
  return Number.isNaN(version) ? undefined : version
}

/**
 * The rows after the items of a record changed: its copy anew, and the items whose doubts changed. Only inside
 * `writing`; `items` are those of the record as they will be.
 */
export async function replayed(
  id: string,
  base: Copy | null,
  items: readonly StoredItem[],
): Promise<{ changes: Change[]; items: StoredItem[]; gone: boolean }> {
  const { copy, doubts } = replay(base, items)
  const changed = items
    .filter((item) => isUnsent(item) && doubts.get(item.seq)?.code !== item.doubt?.code)
    .map((item) => ({ ...item, doubt: doubts.get(item.seq) }))
  return { changes: [await copyChange('copies', id, copy)], items: changed, gone: base === null && copy === null }
}
