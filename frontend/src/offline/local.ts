import { OfflineError, type Problem } from '@/api/problem'
import { field as m } from '@/i18n/field'
import { locale } from '@/i18n'
import type { RulesAnswer } from '@/rules/rules'
import type { CaseListItem, Me } from '@/api/schema'
import { chosen, figuresOf, tasksOf, type Round } from './carriedLists'
import { captureOf, type CaptureKind } from './captures'
import { amendedBy, amendsHeader, capture } from './capturing'
import { writing } from './channel'
import { clock } from './clock'
import { askRules } from './context'
import { amend } from './decisions'
import { copyChange, isCarried, loadCarried, readAllCopies, readBase, readCopy, versionOf, type Copy } from './copies'
import { allItems, commitItems, isUnsent, itemsOf, type StoredItem } from './outbox'
import { isReference, keepAnswer, keptAnswer, keptValue, mePath } from './pack'
import { field, temporaryNumber } from './state'
import { nextSeq } from './store'
import { kick, syncNow } from './sync'
import { temporaryNumberOf } from './temporaryNumber'
import { FieldError, type CarriedFile } from './types'
import { asDevice } from './wire'

/**
 * What the web app asks goes through here while the vault is open: what is carried is answered on the device, by the
 * server's own rules; what is done to it goes into the outbox; everything else goes to the server as this device.
 */
export async function route(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  if (!pathname.startsWith('/api/v1/') || pathname.startsWith('/api/v1/auth/')) return fetch(request)
  const answer =
    request.method === 'GET' ? await readHere(pathname, search) : await writeHere(request, pathname, search)
  return answer ?? forward(request, pathname, search)
}

const cases = '/api/v1/mediation/cases'
const tasks = '/api/v1/mediation/tasks'
const worklists = [tasks, '/api/v1/mediation/figures']

/** The file an address is about, and what of it. */
function fileOf(pathname: string): { id: string; part: string } | null {
  const found = /^\/api\/v1\/mediation\/cases\/([0-9a-f-]{36})(?:\/(.*))?$/.exec(pathname)
  return found ? { id: found[1] ?? '', part: found[2] ?? '' } : null
}

/** What of a file the device can show: everything the rules make of it. */
const readable = /^(?:|steps|papers|papers\/[^/]+|performance)$/

/** What of a carried file only the office can show; the page has something of its own when it does not answer. */
const atTheOffice = /^(?:attachments|dossier|timeline|readers)$/

async function readHere(pathname: string, search: string): Promise<Response | null> {
  const file = fileOf(pathname)
  if (!file || !isCarried(file.id) || !readable.test(file.part)) return null
  const copy = await readCopy(file.id)
  const answer = copy && askRules({ op: 'request', method: 'GET', path: pathname + search, file: copy.file })
  // What the rules do not know may be there at the office.
  if (!answer || answer.status === 404) return null
  return responseOf(answer, itemsOf(file.id).filter(isUnsent).length)
}

function responseOf(answer: RulesAnswer, pending: number): Response {
  const type = answer.status < 400 ? 'application/json' : 'application/problem+json'
  const headers = new Headers({ 'Content-Type': type })
  if (answer.etag) headers.set('ETag', answer.etag)
  if (pending > 0) headers.set('Jiahe-Pending', String(pending))
  if (field.asOf) headers.set('Jiahe-As-Of', field.asOf)
  return new Response(JSON.stringify(answer.body), { status: answer.status, headers })
}

/** Steps that have no time of their own in their body; every other one tells when it was done. */
export const timeless = new Set(['decide-duplicate', 'prove-divorce', 'seal-file'])

async function writeHere(request: Request, pathname: string, search: string): Promise<Response | null> {
  if (request.method !== 'POST') return null
  const kind = captureOf(pathname)
  if (kind) return captureHere(request, pathname, search, kind)
  const file = fileOf(pathname)
  const filing = pathname === cases
  // A step is one word: attachments and reveals are no business of the rules.
  const step = filing ? 'file' : (file?.part ?? '')
  if (!filing && !(file && isCarried(file.id) && /^[a-z-]+$/.test(step) && step !== 'attachments')) return null
  const typed = await request.clone().text()
  const seq = filing ? amendedBy(request) : undefined
  try {
    if (seq !== undefined) return await fileAnew(request, pathname, typed, seq)
    const made = await writing(() => take(request, pathname, step, typed, file?.id ?? null))
    if (made) kick()
    return made
  } catch (error) {
    if (error instanceof FieldError) return refusal(error)
    throw error
  }
}

