import { reactive, shallowReactive } from 'vue'
import { api, Command, read } from '@/api/client'
import { isTransient, ProblemError } from '@/api/problem'
import { queryClient } from '@/api/queryClient'
import type { AddAttachment, Attachment } from '@/api/schema'
import { attachments as m } from '@/i18n/attachments'
import { attach, field } from '@/offline/state'
import { toast } from '@/ui/toasts'

/** What is taken, with the extensions it goes under: the server's own list (`documents/src/kinds.rs`). */
const kinds: Record<string, { extensions: readonly string[]; megabytes: number }> = {
  'image/jpeg': { extensions: ['jpg', 'jpeg'], megabytes: 20 },
  'image/png': { extensions: ['png'], megabytes: 20 },
  'image/webp': { extensions: ['webp'], megabytes: 20 },
  'application/pdf': { extensions: ['pdf'], megabytes: 20 },
  'audio/mpeg': { extensions: ['mp3'], megabytes: 200 },
  'audio/mp4': { extensions: ['m4a'], megabytes: 200 },
  'audio/wav': { extensions: ['wav'], megabytes: 200 },
  'audio/webm': { extensions: ['webm', 'weba'], megabytes: 200 },
  'audio/ogg': { extensions: ['ogg', 'oga', 'opus'], megabytes: 200 },
  'video/mp4': { extensions: ['mp4'], megabytes: 200 },
}

/** For the file chooser. */
export const accepted = Object.values(kinds)
  .flatMap((kind) => kind.extensions.map((extension) => `.${extension}`))
  .join(',')

/** What is told of a file besides its content. */
export type Told = Pick<AddAttachment, 'fileName' | 'takenAt' | 'endedAt' | 'recordingAgreed' | 'note'>

/**
 * The media type a file is announced under. Browsers name the same thing in many ways (`audio/x-m4a`, nothing at all),
 * so the name decides, and the content is looked at by the server.
 */
export function mediaTypeOf(name: string, declared: string): string | null {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const essence = declared.split(';')[0]?.trim() ?? ''
  const own = kinds[essence]
  if (own?.extensions.includes(extension)) return essence
  return Object.keys(kinds).find((type) => kinds[type]?.extensions.includes(extension)) ?? null
}

/** Why a file cannot be taken, before a byte is sent. */
export function obstacle(size: number, mediaType: string | null): 'type' | 'empty' | { tooLarge: number } | null {
  const kind = mediaType ? kinds[mediaType] : undefined
  if (!kind) return 'type'
  if (size === 0) return 'empty'
  return size > kind.megabytes * 1024 * 1024 ? { tooLarge: kind.megabytes } : null
}

async function digestOf(content: Blob): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', await content.arrayBuffer())
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A part that did not get through is sent so often before the person is asked. */
const attempts = 5
const pause = (attempt: number) => new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt))

async function persistently<T>(send: () => Promise<T>, wait = pause): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await send()
    } catch (error) {
      if (!isTransient(error) || attempt + 1 >= attempts) throw error
      await wait(attempt)
    }
  }
}

/**
 * A file on its way to a case. It is announced once, sent in parts, and declared whole; `run` after a failure goes on
 * with the parts the server does not have. Its id and its keys are born with it, so nothing happens twice.
 */
export class Upload {
  readonly id: string
  readonly view: { state: 'waiting' | 'sending' | 'checking' | 'failed' | 'done'; sent: number; error: unknown }
  private announced = false
  private announcement = new Command()

  constructor(
    readonly caseId: string,
    readonly content: Blob,
    readonly told: Told,
    readonly mediaType: string,
    /** An upload of the same file that was begun earlier, perhaps on another day. */
    begun?: string,
    private wait = pause,
  ) {
    this.id = begun ?? crypto.randomUUID()
    this.announced = begun !== undefined
    this.view = reactive({ state: 'waiting', sent: 0, error: null })
  }

  /** The same file under another id. */
  anew(): Upload {
    const upload = new Upload(this.caseId, this.content, this.told, this.mediaType)
    waiting.set(this.caseId, [...uploadsOf(this.caseId), upload])
    return upload
  }

  async run(): Promise<Attachment> {
    this.view.error = null
    this.view.state = 'sending'
    try {
      await this.announce()
      await this.sendMissing()
      this.view.state = 'checking'
      const whole = await this.complete()
      this.view.state = 'done'
      return whole
    } catch (error) {
      this.view.error = error
      this.view.state = 'failed'
      throw error
    }
  }

