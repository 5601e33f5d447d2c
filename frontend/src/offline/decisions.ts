import { clock } from './clock'
import { askRules } from './context'
import { loadCarried, readBase } from './copies'
import { withoutIt } from './drain'
import { changeItem, isStuck, isUnsent, itemAt, type StoredItem } from './outbox'
import { decidedCorrection, decidedDraft, decidedOtherwise } from './merging'
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

/** Settles a conflict: what was decided goes up as a new command, and what was sent before stays in the history. */
export async function resolve(seq: number, decisions: Decision[]): Promise<void> {
  const item = itemAt(seq)
  if (!item?.problem || item.state !== 'CONFLICT') return
  const body = await decided(item, item.problem, decisions)
  if (body === null) return drop(seq, 'THEIRS')
  const base = await readBase(item.recordId)
  await changeItem(
    seq,
    (now) => (now.state === 'CONFLICT' ? settled(now, body, decisions, base?.version ?? now.baseVersion) : null),
    withoutIt,
  )
  kick()
}

/** The body that carries the decision; null when nothing of ours is left. */
async function decided(item: StoredItem, problem: ConflictProblem, decisions: Decision[]): Promise<string | null> {
  if (item.step === 'correct-particulars') return decidedCorrection(item.body, problem, decisions)
  if (item.step === 'draft-agreement') {
    const there = await draftOf(item.recordId)
    if (there) return decidedDraft(item.body, there, decisions)
  }
  const nothingOfOurs = decisions.length > 0 && decisions.every((one) => one.take === 'THEIRS')
  return nothingOfOurs ? null : decidedOtherwise(item.body, problem, decisions)
}

/** The draft of the agreement as the office has it, when it is carried. */
async function draftOf(recordId: string): Promise<Record<string, unknown> | null> {
  const base = await readBase(recordId)
  if (!base) return null
  const path = `/api/v1/mediation/cases/${recordId}/papers`
  const ask = (address: string) => askRules({ op: 'request', method: 'GET', path: address, file: base.file })?.body
  const list = ask(path) as { items?: { id: string; form: string; state: string }[] } | undefined
  const draft = list?.items?.find(({ form, state }) => form === 'F11' && state === 'DRAFT')
  const paper = draft && (ask(`${path}/${draft.id}`) as { content?: { fields?: Record<string, unknown> } } | undefined)
  return paper?.content?.fields ?? null
}

function settled(item: StoredItem, body: string, decisions: Decision[], version: number | null): StoredItem {
  const changed = body !== item.body
  const ruling = { by: 'RESOLVED' as const, decisions, ...(changed ? { key: item.key, body: item.body } : {}) }
  return {
    ...item,
    state: 'QUEUED',
    body,
    // Another body is another command.
    key: changed ? crypto.randomUUID() : item.key,
    baseVersion: version,
    problem: undefined,
    history: ruled(item, ruling),
  }
}
