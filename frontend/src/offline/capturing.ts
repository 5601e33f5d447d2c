import { OfflineError } from '@/api/problem'
import { locale } from '@/i18n'
import { recordOf, type CaptureKind } from './captures'
import { writing } from './channel'
import { clock } from './clock'
import { versionOf } from './copies'
import { amend } from './decisions'
import { allItems, catchUp, commitItems, isStuck, isUnsent, itemsOf, type StoredItem } from './outbox'
import { field } from './state'
import { nextSeq } from './store'
import { kick } from './sync'
import { temporaryNumberOf } from './temporaryNumber'

/** The header by which a form says which refused item it has corrected. */
export const amendsHeader = 'Jiahe-Amends'

/** The number of the item that a request takes the place of. */
export function amendedBy(request: Request): number | undefined {
  const seq = Number(request.headers.get(amendsHeader) ?? Number.NaN)
  return Number.isInteger(seq) ? seq : undefined
}

/**
 * One capture: straight to the server while there is one and nothing waits for the same record; else into the outbox.
 * A request that nobody answered goes there too, with its key: the server may have it already.
 */
export async function capture(
  request: Request,
  path: string,
  kind: CaptureKind,
  send: () => Promise<Response>,
): Promise<Response | null> {
  const body = await request.clone().text()
  const recordId = recordOf(kind, path, body)
  if (recordId === undefined) return null
  const key = request.headers.get('Idempotency-Key') ?? crypto.randomUUID()
  const baseVersion = versionOf(request.headers.get('If-Match')) ?? null

  const seq = amendedBy(request)
  if (seq !== undefined) return answerOf(await amend(seq, { key, body, baseVersion }))

  const known = () => allItems().some((item) => item.key === key)
  if (field.online && !isBusy(recordId) && !known()) {
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof OfflineError)) throw error
    }
  }
  const item = await writing(() => keep({ key, body, path, recordId, baseVersion }, kind))
  kick()
  return answerOf(item)
}

/** Whether something of the record has to go, or to be decided, before. */
const isBusy = (recordId: string) => itemsOf(recordId).some((item) => isUnsent(item) || isStuck(item))

type Captured = Pick<StoredItem, 'key' | 'body' | 'path' | 'recordId' | 'baseVersion'>

async function keep(captured: Captured, { kind, step, numbered }: CaptureKind): Promise<StoredItem> {
  await catchUp()
  const twin = allItems().find((item) => item.key === captured.key)
  if (twin) return twin
  const seq = await nextSeq()
  const item: StoredItem = {
    ...captured,
    seq,
    kind: 'COMMAND',
    method: 'POST',
    step,
    capture: kind,
    createdAt: clock.iso(),
    clockOffset: clock.state().offset,
    lang: locale.value,
    state: 'QUEUED',
    attempts: 0,
    temporaryNumber: numbered ? temporaryNumberOf(field.deviceNo, seq) : undefined,
    history: [],
  }
  await commitItems([item])
  return item
}

/** Taken, not yet judged: what was entered, under the number it has for now. */
function answerOf(item: StoredItem): Response {
  const { recordId, temporaryNumber, baseVersion } = item
  const entered = JSON.parse(item.body || '{}') as object
  const headers = new Headers({
    'Content-Type': 'application/json',
    // The version the record will have when nobody else changes it: the next capture on it names this one.
    ETag: `"${(baseVersion ?? 0) + 1}"`,
    'Jiahe-Pending': String(itemsOf(recordId).filter(isUnsent).length),
  })
  if (temporaryNumber) headers.set('Jiahe-Temporary-Number', temporaryNumber)
  return new Response(JSON.stringify({ id: recordId, ...entered, temporaryNumber }), { status: 202, headers })
}
