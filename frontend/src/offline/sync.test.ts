import 'fake-indexeddb/auto'
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { activated, passphrase, start, type App } from './testing/app'
import type { HouseFile } from './testing/house'
import { TestServer } from './testing/server'

const cases = '/api/v1/mediation/cases'
const one = '0199bbbb-0000-7000-8000-000000000001'
const two = '0199bbbb-0000-7000-8000-000000000002'

let server: TestServer
let app: App

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  server = new TestServer()
  server.install()
  for (const id of [one, two]) server.put({ id, version: 1, name: '王秀兰', notes: [] })
  app = await activated(server)
})

afterEach(async () => {
  await app.kill()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const fates = () => app.outbox.allItems().map(({ key, state }) => `${key} ${state}`)
const note = (id: string, text: string, key: string) => app.post(`${cases}/${id}/note`, { text }, key)
const textsOf = (id: string) => server.life.files.get(id)?.notes.map(({ text }) => text)

async function offline<T>(work: () => Promise<T>): Promise<T> {
  server.reachable = false
  const done = await work()
  server.reachable = true
  return done
}

describe('a step on a carried file', () => {
  it('is answered here, shown at once, and sent as it was', async () => {
    const answer = await offline(() => note(one, '核实', 'key-1'))
    expect([answer.status, answer.headers.get('Jiahe-Pending'), answer.headers.get('ETag')]).toEqual([200, '1', '"2"'])
    expect((await app.read<HouseFile>(`${cases}/${one}`)).notes.map(({ text }) => text)).toEqual(['核实'])
    const [item] = app.outbox.allItems()
    await app.device.syncNow()
    const last = server.log.filter(({ path }) => path.endsWith('/note')).at(-1)
    expect(last?.body).toBe(item?.body)
    expect(JSON.parse(item?.body ?? '{}')).toHaveProperty('occurredAt')
    expect(last?.headers.get('If-Match')).toBe('"1"')
    expect(last?.headers.get('Device-Seq')).toBe(String(item?.seq))
    expect(last?.headers.get('Device-Try')).toBe('1')
    expect(textsOf(one)).toEqual(['核实'])
    expect(fates()).toEqual(['key-1 DONE'])
  })

  it('is refused here in the words of the rules, and nothing is kept', async () => {
    const answer = await offline(() => app.post(`${cases}/${one}/close`, {}, 'key-1'))
    expect(answer.status).toBe(422)
    expect((await answer.json()).blockers).toHaveLength(2)
    expect(app.outbox.allItems()).toEqual([])
  })

  it('that only the server can decide goes after what was done before, and not at all without the network', async () => {
    await offline(() => note(one, 'a', 'key-1'))
    server.reachable = false
    await expect(app.post(`${cases}/${one}/accept`, {})).rejects.toThrow()
    server.reachable = true
    await app.device.syncNow()
    const answer = await app.post(`${cases}/${one}/accept`, {})
    expect(answer.status).toBe(409)
    const steps = server.log.filter(({ method, path }) => method === 'POST' && path.includes(one))
    expect(steps.slice(-2).map(({ path }) => path.split('/').pop())).toEqual(['note', 'accept'])
    expect(steps.at(-1)?.headers.get('Authorization')).toMatch(/^Bearer /)
  })

  it('given twice with one key is one step', async () => {
    await offline(async () => {
      await note(one, 'a', 'key-1')
      const again = await note(one, 'a', 'key-1')
      expect(((await again.json()) as HouseFile).notes).toHaveLength(1)
    })
    await app.device.syncNow()
    expect(textsOf(one)).toEqual(['a'])
  })

  it('is refused with a clear word when the device is full, and nothing is half written', async () => {
    const put = IDBObjectStore.prototype.put
    const full = new DOMException('full', 'QuotaExceededError')
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name === 'outbox') throw full
      return put.apply(this, args)
    })
    const answer = await offline(() => note(one, 'a', 'key-1'))
    expect(answer.status).toBe(507)
    expect(await answer.json()).toMatchObject({ code: 'storage_full', title: expect.stringContaining('存储空间已满') })
    vi.restoreAllMocks()
    const db = await app.store.database()
    expect([await db.count('outbox'), await db.count('copies'), app.outbox.allItems().length]).toEqual([0, 0, 0])
    expect((await app.read<HouseFile>(`${cases}/${one}`)).notes).toEqual([])
    expect((await offline(() => note(one, 'a', 'key-1'))).status).toBe(200)
  })

  it('survives the death of the app', async () => {
    await offline(async () => {
      await note(one, 'a', 'key-1')
      await app.kill()
      app = await start()
      await app.device.unlock(passphrase)
      expect((await app.read<HouseFile>(`${cases}/${one}`)).notes).toHaveLength(1)
      expect(app.state.field.unsent).toBe(1)
    })
    await app.device.syncNow()
    expect(textsOf(one)).toEqual(['a'])
  })
})

