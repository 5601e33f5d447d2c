import { vi } from 'vitest'
import { fromBase64url, textOf, bytesOf, toBase64url } from '../bytes'
import { judge, type HouseFile } from './house'

/** What may happen to one request on its way. */
export type Fault = 'none' | 'lost' | 'answer lost' | 'twice' | 'busy' | 'stranger' | 'frozen'

interface Life {
  files: Map<string, HouseFile>
  serials: Map<string, number>
  withdrawals: { id: string; reason: string; serial: number }[]
  answers: Map<string, { print: string; status: number; body: string; etag: string | null }>
  uploads: Map<string, { size: number; sha256: string; parts: Map<number, Uint8Array>; state: string }>
  /** Records that are not carried: what was done to each, in the order in which it came. */
  records: Map<string, { number: string; acts: string[] }>
  /** Keys under which files were announced. */
  announced: Set<string>
  serial: number
}

/** Where records are made that no device carries. */
const recordsPath = '/api/v1/reception/entries'

const copyOf = (life: Life): Life => structuredClone(life)

/** A server in memory: real proofs, tokens that rotate, idempotency, changes by cursor, restore from a backup. */
export class TestServer {
  life: Life = {
    files: new Map(),
    serials: new Map(),
    withdrawals: [],
    answers: new Map(),
    uploads: new Map(),
    records: new Map(),
    announced: new Set(),
    serial: 0,
  }
  epoch = 'epoch-1'
  /** Server minus device. */
  skew = 0
  leaseHours = 72
  drainOnly = false
  revoked = false
  reachable = true
  device: { id: string; publicKey: JsonWebKey; state: string; label: string } | null = null
  receipts: number[] = []
  account = { id: '0199aaaa-0000-7000-8000-000000000001', name: '刘建国' }
  share = toBase64url(crypto.getRandomValues(new Uint8Array(32)))
  refresh = ['refresh-0']
  access = new Set<string>()
  /** Everything that was asked, in order. */
  log: { method: string; path: string; headers: Headers; body: string; fault: Fault }[] = []
  faults: (path: string, method: string) => Fault = () => 'none'
  /** Answers instead of the house, for steps only a server refuses. */
  refuses: (path: string, body: string) => { status: number; code: string; extra?: object } | null = () => null
  /** How often a key had an effect. */
  effects = new Map<string, number>()

  install(): void {
    vi.stubGlobal('fetch', (address: string | Request, init?: RequestInit) => this.fetch(address, init))
  }

  now = (): number => Date.now() + this.skew

  async fetch(address: string | Request, init: RequestInit = {}): Promise<Response> {
    const url = new URL(typeof address === 'string' ? address : address.url, location.origin)
    const path = url.pathname + url.search
    const method = init.method ?? (typeof address === 'string' ? 'GET' : address.method)
    const fault = this.reachable ? this.faults(path, method) : 'lost'
    const headers = new Headers(init.headers)
    const raw = init.body instanceof ArrayBuffer ? new Uint8Array(init.body) : init.body
    const text = typeof raw === 'string' ? raw : raw instanceof Uint8Array ? textOf(raw) : ''
    this.log.push({ method, path, headers, body: text, fault })
    if (init.signal?.aborted) throw new DOMException('aborted', 'AbortError')
    if (fault === 'frozen') return new Promise(() => undefined)
    if (fault === 'lost') throw new TypeError('Failed to fetch')
    if (fault === 'stranger') return new Response('<html>sign in to the hotel</html>', { status: 200 })
    if (fault === 'busy') return this.problem(503, 'busy', { 'Retry-After': '1' })
    const bytes = raw instanceof Uint8Array ? raw : undefined
    const answer = await this.answer(method, url, headers, text, bytes)
    if (fault === 'twice') await this.answer(method, url, headers, text, bytes)
    if (fault === 'answer lost') throw new TypeError('network changed')
    return answer
  }

