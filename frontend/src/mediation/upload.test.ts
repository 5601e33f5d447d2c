import { beforeEach, describe, expect, it, vi } from 'vitest'
import { OfflineError, ProblemError } from '@/api/problem'
import { mediaTypeOf, obstacle, Upload } from './upload'

/** The client takes the browser's `fetch` when it is made, so ours is there before. */
const line = vi.hoisted(() => {
  const held = { send: (request: Request): Promise<Response> => Promise.reject(new Error(request.url)) }
  globalThis.fetch = ((request: Request) => held.send(request)) as typeof fetch
  return held
})

const chunkSize = 4
const content = new Blob(['0123456789'], { type: 'image/jpeg' })
const told = { fileName: '现场.jpg' }

/** A server that keeps parts, and whose line breaks when it is told to. */
class Server {
  requests: string[] = []
  keys: string[] = []
  parts = new Map<number, string>()
  announced: Record<string, unknown> | null = null
  /** Answers that are lost: the request of this number gets through, its answer does not. */
  lost = new Set<number>()
  /** Requests that never arrive. */
  dead = false
  answer: (() => Response) | null = null

  fetch = async (request: Request): Promise<Response> => {
    if (this.dead) throw new TypeError('no network')
    const path = new URL(request.url).pathname.replace(/^.*\/attachments/, '').replace(/[0-9a-f-]{36}/, ':id')
    this.requests.push(`${request.method} ${path}`)
    this.keys.push(request.headers.get('Idempotency-Key') ?? '')
    const response = await this.respond(request, path)
    if (this.lost.has(this.requests.length)) throw new TypeError('the answer was lost')
    return response
  }

  private async respond(request: Request, path: string): Promise<Response> {
    const json = (value: unknown, status = 200) =>
      new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } })
    if (path === '') {
      this.announced = (await request.json()) as Record<string, unknown>
      return json({ id: this.announced.id, received: 0, chunkSize, state: 'UPLOADING' }, 201)
    }
    if (path.endsWith('/progress')) return json({ state: 'UPLOADING', chunkSize, received: [...this.parts.keys()] })
    if (path.endsWith('/complete')) return this.answer?.() ?? json({ id: this.announced?.id, state: 'READY' })
    const n = Number(path.split('/').pop())
    expect(request.headers.get('Content-Type')).toBe('application/octet-stream')
    this.parts.set(n, await request.text())
    return json({ received: this.parts.size })
  }
}

let server: Server
const at = (begun?: string) => new Upload('0199', content, told, 'image/jpeg', begun, async () => undefined)

beforeEach(() => {
  server = new Server()
  line.send = server.fetch
})

describe('an upload', () => {
  it('announces the file with its digest, sends it in parts, and declares it whole', async () => {
    const upload = at()
    const whole = await upload.run()
    expect(whole.state).toBe('READY')
    expect(server.requests).toEqual([
      'POST ',
      'GET /:id/progress',
      'PUT /:id/chunks/0',
      'PUT /:id/chunks/1',
      'PUT /:id/chunks/2',
      'POST /:id/complete',
    ])
    expect(server.announced).toEqual({
      id: upload.id,
      fileName: '现场.jpg',
      mediaType: 'image/jpeg',
      size: 10,
      sha256: '84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882',
    })
    expect([...server.parts.values()]).toEqual(['0123', '4567', '89'])
    expect(upload.view).toMatchObject({ state: 'done', sent: 10 })
  })

  it('goes on with the parts that are missing after the network was away', async () => {
    const upload = at()
    line.send = async (request) => {
      if (server.parts.size === 1) server.dead = true
      return server.fetch(request)
    }
    await expect(upload.run()).rejects.toThrow(OfflineError)
    expect(upload.view).toMatchObject({ state: 'failed', sent: 4 })
    server.dead = false
    line.send = server.fetch
    server.requests = []
    await upload.run()
    expect(server.requests).toEqual([
      'GET /:id/progress',
      'PUT /:id/chunks/1',
      'PUT /:id/chunks/2',
      'POST /:id/complete',
    ])
  })

  it('repeats what was not answered, under the same key', async () => {
    server.lost = new Set([1, 4])
    await at().run()
    expect(server.requests.slice(0, 2)).toEqual(['POST ', 'POST '])
    expect(server.keys[0]).toBe(server.keys[1])
    expect(server.requests.filter((one) => one.endsWith('/chunks/0'))).toHaveLength(2)
    expect([...server.parts.values()].join('')).toBe('0123456789')
  })

  it('sends everything again when the server found another content and threw it away', async () => {
    const upload = at()
    server.answer = () => {
      server.parts.clear()
      server.answer = null
      const problem = { type: '', title: '', status: 422, code: 'invalid_input' }
      return new Response(JSON.stringify(problem), {
        status: 422,
        headers: { 'Content-Type': 'application/problem+json' },
      })
    }
    await expect(upload.run()).rejects.toThrow(ProblemError)
    await upload.run()
    expect([...server.parts.keys()]).toEqual([0, 1, 2])
    expect(upload.view.state).toBe('done')
  })

  it('goes on with what was begun on another day without announcing it again', async () => {
    server.parts.set(2, '89')
    await at('01a0b8a4-0000-7000-8000-000000000001').run()
    expect(server.requests[0]).toBe('GET /:id/progress')
    expect(server.requests).not.toContain('POST ')
    expect(server.requests).not.toContain('PUT /:id/chunks/2')
  })
})

describe('what is taken', () => {
  it('is told by the name, since browsers name the same thing in many ways', () => {
    expect(mediaTypeOf('a.JPG', 'image/jpeg')).toBe('image/jpeg')
    expect(mediaTypeOf('录音.m4a', 'audio/x-m4a')).toBe('audio/mp4')
    expect(mediaTypeOf('录音.webm', 'audio/webm;codecs=opus')).toBe('audio/webm')
    expect(mediaTypeOf('a.mp3', '')).toBe('audio/mpeg')
    expect(mediaTypeOf('a.jpg', 'text/html')).toBe('image/jpeg')
    expect(mediaTypeOf('a.html', 'text/html')).toBeNull()
    expect(mediaTypeOf('jpg', 'image/jpeg')).toBeNull()
  })

  it('is neither empty nor over the limit of its kind', () => {
    expect(obstacle(1, 'image/jpeg')).toBeNull()
    expect(obstacle(0, 'image/jpeg')).toBe('empty')
    expect(obstacle(20 * 1024 * 1024 + 1, 'application/pdf')).toEqual({ tooLarge: 20 })
    expect(obstacle(20 * 1024 * 1024 + 1, 'video/mp4')).toBeNull()
    expect(obstacle(1, null)).toBe('type')
  })
})