describe('two windows of one device', () => {
  it('take one step each, and a pull of one keeps the step of the other it has not heard of', async () => {
    const first = app
    vi.stubGlobal('BroadcastChannel', undefined)
    app = await start()
    await app.device.unlock(passphrase)
    app.sync.stopSync()
    await offline(async () => {
      await note(one, 'second window', 'key-2')
      await first.post(`${cases}/${one}/note`, { text: 'first window' }, 'key-1')
    })
    server.put({ id: one, version: 4, name: '王秀兰', notes: [] })
    server.faults = (path) => (path.includes('/sync/changes') ? 'none' : 'busy')
    await first.pull.pull()
    const { notes } = await app.read<HouseFile>(`${cases}/${one}`)
    expect(notes.map(({ text }) => text)).toEqual(['second window', 'first window'])
    server.faults = () => 'none'
    await first.device.syncNow()
    expect(textsOf(one)).toEqual(['second window', 'first window'])
    await first.kill()
  })
})

describe('a new application', () => {
  const filed = '0199cccc-0000-7000-8000-000000000001'

  it('is called by a temporary number until the server gives one', async () => {
    const answer = await offline(() => app.post(cases, { id: filed, name: '李梅' }, 'key-1'))
    expect(answer.status).toBe(201)
    const temporary = answer.headers.get('Jiahe-Temporary-Number')
    expect(temporary).toMatch(/^T-3-\d+$/)
    expect(app.state.temporaryNumber(filed)).toBe(temporary)
    await offline(() => note(filed, 'b', 'key-2'))
    expect(
      ((await (await offline(() => app.request('GET', cases))).json()) as { items: unknown[] }).items,
    ).toHaveLength(3)
    await app.device.syncNow()
    expect(app.outbox.allItems()[0]?.number).toBe('（2026）第3号')
    expect(app.state.temporaryNumber(filed)).toBeUndefined()
    expect(textsOf(filed)).toEqual(['filed', 'b'])
  })

  it('that the server refuses stays readable with what was done to it', async () => {
    server.refuses = (path) => (path === cases ? { status: 422, code: 'guards' } : null)
    await offline(async () => {
      await app.post(cases, { id: filed, name: '李梅' }, 'key-1')
      await note(filed, 'b', 'key-2')
    })
    await app.device.syncNow()
    expect(fates()).toEqual(['key-1 PARKED', 'key-2 QUEUED'])
    expect((await app.read<HouseFile>(`${cases}/${filed}`)).notes).toHaveLength(2)
    server.refuses = () => null
    await app.device.retry(app.outbox.allItems()[0]?.seq ?? 0)
    await app.device.syncNow()
    expect(
      server.log
        .filter(({ path }) => path === cases)
        .at(-1)
        ?.headers.get('Device-Try'),
    ).toBe('2')
    expect(fates()).toEqual(['key-1 DONE', 'key-2 DONE'])
  })
})

describe('a refused application that is corrected', () => {
  const filed = '0199cccc-0000-7000-8000-000000000001'
  const corrected = (seq: number) =>
    app.request('POST', cases, { id: filed, name: '李梅' }, { 'Idempotency-Key': 'key-3', 'Jiahe-Amends': String(seq) })

  it('takes the place of the refused one, before what was done to it, and nothing goes twice', async () => {
    server.refuses = (path, body) => (path === cases && body.includes('poison') ? { status: 422, code: 'x' } : null)
    await offline(async () => {
      await app.post(cases, { id: filed, name: 'poison' }, 'key-1')
      await note(filed, 'b', 'key-2')
    })
    await app.device.syncNow()
    const [item] = app.outbox.allItems()
    const answer = await corrected(item?.seq ?? 0)
    expect([answer.status, answer.headers.get('Jiahe-Temporary-Number')]).toEqual([201, item?.temporaryNumber])
    expect(await app.read<HouseFile>(`${cases}/${filed}`)).toMatchObject({ name: '李梅', notes: [{}, { text: 'b' }] })
    await app.device.syncNow()
    expect(fates()).toEqual(['key-3 DONE', 'key-2 DONE'])
    expect(textsOf(filed)).toEqual(['filed', 'b'])
    expect(app.outbox.allItems()[0]?.history).toMatchObject([{ by: 'AMENDED', key: 'key-1', body: item?.body }])
    expect(server.effects.get('key-3')).toBe(1)
  })

  it('is not taken when the refused one has gone up meanwhile', async () => {
    await app.post(cases, { id: filed, name: '李梅' }, 'key-1')
    await app.device.syncNow()
    const answer = await corrected(app.outbox.allItems()[0]?.seq ?? 0)
    expect([answer.status, await answer.json()]).toEqual([409, expect.objectContaining({ code: 'settled' })])
    expect(fates()).toEqual(['key-1 DONE'])
  })
})

