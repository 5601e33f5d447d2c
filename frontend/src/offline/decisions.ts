import { clock } from './clock'
import { loadCarried, readBase } from './copies'
import { withoutIt } from './drain'
import { changeItem, isStuck, isUnsent, itemAt, type StoredItem } from './outbox'
import { kick } from './sync'
import type { ConflictProblem, Decision, Ruling } from './types'

/** What the mediator decides about what the server refused. Every decision stays with the item. */

function ruled(item: StoredItem, ruling: Omit<Ruling, 'at' | 'problem'>): Ruling[] {
  return [...item.history, { at: clock.iso(), problem: item.problem, ...ruling }]
}

/** Sends it again as it is: what stood against it may be gone. */
export async function retry(seq: number): Promise<void> {
  await changeItem(
    seq,
    (item) =>
      isStuck(item) ? { ...item, state: 'QUEUED', problem: undefined, history: ruled(item, { by: 'RETRIED' }) } : null,
    withoutIt,
  )
  kick()
}

export async function drop(seq: number, reason: string): Promise<void> {
  await changeItem(
    seq,
    (item) =>
      isStuck(item) || isUnsent(item)
        ? { ...item, state: 'DROPPED', doneAt: clock.iso(), history: ruled(item, { by: 'DROPPED', reason }) }
        : null,
    withoutIt,
  )
  await loadCarried()
  kick()
}

/** Settles a conflict. What is taken from the other side replaces ours in what is sent; the rest is sent as ours. */
export async function resolve(seq: number, decisions: Decision[]): Promise<void> {
  const item = itemAt(seq)
  if (!item || item.state !== 'CONFLICT') return
  const merging = item.step === 'correct-particulars'
  if (!merging && decisions.length > 0 && decisions.every((one) => one.take === 'THEIRS')) {
    return drop(seq, 'THEIRS')
  }
  const base = await readBase(item.recordId)
  await changeItem(
    seq,
    (now) => (now.state === 'CONFLICT' ? settled(now, decisions, merging, base?.version ?? now.baseVersion) : null),
    withoutIt,
  )
  kick()
}

function settled(item: StoredItem, decisions: Decision[], merging: boolean, version: number | null): StoredItem {
  const body = merging ? merged(item.body, item.problem, decisions) : replaced(item.body, item.problem, decisions)
  const changed = body !== item.body
  const ruling = { by: 'RESOLVED' as const, decisions, ...(changed ? { key: item.key, body: item.body } : {}) }
  return {
    ...item,
    state: 'QUEUED',
    body,
    // Another body is another command.
    key: changed ? crypto.randomUUID() : item.key,
    baseVersion: item.problem?.currentVersion ?? version,
    problem: undefined,
    history: ruled(item, ruling),
  }
}

interface Correction {
  pointer: string
  base: unknown
  value: unknown
  decided?: 'MINE' | 'THEIRS'
  against?: unknown
}

/** A correction says of every field what was decided, and against which value. */
function merged(text: string, problem: ConflictProblem | undefined, decisions: Decision[]): string {
  const body = JSON.parse(text) as { changes: Correction[] }
  const changes = body.changes.map((change) => {
    const decision = decisions.find((one) => one.pointer === change.pointer)
    const conflict = problem?.conflicts?.find((one) => one.pointer === change.pointer)
    if (!decision || !conflict) return change
    const value = decision.take === 'OTHER' ? decision.value : change.value
    const decided = decision.take === 'THEIRS' ? ('THEIRS' as const) : ('MINE' as const)
    return { ...change, value, decided, against: conflict.theirs }
  })
  return JSON.stringify({ ...body, changes })
}

/** In any other step the value that was decided for takes the place of ours. */
function replaced(text: string, problem: ConflictProblem | undefined, decisions: Decision[]): string {
  const body: unknown = JSON.parse(text)
  let changed = false
  for (const { pointer, take, value } of decisions) {
    const conflict = problem?.conflicts?.find((one) => one.pointer === pointer)
    if (!conflict || take === 'MINE') continue
    changed = put(body, pointer, take === 'OTHER' ? value : conflict.theirs) || changed
  }
  return changed ? JSON.stringify(body) : text
}

/** RFC 6901; false when the body has no such place. */
function put(body: unknown, pointer: string, value: unknown): boolean {
  const path = pointer.split('/').slice(1)
  const last = path.pop()?.replace(/~1/g, '/').replace(/~0/g, '~')
  let at = body as Record<string, unknown> | undefined
  for (const part of path)
    at = at?.[part.replace(/~1/g, '/').replace(/~0/g, '~')] as Record<string, unknown> | undefined
  if (last === undefined || typeof at !== 'object' || at === null || !(last in at)) return false
  at[last] = value
  return true
}
