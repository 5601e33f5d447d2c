import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { activated, passphrase, start, type App } from './testing/app'
import { TestServer } from './testing/server'

let server: TestServer
let app: App | undefined

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  server = new TestServer()
  server.install()
})

afterEach(async () => {
  await app?.kill()
  app = undefined
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a device', () => {
  it('is enrolled, approved, activated, and stands locked at the next start', async () => {
    app = await start()
    expect(app.field.state).toBe('none')
    await app.device.enrol({ label: '入户平板', serial: 'HX-1' })
    expect(app.field.state).toBe('pending')
    await expect(app.device.activate(passphrase)).rejects.toMatchObject({ code: 'not_approved' })
    if (server.device) server.device.state = 'APPROVED'
    await app.device.checkApproval()
    expect(app.field.state).toBe('approved')
    await app.device.activate(passphrase)
    expect([app.field.state, app.field.deviceNo]).toEqual(['open', 3])
    await app.kill()
    app = await start()
    expect(app.field.state).toBe('locked')
    await app.device.unlock(passphrase)
    expect(app.field.state).toBe('open')
  })

  it('knows its person even when the line broke right after it was activated', async () => {
    app = await start()
    await app.device.enrol({ label: '入户平板', serial: 'HX-1' })
    if (server.device) server.device.state = 'APPROVED'
    await app.device.checkApproval()
    server.faults = () => (server.device?.state === 'ACTIVE' ? 'lost' : 'none')
    await app.device.activate(passphrase).catch(() => undefined)
    await app.kill()
    app = await start()
    await app.device.unlock(passphrase)
    expect(await app.read('/api/v1/me')).toMatchObject({ account: { name: '刘建国' } })
  })

  it('refuses a short passphrase before the server hears of it', async () => {
    app = await start()
    await app.device.enrol({ label: 'a', serial: 'b' })
    if (server.device) server.device.state = 'APPROVED'
    await expect(app.device.activate('short')).rejects.toMatchObject({ code: 'weak_passphrase', count: 12 })
    expect(server.log.some(({ path }) => path.endsWith('/activate'))).toBe(false)
  })

  it('carries nothing in a browser that may clear it, until that promises not to', async () => {
    const persist = vi.fn(async () => false)
    vi.stubGlobal('navigator', { ...navigator, onLine: true, storage: { persist, persisted: async () => false } })
    app = await start()
    await app.device.enrol({ label: 'a', serial: 'b' })
    if (server.device) server.device.state = 'APPROVED'
    await app.device.checkApproval()
    await expect(app.device.activate(passphrase)).rejects.toMatchObject({ code: 'not_persistent' })
    expect(server.log.some(({ path }) => path.endsWith('/activate'))).toBe(false)
    expect([app.field.state, app.field.storage.persisted]).toEqual(['approved', false])
    persist.mockResolvedValue(true)
    await app.device.activate(passphrase)
    expect(app.field.state).toBe('open')
  })

  it('opens without the network while the lease lasts', async () => {
    app = await activated(server)
    await app.kill()
    server.reachable = false
    app = await start()
    await app.device.unlock(passphrase)
    expect(app.field.state).toBe('open')
  })

  it('stays locked after the lease without the network, also when the clock is set back', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    app = await activated(server)
    await app.kill()
    server.reachable = false
    const then = Date.now()
    vi.setSystemTime(then + 73 * 3600_000)
    app = await start()
    expect(app.field.needsNetwork).toBe(true)
    await expect(app.device.unlock(passphrase)).rejects.toMatchObject({ code: 'lease_ended' })
    await app.kill()
    vi.setSystemTime(then - 30 * 24 * 3600_000)
    app = await start()
    await expect(app.device.unlock(passphrase)).rejects.toMatchObject({ code: 'lease_ended' })
    server.reachable = true
    server.skew = then + 74 * 3600_000 - Date.now()
    await app.device.unlock(passphrase)
    expect(app.field.state).toBe('open')
  })

  it('does not open by a clock that was set back within the lease', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    app = await activated(server)
    await app.device.lock()
    await app.kill()
    server.reachable = false
    vi.setSystemTime(Date.now() - 3600_000)
    app = await start()
    await expect(app.device.unlock(passphrase)).rejects.toMatchObject({ code: 'lease_ended' })
  })

  it('erases everything at the fifth wrong passphrase, counted over restarts', async () => {
    app = await activated(server)
    await app.device.lock()
    for (const left of [4, 3]) {
      await expect(app.device.unlock('wrong passphrase')).rejects.toMatchObject({
        code: 'wrong_passphrase',
        count: left,
      })
    }
    await app.kill()
    server.reachable = false
    app = await start()
    expect(app.field.triesLeft).toBe(3)
    for (const left of [2, 1]) {
      await expect(app.device.unlock('wrong passphrase')).rejects.toMatchObject({
        code: 'wrong_passphrase',
        count: left,
      })
    }
    await expect(app.device.unlock('wrong passphrase')).rejects.toMatchObject({ code: 'erased' })
    expect([app.field.state, app.field.wipedBy]).toEqual(['wiped', 'passphrase'])
    const db = await app.store.database()
    expect(await db.get('meta', 'box')).toBeUndefined()
    expect(await db.count('bases')).toBe(0)
    await expect(app.device.unlock(passphrase)).rejects.toMatchObject({ code: 'locked' })
    await app.kill()
    server.reachable = true
    app = await start()
    expect(app.field.wipedBy).toBe('passphrase')
    await vi.waitFor(() => expect(server.receipts).toEqual([0]))
  })

  it('wipes itself when the server says so, and reports what was lost', async () => {
    app = await activated(server)
    server.reachable = false
    await app.post('/api/v1/mediation/cases', { id: '0199bbbb-0000-7000-8000-000000000009', name: '王秀兰' })
    expect(app.outbox.allItems()).toHaveLength(1)
    server.reachable = true
    server.revoked = true
    await app.device.syncNow()
    expect([app.field.state, app.field.wipedBy]).toEqual(['wiped', 'revoked'])
    await vi.waitFor(() => expect(server.receipts).toEqual([1]))
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual([])
  })

  it('is wiped while locked too', async () => {
    app = await activated(server)
    await app.kill()
    server.revoked = true
    app = await start()
    await vi.waitFor(() => expect(server.receipts).toEqual([0]))
    expect(app.field.state).toBe('wiped')
  })

  it('hands in what it holds when it is revoked with hours left, and erases itself then', async () => {
    app = await activated(server)
    server.put({ id: '0199bbbb-0000-7000-8000-000000000001', version: 1, name: '王秀兰', notes: [] })
    await app.device.syncNow()
    server.reachable = false
    await app.post('/api/v1/mediation/cases/0199bbbb-0000-7000-8000-000000000001/note', { text: 'a' }, 'key-1')
    server.reachable = true
    server.drainOnly = true
    app.tokens.forgetAccess()
    await app.device.syncNow()
    expect(server.effects.get('key-1')).toBe(1)
    expect(app.field.state).toBe('wiped')
    await vi.waitFor(() => expect(server.receipts).toEqual([0]))
  })

  it('learns from a refusal that it may only hand in what it holds', async () => {
    app = await activated(server)
    server.reachable = false
    const id = '0199bbbb-0000-7000-8000-000000000009'
    await app.post('/api/v1/mediation/cases', { id, name: '王秀兰' }, 'key-1')
    await app.device.attach(id, new Blob(['x'.repeat(300_000)]), { fileName: 'a.webp', mediaType: 'image/webp' })
    server.reachable = true
    server.drainOnly = true
    await app.device.syncNow()
    await app.device.syncNow()
    expect([server.effects.get('key-1'), app.field.state, app.field.wipedBy]).toEqual([1, 'wiped', 'revoked'])
    expect([...server.life.uploads.values()].map(({ state }) => state)).toEqual(['READY'])
  })

  it('says when only a signed-in session can bring it back', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    app = await activated(server)
    await app.device.lock()
    vi.setSystemTime(Date.now() + 80 * 3600_000)
    server.refresh.push('another-1', 'another-2')
    await expect(app.device.unlock(passphrase)).rejects.toMatchObject({ code: 'needs_activation' })
  })

  it('keeps unsent work from a wipe that was not meant so, and from another person', async () => {
    app = await activated(server)
    server.reachable = false
    await app.post('/api/v1/mediation/cases', { id: '0199bbbb-0000-7000-8000-000000000009', name: '王秀兰' })
    await expect(app.device.wipe('user')).rejects.toMatchObject({ code: 'unsent', count: 1 })
    await app.device.lock()
    server.reachable = true
    await expect(app.device.enrol({ label: 'x', serial: 'y' })).rejects.toMatchObject({ code: 'unsent', count: 1 })
    await app.device.unlock(passphrase)
    expect(app.outbox.allItems()).toHaveLength(1)
  })

  it('leaves nothing of the first person for the next', async () => {
    app = await activated(server)
    server.put({ id: '0199bbbb-0000-7000-8000-000000000001', version: 1, name: '王秀兰', notes: [] })
    await app.device.syncNow()
    const db = await app.store.database()
    const before = await db.getAll('bases')
    expect(before).toHaveLength(1)
    await app.device.lock()
    server.account = { id: '0199aaaa-0000-7000-8000-000000000002', name: '陈玉梅' }
    server.life.files.clear()
    server.life.serials.clear()
    await app.device.enrol({ label: '入户平板', serial: 'HX-2' })
    if (server.device) server.device.state = 'APPROVED'
    await app.device.checkApproval()
    await app.device.activate(passphrase)
    expect(await (await app.store.database()).count('bases')).toBe(0)
    const old = before[0]
    if (!old) throw new Error('nothing was kept')
    await expect(app.vault.unseal('bases', '0199bbbb-0000-7000-8000-000000000001', old)).rejects.toMatchObject({
      code: 'damaged',
    })
  })

  it('comes back to life with its passphrase after its tokens died', async () => {
    app = await activated(server)
    server.put({ id: '0199bbbb-0000-7000-8000-000000000001', version: 1, name: '王秀兰', notes: [] })
    await app.device.syncNow()
    server.refresh.push('stolen-1', 'stolen-2')
    server.access.clear()
    await app.device.syncNow()
    expect(app.field.needsActivation).toBe(true)
    await app.device.lock()
    await app.device.activate(passphrase)
    expect([app.field.needsActivation, app.field.state, app.field.carried]).toEqual([false, 'open', 1])
  })

  it('closes after five minutes without a touch, unless something runs', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
    app = await activated(server)
    await vi.advanceTimersByTimeAsync(4 * 60_000)
    expect(app.field.state).toBe('open')
    window.dispatchEvent(new Event('pointerdown'))
    await vi.advanceTimersByTimeAsync(4 * 60_000)
    expect(app.field.state).toBe('open')
    const { stayAwake } = await import('@/session/awake')
    const release = stayAwake()
    await vi.advanceTimersByTimeAsync(6 * 60_000)
    expect(app.field.state).toBe('open')
    release()
    await vi.advanceTimersByTimeAsync(5 * 60_000 + 20_000)
    await vi.waitFor(() => expect(app?.field.state).toBe('locked'))
    expect(app.vault.isOpen()).toBe(false)
  })
})