describe('what the server refuses', () => {
  it('is parked with every reason; its own file waits, the others go on', async () => {
    server.refuses = (_, body) =>
      body.includes('poison')
        ? { status: 422, code: 'guards', extra: { blockers: [{ code: 'G05' }, { code: 'G06' }] } }
        : null
    await offline(async () => {
      await note(one, 'poison', 'key-1')
      await note(one, 'after', 'key-2')
      await note(two, 'other', 'key-3')
    })
    await app.device.syncNow()
    expect(fates()).toEqual(['key-1 PARKED', 'key-2 QUEUED', 'key-3 DONE'])
    expect(app.outbox.allItems()[0]?.problem?.blockers).toHaveLength(2)
    expect([app.field.parked, app.field.unsent]).toEqual([1, 1])
    // The copy is without it, and with what comes after.
    expect((await app.read<HouseFile>(`${cases}/${one}`)).notes.map(({ text }) => text)).toEqual(['after'])
    await app.device.drop(app.outbox.allItems()[0]?.seq ?? 0, '当事人不同意')
    await app.device.syncNow()
    expect(fates()).toEqual(['key-1 DROPPED', 'key-2 DONE', 'key-3 DONE'])
    expect(app.outbox.allItems()[0]?.history.at(-1)).toMatchObject({ by: 'DROPPED', reason: '当事人不同意' })
    expect(textsOf(one)).toEqual(['after'])
  })

  it('waits in order while the moment is bad, however often', async () => {
    await offline(async () => {
      await note(one, 'a', 'key-1')
      await note(one, 'b', 'key-2')
    })
    for (const fault of ['busy', 'stranger', 'lost', 'answer lost'] as const) {
      server.faults = (path) => (path.endsWith('/note') ? fault : 'none')
      await app.device.syncNow()
      expect(app.field.unsent).toBe(2)
    }
    server.faults = () => 'none'
    await app.device.syncNow()
    expect(textsOf(one)).toEqual(['a', 'b'])
    expect([server.effects.get('key-1'), server.effects.get('key-2')]).toEqual([1, 1])
  })

  it('as a conflict is settled field by field, as a new command, and both are remembered', async () => {
    const path = `${cases}/${one}/correct-particulars`
    const conflict = { pointer: '/changes/0/value', label: '电话', base: '1', mine: '2', theirs: '3' }
    server.refuses = (_, body) =>
      body.includes('against')
        ? null
        : { status: 409, code: 'conflict', extra: { conflicts: [conflict], currentVersion: 4 } }
    const changes = [{ field: 'PHONE', partyId: 'p', base: '1', value: '2' }]
    await offline(() => app.post(path, { changes, reason: '更正' }, 'key-1'))
    await app.device.syncNow()
    const [item] = app.outbox.allItems()
    expect([item?.state, app.field.conflicts]).toEqual(['CONFLICT', 1])
    await app.device.resolve(item?.seq ?? 0, [{ pointer: '/changes/0/value', take: 'MINE' }])
    await app.device.syncNow()
    const settled = app.outbox.allItems()[0]
    expect(settled?.state).toBe('DONE')
    expect(settled?.key).not.toBe('key-1')
    expect(settled?.history[0]).toMatchObject({ by: 'RESOLVED', key: 'key-1', problem: { code: 'conflict' } })
    const sent = JSON.parse(server.log.filter((entry) => entry.path === path).at(-1)?.body ?? '{}') as {
      changes: unknown[]
    }
    expect(sent.changes).toEqual([{ ...changes[0], base: '3', verdict: 'MINE', against: '3' }])
  })

  it('because it names a version of a time that was lost is sent on the version there is', async () => {
    server.put({ id: one, version: 9, name: '王秀兰', notes: [] })
    await app.device.syncNow()
    await offline(() => note(one, 'a', 'key-1'))
    let refusals = 0
    const stale = { status: 412, code: 'stale_version', extra: { currentVersion: 5 } }
    server.refuses = () => (++refusals === 1 ? stale : null)
    await app.device.syncNow()
    const named = server.log.filter(({ path }) => path.endsWith('/note')).map(({ headers }) => headers.get('If-Match'))
    expect(named.slice(-2)).toEqual(['"9"', '"5"'])
    expect(fates()).toEqual(['key-1 DONE'])
  })
})

