import { OfflineError, ProblemError, problemOf } from '@/api/problem'
import { locale } from '@/i18n'
import { field as m } from '@/i18n/field'
import { nextUpload, sendUpload } from './attachments'
import { clock } from './clock'
import { loadCarried, readBase, replayed, versionOf } from './copies'
import {
  allItems,
  changeItem,
  isStuck,
  isUnsent,
  itemAt,
  itemsOf,
  showSending,
  type Following,
  type StoredItem,
} from './outbox'
import { field } from './state'
import { unnumbered } from './temporaryNumber'
import { FieldError, type ConflictProblem, type Fate } from './types'
import { isOpen } from './vault'
import { asDevice } from './wire'

/** Why a round ended: nothing left that can go, or nobody to take it (again after `wait` seconds, if they said so). */
export interface RoundEnd {
  finished: boolean
  /** Files whose steps got an answer. */
  touched: Set<string>
  wait?: number
}

/** Nothing can be sent for now. */
export class Halt extends Error {
  constructor(readonly wait?: number) {
    super('halt')
  }
}

/** The server has begun another life: what it lacks goes first. */
class NewLife extends Error {}

/** Records at a time: a slow line gains nothing from more. */
const parallel = 2

/**
 * Sends what waits: in order within a record, records side by side. What the server refuses is parked and holds up
 * only its own record; what nobody answered stays where it is. Nothing is ever given up here.
 */
export async function drain(): Promise<RoundEnd> {
  const touched = new Set<string>()
  field.draining = true
  try {
    for (;;) {
      try {
        const lanes = readyLanes()
        if (lanes.length > 0) await sendLanes(lanes, touched)
        else if (!(await sendNextUpload(touched))) return { finished: true, touched }
      } catch (error) {
        if (!(error instanceof NewLife)) throw error
      }
    }
  } catch (error) {
    if (error instanceof Halt) return { finished: false, touched, wait: error.wait }
    throw error
  } finally {
    field.draining = false
  }
}

/** What can go now, by record: everything unsent that no refused step stands before. */
export function readyLanes(): StoredItem[][] {
  const lanes = new Map<string, StoredItem[]>()
  const held = new Set<string>()
  for (const item of allItems()) {
    if (item.kind !== 'COMMAND' || held.has(item.recordId)) continue
    if (isStuck(item)) held.add(item.recordId)
    else if (isUnsent(item)) lanes.set(item.recordId, [...(lanes.get(item.recordId) ?? []), item])
  }
  return Array.from(lanes.values())
}

async function sendLanes(lanes: StoredItem[][], touched: Set<string>): Promise<void> {
  const life = field.epoch
  let halt: unknown = null
  const worker = async () => {
    for (let lane = lanes.shift(); lane && !halt; lane = lanes.shift()) {
      for (const item of lane) {
        if (halt) return
        try {
          if (!(await sendCommand(item, life, touched))) break
        } catch (error) {
          halt ??= error
        }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(parallel, lanes.length) }, worker))
  if (halt) throw halt
}

/** Sends one command to the life of the server that the order was made for; true when the next of its record may follow. */
async function sendCommand(item: StoredItem, life: string | null, touched: Set<string>): Promise<boolean> {
  const current = itemAt(item.seq)
  if (!current || !isUnsent(current)) return true
  showSending(item.seq, true)
  let response: Response
  try {
    response = await deliver({
      method: current.method,
      path: current.path,
      body: current.body,
      headers: {
        'Content-Type': 'application/json',
        'Accept-Language': current.lang || locale.value,
        'Idempotency-Key': current.key,
        'Device-Seq': String(current.seq),
        // a refusal holds until its user has decided; a copy on the line is no new try
        'Device-Try': String(current.history.length + 1),
        'Device-Time': clock.beside(current.createdAt, current.clockOffset),
        ...(current.baseVersion === null ? {} : { 'If-Match': `"${current.baseVersion}"` }),
        ...inLife(life),
      },
    })
  } finally {
    showSending(item.seq, false)
  }
  const answeredBy = response.headers.get('Sync-Epoch') ?? field.epoch
  // An answer of a life that is over by now: the item is in the queue again already.
  if (answeredBy !== field.epoch) return false
  touched.add(item.recordId)
  return settle(item.seq, response, answeredBy)
}

/** A server of another life refuses what names this one: a restored server must get what it has lost first. */
export const inLife = (life: string | null): Record<string, string> => (life === null ? {} : { 'Sync-Epoch': life })