  private async announce(): Promise<void> {
    if (this.announced) return
    const { id, mediaType } = this
    const body = { id, ...this.told, mediaType, size: this.content.size, sha256: await digestOf(this.content) }
    const params = { path: { id: this.caseId }, header: this.announcement.header() }
    await persistently(() => read(api.POST('/api/v1/mediation/cases/{id}/attachments', { params, body })), this.wait)
    this.announced = true
  }

  private async sendMissing(): Promise<void> {
    const path = { id: this.caseId, fileId: this.id }
    const progress = () =>
      read(api.GET('/api/v1/mediation/cases/{id}/attachments/{fileId}/progress', { params: { path } }))
    const { value } = await persistently(progress, this.wait)
    if (value.state === 'READY') return
    const there = new Set(value.received)
    const count = Math.ceil(this.content.size / value.chunkSize)
    const part = (n: number) => this.content.slice(n * value.chunkSize, (n + 1) * value.chunkSize)
    this.view.sent = 0
    for (const n of there) this.view.sent += part(n).size
    for (let n = 0; n < count; n++) {
      if (there.has(n)) continue
      const bytes = part(n)
      await persistently(
        () =>
          read(
            api.PUT('/api/v1/mediation/cases/{id}/attachments/{fileId}/chunks/{n}', {
              params: { path: { ...path, n } },
              body: bytes as never,
              bodySerializer: (body) => body as never,
              headers: { 'Content-Type': 'application/octet-stream' },
            }),
          ),
        this.wait,
      )
      this.view.sent += bytes.size
    }
  }

  private async complete(): Promise<Attachment> {
    const params = { path: { id: this.caseId, fileId: this.id }, header: new Command().header() }
    const finish = () => read(api.POST('/api/v1/mediation/cases/{id}/attachments/{fileId}/complete', { params }))
    return (await persistently(finish, this.wait)).value
  }
}

/** Uploads of this tab that are not done, by case: leaving the page does not end them. */
const waiting = shallowReactive(new Map<string, Upload[]>())

export const uploadsOf = (caseId: string): Upload[] => waiting.get(caseId) ?? []

/** Sends a file; what fails stays on the list until it is gone on with or given up. */
export async function send(upload: Upload): Promise<void> {
  try {
    const whole = await upload.run()
    forget(upload)
    toast(m.added(whole.fileName))
  } catch {
    // said in the row of the upload
  }
  await queryClient.invalidateQueries({ queryKey: ['case', upload.caseId] })
}

/** Under its old id the server knows nothing of it any more: then it begins anew. */
export async function resume(upload: Upload): Promise<void> {
  if (!isGone(upload.view.error)) return send(upload)
  const anew = upload.anew()
  forget(upload)
  return send(anew)
}

/**
 * Brings a file to a case, and says under which id. An open tablet keeps it and sends it when there is a network; in a
 * browser it goes at once, and what of it was begun earlier is gone on with.
 */
export async function bring(
  caseId: string,
  content: Blob,
  told: Told,
  known: readonly Attachment[],
): Promise<string | null> {
  const mediaType = mediaTypeOf(told.fileName, content.type)
  if (!mediaType || obstacle(content.size, mediaType)) return null
  if (field.state === 'open') {
    const { fileName, takenAt, endedAt, recordingAgreed, note } = told
    const id = await attach(caseId, content, {
      fileName,
      mediaType,
      takenAt: takenAt ?? undefined,
      endedAt: endedAt ?? undefined,
      recordingAgreed: recordingAgreed ?? undefined,
      note: note ?? undefined,
    })
    toast(m.kept(fileName))
    await queryClient.invalidateQueries({ queryKey: ['case', caseId, 'attachments'] })
    return id
  }
  const sha256 = await digestOf(content)
  const begun = known.find((one) => one.state === 'UPLOADING' && one.sha256 === sha256 && one.size === content.size)
  const upload = new Upload(caseId, content, told, mediaType, begun?.id)
  waiting.set(caseId, [...uploadsOf(caseId), upload])
  void send(upload)
  return upload.id
}

/** Takes an upload off the list: it is done, or given up. */
export function forget(upload: Upload): void {
  waiting.set(
    upload.caseId,
    uploadsOf(upload.caseId).filter((one) => one !== upload),
  )
}

/** What the server has thrown away (30 days over, or of another type) is begun anew under another id. */
function isGone(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 404 || error.status === 415)
}