describe('what comes from the server', () => {
  it('is put under what was done here', async () => {
    await offline(() => note(one, 'mine', 'key-1'))
    server.put({ id: one, version: 7, name: '王秀兰', notes: [{ key: 'k', text: 'theirs', at: '' }] })
    await app.pull.pull()
    const texts = (await app.read<HouseFile>(`${cases}/${one}`)).notes.map(({ text }) => text)
    expect(texts).toEqual(['theirs', 'mine'])
  })

  it('says of a step that the rules would now refuse it, and still lets the server decide', async () => {
    await offline(() => note(one, 'mine', 'key-1'))
    const { useRules } = await import('@/rules/rules')
    const { houseRules } = await import('./testing/house')
    useRules({
      ask: (request) =>
        request.method === 'POST'
          ? { status: 422, body: { code: 'guards', status: 422, title: '', type: '' } }
          : houseRules.ask(request),
    })
    await import('./context').then((context) => context.readyRules())
    server.put({ id: one, version: 7, name: '王秀兰', notes: [] })
    await app.pull.pull()
    expect(app.outbox.allItems()[0]).toMatchObject({ state: 'QUEUED', doubt: { code: 'guards' } })
    await app.device.syncNow()
    expect(app.outbox.allItems()[0]).toMatchObject({ state: 'DONE', doubt: undefined })
  })

  it('comes in pages, and a page that is cut comes again', async () => {
    for (let n = 3; n < 10; n++) server.put({ id: one.replace(/1$/, String(n)), version: 1, name: '甲', notes: [] })
    let asked = 0
    server.faults = (path) => (path.includes('/sync/changes') && ++asked === 2 ? 'answer lost' : 'none')
    await app.device.syncNow()
    expect(app.field.carried).toBeLessThan(9)
    await app.device.syncNow()
    expect(app.field.carried).toBe(9)
  })

  it('takes a file away with its reason, and marks what was done to it', async () => {
    await offline(() => note(one, 'mine', 'key-1'))
    server.withdraw(one, 'SEALED')
    await app.device.syncNow()
    expect([...app.copies.carriedIds()]).toEqual([two])
    expect(app.state.withdrawn.value).toMatchObject([{ id: one, reason: 'SEALED' }])
    expect(app.outbox.allItems()[0]).toMatchObject({ state: 'PARKED', withdrawn: 'SEALED', problem: { status: 404 } })
    const db = await app.store.database()
    expect([await db.get('bases', one), await db.get('copies', one)]).toEqual([undefined, undefined])
  })

  it('after a reset is all there is', async () => {
    server.life.files.delete(one)
    server.life.serials.delete(one)
    server.epoch = 'epoch-9'
    await app.device.syncNow()
    expect(app.copies.carriedIds()).toEqual([two])
  })
})

describe('a restored server', () => {
  it('gets the last seven days again, in order, and nothing twice', async () => {
    const backup = server.backup()
    await note(one, 'a', 'key-1')
    await note(two, 'b', 'key-2')
    await app.device.syncNow()
    await note(one, 'c', 'key-3')
    await app.device.syncNow()
    server.restore(backup)
    expect(textsOf(one)).toEqual([])
    await app.device.syncNow()
    await app.device.syncNow()
    expect([textsOf(one), textsOf(two)]).toEqual([['a', 'c'], ['b']])
    expect([...server.effects.values()]).toEqual([1, 1, 1])
    expect(app.outbox.allItems().every(({ state, resent }) => state === 'DONE' && resent)).toBe(true)
    expect((await app.read<HouseFile>(`${cases}/${one}`)).notes).toHaveLength(2)
  })

  it('that had lost nothing answers again, and no note is doubled here meanwhile', async () => {
    await note(one, 'a', 'key-1')
    await app.device.syncNow()
    server.restore(server.backup())
    await app.device.syncNow()
    expect((await app.read<HouseFile>(`${cases}/${one}`)).notes).toHaveLength(1)
    await app.device.syncNow()
    expect(textsOf(one)).toEqual(['a'])
  })

  it('refuses nothing that depends on what it has lost', async () => {
    const filed = '0199cccc-0000-7000-8000-000000000001'
    const backup = server.backup()
    await app.post(cases, { id: filed, name: '李梅' }, 'key-1')
    await app.device.syncNow()
    await offline(() => note(filed, 'b', 'key-2'))
    server.restore(backup)
    await app.device.syncNow()
    await app.device.syncNow()
    expect(fates()).toEqual(['key-1 DONE', 'key-2 DONE'])
    expect(textsOf(filed)).toEqual(['filed', 'b'])
  })

  it('is asked who it is after the tablet has slept in the middle of sending', async () => {
    const backup = server.backup()
    await note(one, 'a', 'key-1')
    await app.device.syncNow()
    await offline(async () => {
      await note(one, 'b', 'key-2')
      await note(one, 'c', 'key-3')
    })
    vi.useFakeTimers({ toFake: ['Date'] })
    const answer = server.fetch.bind(server)
    let slept = false
    server.fetch = async (address, init) => {
      const response = await answer(address, init)
      if (!slept && String(address).endsWith('/note')) {
        slept = true
        // The answer has come; the lid is closed, and the server is restored before the next one goes.
        setTimeout(() => {
          vi.setSystemTime(Date.now() + 3600_000)
          server.restore(backup)
        })
      }
      return response
    }
    await app.device.syncNow()
    await app.device.syncNow()
    expect(textsOf(one)).toEqual(['a', 'b', 'c'])
  })

  it('does not get what is older than seven days, which is not kept either', async () => {
    await note(one, 'a', 'key-1')
    await app.device.syncNow()
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(Date.now() + 8 * 24 * 3600_000)
    await app.device.syncNow()
    expect(app.outbox.allItems()).toEqual([])
  })
})