/** Sends with the device's token; throws `Halt` for every answer that is about the moment and not about the item. */
export async function deliver(out: Parameters<typeof asDevice>[0]): Promise<Response> {
  if (!isOpen()) throw new Halt()
  let response: Response
  try {
    response = await asDevice(out)
  } catch (error) {
    if (error instanceof OfflineError || error instanceof ProblemError || error instanceof FieldError) throw new Halt()
    throw error
  }
  if (!isOpen()) throw new Halt()
  if (response.ok) return response
  const { status } = response
  const { code } = await problemOf(response.clone())
  if (code === 'epoch_changed') throw new NewLife()
  const momentary =
    status >= 500 ||
    [401, 408, 425, 429].includes(status) ||
    ['idempotency_in_flight', 'device_not_approved'].includes(code)
  if (momentary) throw new Halt(Number(response.headers.get('Retry-After')) || undefined)
  return response
}

async function settle(seq: number, response: Response, epoch: string | null): Promise<boolean> {
  if (response.ok) {
    const answer = await answerOf(response)
    await changeItem(seq, (item) => acknowledged(item, answer, response, epoch), numberFollows(answer))
    return true
  }
  const problem: ConflictProblem = await problemOf(response)
  if (isFromALostTime(seq, problem)) {
    await changeItem(seq, (item) => ({ ...item, baseVersion: problem.currentVersion ?? null }))
    return false
  }
  const state: Fate = problem.code === 'conflict' ? 'CONFLICT' : 'PARKED'
  // What the user gave up while it was on its way stays given up.
  await changeItem(seq, (item) => (isUnsent(item) ? refused(item, state, problem) : null), withoutIt)
  await loadCarried()
  return false
}

/** The step names a version that a restored server has not come to again: it is judged on the file as it stands. */
function isFromALostTime(seq: number, { status, currentVersion }: ConflictProblem): boolean {
  const named = itemAt(seq)?.baseVersion ?? 0
  return status === 412 && currentVersion !== undefined && currentVersion < named
}

/** What is worth keeping of an answer: what names the record, not its content, which comes with the changes. */
async function answerOf(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json().catch(() => null)
  if (typeof body !== 'object' || body === null) return {}
  const { id, number, version, state } = body as Record<string, unknown>
  return { id, number, version, state }
}

function acknowledged(
  item: StoredItem,
  answer: Record<string, unknown>,
  response: Response,
  epoch: string | null,
): StoredItem {
  const version = versionOf(response.headers.get('ETag')) ?? answer.version
  return {
    ...item,
    state: 'DONE',
    attempts: item.attempts + 1,
    answer,
    answeredVersion: typeof version === 'number' ? version : undefined,
    epoch: epoch ?? undefined,
    doneAt: clock.iso(),
    problem: undefined,
    doubt: undefined,
  }
}

export function refused(item: StoredItem, state: Fate, problem: ConflictProblem): StoredItem {
  return { ...item, state, problem, attempts: item.attempts + 1, lastTriedAt: clock.iso(), doubt: undefined }
}

/** A number that came with an answer belongs to the application that waits for it. */
function numberFollows(answer: Record<string, unknown>) {
  return async (item: StoredItem): Promise<Following> => {
    const { number } = answer
    const filed = unnumbered(item.recordId)
    if (typeof number !== 'string' || !filed) return { changes: [], items: [] }
    if (filed.seq === item.seq) item.number = number
    return { changes: [], items: filed.seq === item.seq ? [] : [{ ...filed, number }] }
  }
}

/** The copy of the file without what was refused or given up. */
export async function withoutIt(item: StoredItem): Promise<Following> {
  if (item.kind !== 'COMMAND' || item.capture !== undefined) return { changes: [], items: [] }
  const items = itemsOf(item.recordId).map((one) => (one.seq === item.seq ? item : one))
  const { changes, items: changed } = await replayed(item.recordId, await readBase(item.recordId), items)
  return { changes, items: changed }
}

async function sendNextUpload(touched: Set<string>): Promise<boolean> {
  const item = nextUpload()
  if (!item) return false
  showSending(item.seq, true)
  try {
    const response = await sendUpload(item, () => readyLanes().length > 0)
    if (!response) return true
    touched.add(item.recordId)
    await settle(item.seq, response, response.headers.get('Sync-Epoch') ?? field.epoch)
  } catch (error) {
    if (!(error instanceof FieldError) || error.code !== 'damaged') throw error
    const problem = { type: 'about:blank', title: m.damaged, status: 0, code: 'damaged' }
    await changeItem(item.seq, (one) => refused(one, 'PARKED', problem))
  } finally {
    showSending(item.seq, false)
  }
  return true
}
