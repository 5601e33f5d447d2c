import { afterEach, describe, expect, it, vi } from 'vitest'
import { api, Command, read, readFile, whenSessionEnds } from './client'
import { OfflineError, ProblemError } from './problem'

function answer(status: number, body?: unknown, headers: Record<string, string> = {}) {
  const fetch = vi.fn(
    async (...[]: [Request]) =>
      new Response(body === undefined ? null : JSON.stringify(body), {
        status,
        headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
      }),
  )
  vi.stubGlobal('fetch', fetch)
  return fetch
}

afterEach(() => vi.unstubAllGlobals())

describe('the client', () => {
  it('returns the value with its version', async () => {
    answer(200, { roles: ['MEDIATOR'] }, { ETag: '"7"' })
    const fetch = globalThis.fetch
    expect(await read(api.GET('/api/v1/me', { fetch }))).toEqual({ value: { roles: ['MEDIATOR'] }, etag: '"7"' })
  })

  it('gives every write a key and the language of the user', async () => {
    const fetch = answer(204)
    await api.POST('/api/v1/auth/logout', { fetch })
    const request = fetch.mock.calls[0]?.[0] as Request
    expect(request.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f-]{36}$/)
    expect(request.headers.get('Accept-Language')).toBe('zh-CN')
  })

  it('throws what the server said', async () => {
    const fetch = answer(409, { title: '不能受理', code: 'guards', status: 409 })
    await expect(api.GET('/api/v1/me', { fetch })).rejects.toBeInstanceOf(ProblemError)
  })

  it('tells the session when the server has forgotten it', async () => {
    const ended = vi.fn()
    whenSessionEnds(ended)
    const fetch = answer(401, { title: '', code: 'unauthenticated', status: 401 })
    await expect(api.GET('/api/v1/me', { fetch })).rejects.toBeInstanceOf(ProblemError)
    expect(ended).toHaveBeenCalledOnce()
  })

  it('tells an outage from a refusal', async () => {
    const fetch = vi.fn(async () => Promise.reject(new TypeError('Failed to fetch')))
    await expect(api.GET('/api/v1/me', { fetch })).rejects.toBeInstanceOf(OfflineError)
  })
})

describe('a command', () => {
  it('carries one key, and the version where there is one', () => {
    const command = new Command()
    expect(command.header()).toEqual({ 'Idempotency-Key': command.key })
    expect(command.header('"3"')).toEqual({ 'Idempotency-Key': command.key, 'If-Match': '"3"' })
  })

  it('brings a file by parts, with the name it has in Chinese', async () => {
    const body = new Response('%PDF-1.7', {
      headers: {
        'Content-Type': 'application/pdf',
        'Content-Length': '8',
        'Content-Disposition': 'inline; filename="F01.pdf"; filename*=UTF-8\'\'%E7%94%B3%E8%AF%B7%E4%B9%A6.pdf',
      },
    })
    vi.stubGlobal('fetch', async () => body)
    const parts: [number, number][] = []
    const file = await readFile('/api/v1/x', new AbortController().signal, (done, total) => parts.push([done, total]))
    expect([file.name, file.blob.size, file.blob.type, parts.at(-1)]).toEqual([
      '申请书.pdf',
      8,
      'application/pdf',
      [8, 8],
    ])
  })

  it('throws why there is no file', async () => {
    answer(503, { title: '打印服务没有字体', code: 'printing_unavailable', status: 503 })
    const refused = readFile('/api/v1/x', new AbortController().signal)
    await expect(refused).rejects.toMatchObject({ code: 'printing_unavailable' })
  })
})