describe('an attachment', () => {
  const picture = () =>
    new Blob([crypto.getRandomValues(new Uint8Array(60_000)), 'x'.repeat(600_000)], { type: 'image/webp' })
  const facts = { fileName: '伤情照片.webp', mediaType: 'image/webp' }

  it('goes up in parts after the application it belongs to, and goes on where it was cut', async () => {
    const filed = '0199cccc-0000-7000-8000-000000000001'
    const content = picture()
    const id = await offline(async () => {
      await app.post(cases, { id: filed, name: '李梅' }, 'key-1')
      return app.device.attach(filed, content, facts)
    })
    expect(app.device.localAttachments(filed)).toMatchObject([{ id, state: 'QUEUED', fileName: '伤情照片.webp' }])
    expect((await app.device.attachmentContent(id)).size).toBe(content.size)
    let puts = 0
    server.faults = (path) => (path.includes('/chunks/') && ++puts === 2 ? 'lost' : 'none')
    await app.device.syncNow()
    expect(fates()[0]).toBe('key-1 DONE')
    expect(server.life.uploads.get(id)?.parts.size).toBe(1)
    await app.device.syncNow()
    expect(server.life.uploads.get(id)?.state).toBe('READY')
    const chunks = server.log
      .filter(({ path, fault }) => path.includes('/chunks/') && fault === 'none')
      .map(({ path }) => path.slice(-1))
    expect(chunks).toEqual(['0', '1', '2'])
    expect(app.device.localAttachments(filed)).toEqual([])
  })

  it('is announced anew when the server has thrown away what was begun more than a month ago', async () => {
    const id = await offline(() => app.device.attach(one, picture(), facts))
    let puts = 0
    server.faults = (path) => (path.includes('/chunks/') && ++puts === 2 ? 'lost' : 'none')
    await app.device.syncNow()
    server.life.uploads.delete(id)
    await app.device.syncNow()
    expect(server.life.uploads.get(id)?.state).toBe('READY')
    expect(app.device.localAttachments(one)).toEqual([])
  })

  it('is handed in by a revoked tablet that is shown nothing any more', async () => {
    const id = await offline(() => app.device.attach(one, picture(), facts))
    server.drainOnly = true
    server.access.clear()
    await app.device.syncNow()
    expect(server.life.uploads.get(id)?.state).toBe('READY')
  })

  it('goes at once from a browser that is no device', async () => {
    await app.kill()
    vi.stubGlobal('indexedDB', new IDBFactory())
    app = await start()
    const id = await app.device.attach(one, picture(), facts)
    expect(server.life.uploads.get(id)?.state).toBe('READY')
    expect(server.log.at(-1)?.headers.get('Authorization')).toBeNull()
  })
})

describe('reference answers', () => {
  it('are there without the network, and say since when', async () => {
    await app.device.syncNow()
    server.reachable = false
    await app.device.syncNow()
    const answer = await app.request('GET', '/api/v1/orgs')
    expect(Date.parse(answer.headers.get('Jiahe-As-Of') ?? '')).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({ about: '/api/v1/orgs' })
    await expect(app.request('GET', '/api/v1/audit/facts')).rejects.toThrow()
  })
})
