import type { PaperSummary, PaperView } from '@/api/schema'
import { locale } from '@/i18n'
import { clock } from './clock'
import { askRules } from './context'
import { loadCarried, readBase, type Copy } from './copies'
import { withoutIt } from './drain'
import { changeItem, isStuck, isUnsent, itemAt, type StoredItem } from './outbox'
import { settledBody } from './settling'
import { kick } from './sync'
import { FieldError, type Decision, type Ruling } from './types'

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

/** What stands in the place of a refused command once it was corrected. */
export type Correction = Pick<StoredItem, 'key' | 'body' | 'baseVersion'>

/**
 * A refused item that was corrected: another command. It keeps its place before what was done after it, and its
 * temporary number; what had been sent stays in its history. Refuses with `settled` when it has been decided otherwise meanwhile.
 */
export async function amend(seq: number, correction: Correction): Promise<StoredItem> {
  const amended = await changeItem(seq, (item) => (isStuck(item) ? corrected(item, correction) : null), withoutIt)
  if (!amended) throw new FieldError('settled')
  kick()
  return amended
}

function corrected(item: StoredItem, correction: Correction): StoredItem {
  return {
    ...item,
    ...correction,
    state: 'QUEUED',
    createdAt: clock.iso(),
    clockOffset: clock.state().offset,
    lang: locale.value,
    problem: undefined,
    history: ruled(item, { by: 'AMENDED', key: item.key, body: item.body }),
  }
}

/** Settles a conflict. What was decided is sent as a new command that names what the other side has as its base. */
export async function resolve(seq: number, decisions: Decision[]): Promise<void> {
  const item = itemAt(seq)
  if (!item || item.state !== 'CONFLICT') return
  const merging = item.step === 'correct-particulars' || item.step === 'draft-agreement'
  if (!merging && decisions.length > 0 && decisions.every((one) => one.take === 'THEIRS')) {
    return drop(seq, 'THEIRS')
  }
  const base = await readBase(item.recordId)
  const theirs = base && item.step === 'draft-agreement' ? draftOf(item.recordId, base) : undefined
  const body = settledBody(item.step, item.body, item.problem, decisions, theirs)
  const version = item.problem?.currentVersion ?? base?.version ?? item.baseVersion
  await changeItem(seq, (now) => (now.state === 'CONFLICT' ? settled(now, decisions, body, version) : null), withoutIt)
  kick()
}

/** The draft of the agreement as the server has it, from the last copy that came. */
function draftOf(recordId: string, base: Copy): Record<string, unknown> | undefined {
  const path = `/api/v1/mediation/cases/${recordId}/papers`
  const read = (at: string) => askRules({ op: 'request', method: 'GET', path: at, file: base.file })?.body
  const papers = (read(path) as { items?: PaperSummary[] } | undefined)?.items ?? []
  const draft = papers.find((paper) => paper.form === 'F11' && paper.state === 'DRAFT')
  const paper = draft && (read(`${path}/${draft.id}`) as PaperView | undefined)
  return paper?.content.fields as Record<string, unknown> | undefined
}

function settled(item: StoredItem, decisions: Decision[], body: string, version: number | null): StoredItem {
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
