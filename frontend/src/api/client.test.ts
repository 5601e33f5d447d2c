import { afterEach, describe, expect, it, vi } from 'vitest'
import { api, Command, read, whenSessionEnds } from './client'
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
})