  private reply(status: number, body: unknown, extra: Record<string, string> = {}): Response {
    const headers = {
      'Content-Type': status < 400 ? 'application/json' : 'application/problem+json',
      ...this.marks(),
      ...extra,
    }
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers })
  }

  private marks = () => ({ 'X-Request-Id': 'req-1', 'Sync-Epoch': this.epoch })

  problem(status: number, code: string, headers: Record<string, string> = {}, extra: object = {}): Response {
    return this.reply(status, { type: 'about:blank', title: code, status, code, ...extra }, headers)
  }

  private async answer(
    method: string,
    url: URL,
    headers: Headers,
    body: string,
    bytes?: Uint8Array,
  ): Promise<Response> {
    const path = url.pathname
    if (path === '/api/v1/devices' && method === 'POST') {
      const { id, publicKey, label } = JSON.parse(body) as { id: string; publicKey: JsonWebKey; label: string }
      this.device = { id, publicKey, label, state: 'PENDING' }
      return this.reply(201, { id, no: 3, state: 'PENDING' })
    }
    if (path === '/api/v1/me/devices')
      return this.reply(200, { items: [{ id: this.device?.id, no: 3, state: this.device?.state }] })
    if (path === '/api/v1/auth/logout') return this.reply(204, null)
    if (path.endsWith('/activate')) {
      if (!(await this.proved(headers, method, url, this.device?.id ?? ''))) return this.problem(401, 'device_proof')
      if (this.device?.state === 'PENDING') return this.problem(403, 'device_not_approved')
      if (this.device) this.device.state = 'ACTIVE'
      return this.reply(200, this.tokens())
    }
    if (path === '/api/v1/auth/device-token') {
      const { refreshToken } = JSON.parse(body) as { refreshToken: string }
      if (!(await this.proved(headers, method, url, refreshToken))) return this.problem(401, 'device_proof')
      if (this.revoked) return this.problem(401, 'device_wipe')
      // The token before the newest is good too: its successor may have been lost on the way.
      if (!this.refresh.slice(-2).includes(refreshToken)) return this.problem(401, 'invalid_token')
      return this.reply(200, this.tokens(refreshToken))
    }
    if (path.endsWith('/wipe-receipt')) {
      if (!(await this.proved(headers, method, url, this.device?.id ?? ''))) return this.problem(401, 'device_proof')
      this.receipts.push((JSON.parse(body) as { unsent: number }).unsent)
      return this.reply(204, null)
    }
    const token = headers.get('Authorization')?.replace('Bearer ', '')
    if (token !== undefined) {
      if (this.revoked) return this.problem(401, 'device_wipe')
      if (!this.access.has(token)) return this.problem(401, 'invalid_token')
      if (!(await this.proved(headers, method, url, token))) return this.problem(401, 'device_proof')
    }
    const life = headers.get('Sync-Epoch')
    if (token !== undefined && method !== 'GET' && life !== null && life !== this.epoch)
      return this.problem(409, 'epoch_changed')
    const response = await this.business(method, url, headers, body, bytes)
    // What a revoked device hands in is taken without a word.
    return this.drainOnly && token !== undefined && response.ok ? this.reply(204, null) : response
  }

  private async business(
    method: string,
    url: URL,
    headers: Headers,
    body: string,
    bytes?: Uint8Array,
  ): Promise<Response> {
    const path = url.pathname
    if (this.drainOnly && method === 'GET' && headers.has('Authorization'))
      return this.problem(403, 'device_wipe_pending')
    if (path === '/api/v1/me') return this.reply(200, { account: this.account, roles: [], permissions: [] })
    if (path === '/api/v1/sync/changes') return this.reply(200, this.changes(url.searchParams.get('cursor')))
    if (path.includes('/attachments')) return this.attachment(method, path, headers, body, bytes)
    if (method === 'GET') {
      const file = this.life.files.get(path.split('/')[5] ?? '')
      if (path.startsWith('/api/v1/mediation/cases/'))
        return file ? this.reply(200, file) : this.problem(404, 'not_found')
      return this.reply(200, { items: [], about: path + url.search })
    }
    return this.command(path, headers, body)
  }

  private command(path: string, headers: Headers, body: string): Response {
    const key = headers.get('Idempotency-Key') ?? ''
    const done = this.life.answers.get(key)
    const print = `${path} ${body}`
    if (done) {
      if (done.print !== print) return this.problem(422, 'idempotency_key_reused')
      return this.reply(done.status, JSON.parse(done.body), done.etag ? { ETag: done.etag } : {})
    }
    const no = this.refuses(path, body)
    if (no) return this.problem(no.status, no.code, {}, no.extra)
    if (path.startsWith(recordsPath)) return this.record(path, key, print, JSON.parse(body) as { id?: string })
    const id = path.split('/')[5]
    const file = id ? this.life.files.get(id) : undefined
    if (id && !file) return this.problem(404, 'not_found')
    const answer = judge({ method: 'POST', path, body: JSON.parse(body), key, file: file && structuredClone(file) })
    if (answer.status >= 400) return this.reply(answer.status, answer.body)
    const after = answer.file as HouseFile
    if (!id) after.number = `（2026）第${this.life.files.size + 1}号`
    this.put(after)
    this.effects.set(key, (this.effects.get(key) ?? 0) + 1)
    const etag = `"${after.version}"`
    this.life.answers.set(key, { print, status: answer.status, body: JSON.stringify(after), etag })
    return this.reply(answer.status, after, { ETag: etag })
  }

  /** A record is made once, and what is done to one that is not there is refused. */
  private record(path: string, key: string, print: string, body: { id?: string }): Response {
    const [id, act = 'made'] = path.slice(recordsPath.length + 1).split('/')
    const there = this.life.records.get(id || (body.id ?? ''))
    if (id ? !there : there) return this.problem(id ? 404 : 409, id ? 'not_found' : 'id_taken')
    const record = there ?? { number: `接字第${this.life.records.size + 1}号`, acts: [] }
    record.acts.push(act)
    this.life.records.set(id || (body.id ?? ''), record)
    this.effects.set(key, (this.effects.get(key) ?? 0) + 1)
    const etag = `"${record.acts.length}"`
    const answer = { id: id || body.id, number: record.number }
    this.life.answers.set(key, { print, status: 201, body: JSON.stringify(answer), etag })
    return this.reply(201, answer, { ETag: etag })
  }

  put(file: HouseFile): void {
    this.life.serial += 1
    this.life.files.set(file.id, file)
    this.life.serials.set(file.id, this.life.serial)
  }

  withdraw(id: string, reason: string): void {
    this.life.serial += 1
    this.life.files.delete(id)
    this.life.serials.delete(id)
    this.life.withdrawals.push({ id, reason, serial: this.life.serial })
  }

  /** Two files a page, so that pages are many. */
  private changes(cursor: string | null) {
    const [epoch, at] = (cursor ?? '').split(':')
    const reset = epoch !== this.epoch
    const since = reset ? 0 : Number(at)
    const all = [...this.life.serials].filter(([, serial]) => serial > since).sort(([, a], [, b]) => a - b)
    const page = all.slice(0, 2)
    const more = all.length > page.length
    const upTo = more ? (page.at(-1)?.[1] ?? since) : this.life.serial
    const withdrawn = this.life.withdrawals
      .filter(({ serial }) => !reset && serial > since && serial <= upTo)
      .map(({ id, reason }) => ({ kind: 'CASE_FILE', id, reason }))
    const files = page.map(([id]) => {
      const body = structuredClone(this.life.files.get(id)) as HouseFile
      return { kind: 'CASE_FILE', id, version: body.version, body }
    })
    const serverNow = new Date(this.now()).toISOString()
    return {
      epoch: this.epoch,
      cursor: `${this.epoch}:${upTo}`,
      more,
      reset,
      serverNow,
      office: { name: '云溪' },
      files,
      withdrawn,
    }
  }

  private tokens(used?: string) {
    // The same refresh token again: its successor is the same.
    const at = used === undefined ? this.refresh.length - 1 : this.refresh.indexOf(used)
    if (at === this.refresh.length - 1) this.refresh.push(`refresh-${this.refresh.length}`)
    const accessToken = `access-${this.access.size}`
    this.access.add(accessToken)
    return {
      deviceId: this.device?.id,
      deviceNo: 3,
      accessToken,
      expiresIn: 600,
      refreshToken: this.refresh[at + 1],
      keyShare: this.share,
      leaseUntil: new Date(this.now() + this.leaseHours * 3600_000).toISOString(),
      serverNow: new Date(this.now()).toISOString(),
      epoch: this.epoch,
      drainOnly: this.drainOnly,
    }
  }

  /** Verifies a proof the way the real server does. */
  private async proved(headers: Headers, method: string, url: URL, bound: string): Promise<boolean> {
    const [header = '', claims = '', signature = ''] = (headers.get('DPoP') ?? '').split('.')
    if (!signature || !this.device) return false
    const { typ, alg, jwk } = JSON.parse(textOf(fromBase64url(header))) as { typ: string; alg: string; jwk: JsonWebKey }
    if (typ !== 'dpop+jwt' || alg !== 'ES256' || jwk.x !== this.device.publicKey.x) return false
    const key = await crypto.subtle.importKey('jwk', jwk, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    const good = await crypto.subtle.verify(
      { name: 'ECDSA', hash: 'SHA-256' },
      key,
      fromBase64url(signature),
      bytesOf(`${header}.${claims}`),
    )
    const about = JSON.parse(textOf(fromBase64url(claims))) as { htm: string; htu: string; ath: string }
    const ath = toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytesOf(bound))))
    return good && about.htm === method && about.htu === url.origin + url.pathname && about.ath === ath
  }

  private async attachment(
    method: string,
    path: string,
    headers: Headers,
    body: string,
    bytes?: Uint8Array,
  ): Promise<Response> {
    const [, , , , , caseId = '', , id = '', verb = '', n = ''] = path.split('/')
    if (!this.life.files.has(caseId)) return this.problem(404, 'not_found')
    if (method === 'POST' && !id) {
      const facts = JSON.parse(body) as { id: string; size: number; sha256: string }
      const key = headers.get('Idempotency-Key') ?? ''
      // The same key repeats the answer, whatever became of the file since.
      if (!this.life.announced.has(key) && !this.life.uploads.has(facts.id))
        this.life.uploads.set(facts.id, { ...facts, parts: new Map(), state: 'UPLOADING' })
      this.life.announced.add(key)
      return this.reply(201, { id: facts.id, received: 0, chunkSize: 262_144, state: 'UPLOADING' })
    }
    const upload = this.life.uploads.get(id)
    if (!upload) return this.problem(404, 'not_found')
    if (verb === 'progress' && this.drainOnly) return this.problem(403, 'device_wipe_pending')
    if (verb === 'progress') return this.reply(200, { received: [...upload.parts.keys()], state: upload.state })
    if (verb === 'chunks' && bytes) {
      upload.parts.set(Number(n), bytes.slice())
      return this.reply(200, { received: upload.parts.size })
    }
    const whole = new Uint8Array(upload.size)
    for (const [index, part] of upload.parts) whole.set(part, index * 262_144)
    const sum = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', whole)), (b) =>
      b.toString(16).padStart(2, '0'),
    ).join('')
    if (sum !== upload.sha256) return this.problem(422, 'digest')
    upload.state = 'READY'
    return this.reply(200, { id, state: 'READY' })
  }

  backup(): Life {
    return copyOf(this.life)
  }

  /** Back to a backup: another life begins. */
  restore(life: Life): void {
    this.life = copyOf(life)
    this.epoch = `epoch-${Number(this.epoch.slice(6)) + 1}`
    this.effects.clear()
    for (const key of this.life.answers.keys()) this.effects.set(key, 1)
  }
}