describe('what lies on the device', () => {
  it('shows none of two hundred names, numbers and telephones', async () => {
    app = await activated(server)
    const planted = Array.from({ length: 200 }, (_, i) => `王秀兰${i}号9999001985${1000 + i}138${10000000 + i}`)
    for (const [i, name] of planted.slice(0, 100).entries()) {
      server.put({ id: `0199bbbb-0000-7000-8000-${String(i).padStart(12, '0')}`, version: 1, name, notes: [] })
    }
    await app.device.syncNow()
    server.reachable = false
    for (const [i, name] of planted.slice(100).entries()) {
      const id = `0199cccc-0000-7000-8000-${String(i).padStart(12, '0')}`
      expect((await app.post('/api/v1/mediation/cases', { id, name })).status).toBe(201)
    }
    await app.device.attach('0199bbbb-0000-7000-8000-000000000001', new Blob([planted.join('')]), {
      fileName: `${planted[7]}.webp`,
      mediaType: 'image/webp',
      note: planted[8],
    })
    const everything = await dump(app)
    // What is not sealed would be found: here ids are.
    expect(everything).toContain('0199cccc-0000-7000-8000-000000000042')
    expect(everything.length).toBeGreaterThan(100_000)
    for (const name of [...planted, ...planted.map((one) => one.slice(3)), '刘建国', passphrase, 'HX-2026']) {
      expect(everything.includes(name), name).toBe(false)
      expect(everything.includes(escapeAsUtf8(name)), name).toBe(false)
    }
  })

  it('would show a name that was not sealed', async () => {
    app = await activated(server)
    const data = new TextEncoder().encode('王秀兰').buffer
    await app.store.commit([{ store: 'bases', key: 'x', value: { v: 1, iv: new Uint8Array(12), data } }])
    expect(await dump(app)).toContain(escapeAsUtf8('王秀兰'))
  })

  it('notices a record put in the place of another', async () => {
    app = await activated(server)
    for (const n of [1, 2]) {
      server.put({ id: `0199bbbb-0000-7000-8000-00000000000${n}`, version: 1, name: `甲${n}`, notes: [] })
    }
    await app.device.syncNow()
    const db = await app.store.database()
    const [one, two] = await db.getAll('bases')
    if (!one || !two) throw new Error('two files were pulled')
    await db.put('bases', two, '0199bbbb-0000-7000-8000-000000000001')
    await expect(app.copies.readBase('0199bbbb-0000-7000-8000-000000000001')).rejects.toMatchObject({ code: 'damaged' })
    await db.put('bases', { ...one, v: one.v + 1 }, '0199bbbb-0000-7000-8000-000000000001')
    await expect(app.copies.readBase('0199bbbb-0000-7000-8000-000000000001')).rejects.toMatchObject({ code: 'damaged' })
  })
})

/** Every value of every store, bytes as one character each. */
async function dump(app: App): Promise<string> {
  const db = await app.store.database()
  const parts: string[] = []
  const walk = (value: unknown): void => {
    if (value instanceof ArrayBuffer) walk(new Uint8Array(value))
    else if (value instanceof Uint8Array) parts.push(Array.from(value, (byte) => String.fromCharCode(byte)).join(''))
    else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) walk(one)
    else parts.push(String(value))
  }
  for (const name of db.objectStoreNames) {
    for (const key of await db.getAllKeys(name)) walk(key)
    for (const value of await db.getAll(name)) walk(value)
  }
  return parts.join('\n')
}

const escapeAsUtf8 = (text: string) =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