async function captureHere(request: Request, pathname: string, search: string, kind: CaptureKind) {
  const send = async () => asDevice(await outgoing(request.clone(), pathname + search, patience))
  try {
    return await capture(request, pathname, kind, send)
  } catch (error) {
    if (error instanceof FieldError) return refusal(error)
    throw error
  }
}

/** Judges one step and, when the rules allow it, writes it down with the new copy of the file, both or neither. */
async function take(
  request: Request,
  path: string,
  step: string,
  typed: string,
  fileId: string | null,
): Promise<Response | null> {
  const key = request.headers.get('Idempotency-Key') ?? crypto.randomUUID()
  const twin = allItems().find((item) => item.key === key)
  if (twin) return readHere(`${cases}/${twin.recordId}`, '')

  const text = dated(typed, step)
  const body = JSON.parse(text) as { id?: string }
  const [before, base] = fileId ? [await readCopy(fileId), await readBase(fileId)] : [null, null]
  const now = clock.iso()
  const op = fileId ? 'request' : 'file'
  const answer = askRules({ op, method: 'POST', path, body, now, key, file: before?.file })
  if (!answer || isForTheOffice(answer)) return null
  if (answer.status >= 400) return responseOf(answer, 0)
  if (answer.file === undefined) return null

  const recordId = fileId ?? (answer.body as { id: string }).id
  const version = versionOf(answer.etag) ?? (before?.version ?? 0) + 1
  const copy: Copy = { kind: before?.kind ?? 'CASE_FILE', version, file: answer.file }
  const seq = await nextSeq()
  const item: StoredItem = {
    seq,
    key,
    kind: 'COMMAND',
    method: 'POST',
    path,
    step,
    body: text,
    baseVersion: fileId ? (base?.version ?? 1) : null,
    recordId,
    createdAt: now,
    clockOffset: clock.state().offset,
    lang: locale.value,
    state: 'QUEUED',
    attempts: 0,
    temporaryNumber: fileId ? undefined : temporaryNumberOf(field.deviceNo, seq),
    history: [],
  }
  await commitItems([item], [await copyChange('copies', recordId, copy)])
  if (!isCarried(recordId)) await loadCarried()
  const response = responseOf(answer, 1)
  if (item.temporaryNumber) response.headers.set('Jiahe-Temporary-Number', item.temporaryNumber)
  return response
}

/** An application that the server refused, corrected: it takes the place of the refused one. */
async function fileAnew(request: Request, path: string, typed: string, seq: number): Promise<Response | null> {
  const key = request.headers.get('Idempotency-Key') ?? crypto.randomUUID()
  const body = dated(typed, 'file')
  const answer = askRules({ op: 'file', method: 'POST', path, body: JSON.parse(body), now: clock.iso(), key })
  if (!answer || isForTheOffice(answer)) return null
  if (answer.status >= 400) return responseOf(answer, 0)
  const { temporaryNumber: number } = await amend(seq, { key, body, baseVersion: null })
  const response = responseOf(answer, 1)
  if (number) response.headers.set('Jiahe-Temporary-Number', number)
  return response
}

/** A step the rules do not know, or know that only the office can take it: numbers, seals, the directory. */
function isForTheOffice({ status, body }: RulesAnswer): boolean {
  return status === 404 || (body as { code?: string }).code === 'sync.office-only'
}

/** The body with the time of the act; untouched when it has one. */
function dated(text: string, step: string): string {
  const body = JSON.parse(text || '{}') as Record<string, unknown>
  if (timeless.has(step) || (body.occurredAt !== undefined && body.occurredAt !== null)) return text
  return JSON.stringify({ ...body, occurredAt: clock.iso() })
}

