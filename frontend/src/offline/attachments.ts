import { toHex, uuidv7, type Bytes } from './bytes'
import { writing } from './channel'
import { clock } from './clock'
import { deliver, inLife } from './drain'
import { allItems, commitItems, isStuck, isUnsent, showProgress, uploadId, type StoredItem } from './outbox'
import { locale } from '@/i18n'
import { field } from './state'
import { database, nextSeq, type Change } from './store'
import { FieldError, type AttachmentFacts, type LocalAttachment } from './types'
import { digest, isOpen, sealBytes, unsealBytes } from './vault'
import { json, send } from './wire'

/** What the server takes at once. */
const chunkSize = 262_144

interface Announced extends AttachmentFacts {
  id: string
  size: number
  sha256: string
}

const folder = (caseId: string) => `/api/v1/mediation/cases/${encodeURIComponent(caseId)}/attachments`

/** Adds an attachment; its id. On an open device it is sealed in parts and sent after what was done before it. */
export async function attach(caseId: string, content: Blob, facts: AttachmentFacts): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer())
  const sha256 = toHex(await digest(bytes))
  const announced: Announced = { id: uuidv7(clock.now()), ...facts, size: bytes.length, sha256 }
  if (isOpen()) await putIntoOutbox(caseId, announced, bytes)
  else await sendAtOnce(caseId, announced, bytes)
  return announced.id
}

function chunks(bytes: Bytes): Bytes[] {
  const count = Math.max(1, Math.ceil(bytes.length / chunkSize))
  return Array.from({ length: count }, (_, n) => bytes.slice(n * chunkSize, (n + 1) * chunkSize))
}

async function putIntoOutbox(caseId: string, announced: Announced, bytes: Bytes): Promise<void> {
  const rows = await Promise.all(
    chunks(bytes).map(async (part, n): Promise<Change> => {
      const key = `${announced.id}#${n}`
      return { store: 'parts', key, value: await sealBytes('parts', key, 1, part) }
    }),
  )
  await writing(async () => {
    const seq = await nextSeq()
    const item: StoredItem = {
      seq,
      key: crypto.randomUUID(),
      completeKey: crypto.randomUUID(),
      kind: 'UPLOAD',
      method: 'POST',
      path: folder(caseId),
      step: 'attachment',
      body: JSON.stringify(announced),
      baseVersion: null,
      recordId: caseId,
      createdAt: clock.iso(),
      clockOffset: clock.state().offset,
      lang: locale.value,
      state: 'QUEUED',
      attempts: 0,
      sentBytes: 0,
      totalBytes: announced.size,
      fileName: announced.fileName,
      history: [],
    }
    await commitItems([item], rows)
  })
}

/** An attachment goes when nothing that was done before it on its file waits, and the file itself is there. */
export function nextUpload(): StoredItem | undefined {
  const waiting = new Set<string>()
  for (const item of allItems()) {
    if (item.kind === 'UPLOAD' && isUnsent(item) && !waiting.has(item.recordId)) return item
    if (item.kind === 'COMMAND' && (isUnsent(item) || (isStuck(item) && item.step === 'file')))
      waiting.add(item.recordId)
  }
  return undefined
}

/**
 * Announces, sends the parts that are missing, and closes. Returns the answer that decides about the item, or nothing
 * when commands came in between: they go first.
 */
export async function sendUpload(item: StoredItem, interrupted: () => boolean): Promise<Response | null> {
  const { id } = JSON.parse(item.body) as Announced
  const place = `${item.path}/${id}`
  const headers = { 'Accept-Language': item.lang, ...inLife(field.epoch) }
  const write = (key: string) => ({ ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': key })

  const opened = await deliver({ method: 'POST', path: item.path, body: item.body, headers: write(item.key) })
  if (!opened.ok) return opened
  const progress = await deliver({ method: 'GET', path: `${place}/progress`, headers })
  if (progress.status === 404) {
    // Announced, and thrown away since (30 days are over): the old key only repeats the old answer.
    const anew = await deliver({
      method: 'POST',
      path: item.path,
      body: item.body,
      headers: write(crypto.randomUUID()),
    })
    if (!anew.ok) return anew
  } else if (!progress.ok && progress.status !== 403) return progress
  // A revoked tablet that hands in what it holds is shown nothing, not even this: it sends every part.
  const known = progress.ok ? await json<{ received: number[]; state: string }>(progress) : null
  if (known?.state !== 'READY') {
    const there = new Set(known?.received)
    const total = item.totalBytes ?? 0
    for (let n = 0; n * chunkSize < Math.max(total, 1); n++) {
      if (interrupted()) return null
      if (!there.has(n)) {
        const put = await deliver({
          method: 'PUT',
          path: `${place}/chunks/${n}`,
          body: await part(id, n),
          headers: { ...headers, 'Content-Type': 'application/octet-stream' },
        })
        if (!put.ok) return put
      }
      showProgress(item.seq, Math.min(total, (n + 1) * chunkSize))
    }
  }
  const key = item.completeKey ?? item.key
  return deliver({ method: 'POST', path: `${place}/complete`, headers: write(key) })
}

async function part(id: string, n: number): Promise<ArrayBuffer> {
  const key = `${id}#${n}`
  const row = await (await database()).get('parts', key)
  if (!row) throw new FieldError('damaged')
  return unsealBytes('parts', key, row)
}

/** From an ordinary browser: the same requests, one after another, with the session. */
async function sendAtOnce(caseId: string, announced: Announced, bytes: Bytes): Promise<void> {
  const place = `${folder(caseId)}/${announced.id}`
  const write = () => ({
    'Accept-Language': locale.value,
    'Content-Type': 'application/json',
    'Idempotency-Key': crypto.randomUUID(),
  })
  const post = async (path: string, body?: string) =>
    json(await send({ method: 'POST', path, body, headers: write() }, {}, true))
  await post(folder(caseId), JSON.stringify(announced))
  for (const [n, chunk] of chunks(bytes).entries()) {
    const headers = { 'Accept-Language': locale.value, 'Content-Type': 'application/octet-stream' }
    await json(await send({ method: 'PUT', path: `${place}/chunks/${n}`, body: chunk, headers }, {}, true))
  }
  await post(`${place}/complete`)
}

/** What of a file's attachments has not arrived at the server. */
export function localAttachments(caseId: string): LocalAttachment[] {
  return allItems()
    .filter((item) => item.kind === 'UPLOAD' && item.recordId === caseId && (isUnsent(item) || isStuck(item)))
    .map((item) => {
      const told: AttachmentFacts & { id: string; size: number } = JSON.parse(item.body)
      return { ...told, caseId, sentBytes: item.sentBytes ?? 0, state: item.state }
    })
}

export async function attachmentContent(id: string): Promise<Blob> {
  const item = allItems().find((one) => one.kind === 'UPLOAD' && uploadId(one) === id)
  if (!item) throw new FieldError('damaged')
  const { size, mediaType } = JSON.parse(item.body) as Announced
  const count = Math.max(1, Math.ceil(size / chunkSize))
  const parts = await Promise.all(Array.from({ length: count }, (_, n) => part(id, n)))
  return new Blob(parts, { type: mediaType })
}