/** What the device itself cannot do, as the forms know how to show it. */
function refusal(error: FieldError): Response {
  const full = error.code === 'storage_full'
  const settled = error.code === 'settled'
  const problem: Problem = {
    type: 'about:blank',
    title: full ? m.storageFull : settled ? m.settled : m.locked,
    detail: full ? m.storageFullHelp : settled ? m.settledHelp : undefined,
    status: full ? 507 : settled ? 409 : 503,
    code: error.code,
  }
  const headers = { 'Content-Type': 'application/problem+json' }
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}

/** A page must not wait long for a server that is not there, when something is kept here. */
const patience = 5_000

async function forward(request: Request, pathname: string, search: string): Promise<Response> {
  const reads = request.method === 'GET'
  if (!reads) await sendFirst(pathname)
  const file = fileOf(pathname)
  const beside = reads && file !== null && isCarried(file.id) && atTheOffice.test(file.part)
  const here = reads && (isReference(pathname) || pathname === cases || worklists.includes(pathname))
  if (here && !field.online) {
    const kept = await answerHere(pathname, search)
    if (kept) {
      kick()
      return kept
    }
  }
  try {
    const response = await asDevice(await outgoing(request, pathname + search, here || beside ? patience : undefined))
    if (response.ok && isReference(pathname)) {
      await keepAnswer(pathname + search, await response.clone().text(), response.headers.get('ETag'))
    }
    return response
  } catch (error) {
    const kept = here && error instanceof OfflineError ? await answerHere(pathname, search) : null
    if (kept) return kept
    throw error
  }
}

async function outgoing(request: Request, path: string, wait: number | undefined) {
  const headers = Object.fromEntries(request.headers.entries())
  Reflect.deleteProperty(headers, amendsHeader.toLowerCase())
  const body = request.method === 'GET' ? undefined : await request.arrayBuffer()
  if (body) {
    headers['device-seq'] = String(await nextSeq())
    headers['device-time'] = clock.iso()
  }
  return { method: request.method, path, headers, body, signal: request.signal, patience: wait }
}

/** What only the server can decide comes after everything that was done here to the same file. */
async function sendFirst(pathname: string): Promise<void> {
  const id = fileOf(pathname)?.id
  const waits = () => id !== undefined && itemsOf(id).some((item) => item.kind === 'COMMAND' && isUnsent(item))
  if (!waits()) return
  await syncNow()
  if (waits()) throw new OfflineError('what was done before on this file has not been sent')
}

/** Lists and reference data, from what is carried. */
async function answerHere(pathname: string, search: string): Promise<Response | null> {
  if (isReference(pathname)) return keptAnswer(pathname + search)
  const files = (await readAllCopies()).map(([, copy]) => copy.file)
  const op = pathname === cases ? 'list' : 'home'
  const answer = askRules({ op, method: 'GET', path: pathname, files })
  if (!answer) return null
  if (answer.status >= 400) return responseOf(answer, 0)
  if (op === 'list') {
    const items = chosen((answer.body as { items: CaseListItem[] }).items, new URLSearchParams(search))
    return responseOf({ ...answer, body: { items } }, 0)
  }
  const { items } = answer.body as { items: Round[] }
  const body = pathname === tasks ? tasksOf(items, await ownRoles()) : figuresOf(items)
  return responseOf({ ...answer, body }, 0)
}

async function ownRoles(): Promise<string[]> {
  const me = await keptValue<Me>(mePath)
  return (me?.roles ?? []).map(({ role }) => role)
}

/** The carried files as the list shows them. */
export async function carriedFiles(): Promise<CarriedFile[]> {
  const copies = await readAllCopies()
  const files = copies.map(([, copy]) => copy.file)
  const answer = askRules({ op: 'list', method: 'GET', path: cases, files })
  const rows = (answer?.body as { items?: CaseListItem[] } | undefined)?.items ?? []
  return copies.map(([id, { version }]) => ({
    id,
    version,
    pending: itemsOf(id).filter(isUnsent).length,
    temporaryNumber: temporaryNumber(id),
    row: rows.find((row) => row.id === id),
  }))
}
