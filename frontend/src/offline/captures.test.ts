import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { activated, passphrase, start, type App } from './testing/app'
import { TestServer } from './testing/server'

const entries = '/api/v1/reception/entries'
const one = '0199eeee-0000-7000-8000-000000000001'
const two = '0199eeee-0000-7000-8000-000000000002'

let server: TestServer
let app: App

beforeEach(async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  server = new TestServer()
  server.install()
  app = await activated(server)
})

afterEach(async () => {
  await app.kill()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const fates = () => app.outbox.allItems().map(({ key, state }) => `${key} ${state}`)
const actsOf = (id: string) => server.life.records.get(id)?.acts
const enter = (id: string, name: string, key: string) =>
  app.post(entries, { id, name, occurredAt: '2026-11-24T01:00:00Z' }, key)
const survey = (id: string, key: string) => app.post(`${entries}/${id}/survey`, { satisfied: 5 }, key)

/** Nobody answers, and the device knows it. */
async function offline<T>(work: () => Promise<T>): Promise<T> {
  server.reachable = false
  app.field.online = false
  const done = await work()
  server.reachable = true
  return done
}

describe('a record made without a network', () => {
  it('is taken here under a temporary number, and sent as it was entered', async () => {
    const answer = await offline(() => enter(one, '王秀兰', 'key-1'))
    expect([answer.status, answer.headers.get('Jiahe-Pending'), answer.headers.get('ETag')]).toEqual([202, '1', '"1"'])
    const [item] = app.outbox.allItems()
    expect(await answer.json()).toEqual({
      id: one,
      name: '王秀兰',
      occurredAt: '2026-11-24T01:00:00Z',
      temporaryNumber: `T-3-${item?.seq}`,
    })
    expect(app.pendingCaptures('ENTRY').value).toMatchObject([{ temporaryNumber: `T-3-${item?.seq}`, recordId: one }])
    expect(app.pendingCaptures('SURVEY').value).toEqual([])
    await app.device.syncNow()
    const sent = server.log.filter(({ path, fault }) => path === entries && fault === 'none')
    expect(sent.map(({ body, headers }) => [body, headers.get('Idempotency-Key')])).toEqual([[item?.body, 'key-1']])
    expect(fates()).toEqual(['key-1 DONE'])
    expect(app.outbox.allItems()[0]?.number).toBe('接字第1号')
    expect(app.pendingCaptures('ENTRY').value).toEqual([])
  })

  it('survives the death of the app', async () => {
    await offline(async () => {
      await enter(one, '王秀兰', 'key-1')
      await app.kill()
      app = await start()
      await app.device.unlock(passphrase)
      expect(app.pendingCaptures('ENTRY').value).toHaveLength(1)
    })
    await app.device.syncNow()
    expect(actsOf(one)).toEqual(['made'])
  })

  it('keeps the order of its record, whatever becomes of others', async () => {
    server.refuses = (_, body) => (body.includes('poison') ? { status: 422, code: 'guards' } : null)
    await offline(async () => {
      await enter(one, 'poison', 'key-1')
      await survey(one, 'key-2')
      await enter(two, '李梅', 'key-3')
      await survey(two, 'key-4')
    })
    await app.device.syncNow()
    expect(fates()).toEqual(['key-1 PARKED', 'key-2 QUEUED', 'key-3 DONE', 'key-4 DONE'])
    expect(actsOf(two)).toEqual(['made', 'survey'])
  })

  it('is no file: nothing of it is carried, and nothing of it is doubted by the rules', async () => {
    await offline(() => enter(one, '王秀兰', 'key-1'))
    server.withdraw(two, 'CLOSED')
    await app.device.syncNow()
    const { doubt, problem } = app.outbox.allItems()[0] ?? {}
    expect([doubt, problem, app.copies.carriedIds()]).toEqual([undefined, undefined, []])
  })

  it('without an id of its own is not taken: nothing could follow it', async () => {
    await expect(offline(() => app.post(entries, { name: '王秀兰' }, 'key-1'))).rejects.toThrow()
    expect(app.outbox.allItems()).toEqual([])
  })
})

describe('a record made with a network', () => {
  it('goes straight to the server, whose refusal is shown at once', async () => {
    const answer = await enter(one, '王秀兰', 'key-1')
    expect([answer.status, (await answer.json()) as object]).toEqual([201, { id: one, number: '接字第1号' }])
    server.refuses = () => ({ status: 422, code: 'guards' })
    expect((await enter(two, '李梅', 'key-2')).status).toBe(422)
    expect(app.outbox.allItems()).toEqual([])
  })

  it('waits behind what was done to the same record before', async () => {
    await offline(() => enter(one, '王秀兰', 'key-1'))
    app.field.online = true
    const answer = await survey(one, 'key-2')
    expect([answer.status, answer.headers.get('Jiahe-Pending')]).toEqual([202, '2'])
    await app.device.syncNow()
    expect(actsOf(one)).toEqual(['made', 'survey'])
  })

  it('whose answer was lost is kept, sent again with its key, and made once', async () => {
    server.faults = (path) => (path === entries ? 'answer lost' : 'none')
    const answer = await enter(one, '王秀兰', 'key-1')
    expect(answer.status).toBe(202)
    await app.device.syncNow()
    expect(app.field.unsent).toBe(1)
    server.faults = () => 'none'
    await app.device.syncNow()
    expect([fates(), actsOf(one), server.effects.get('key-1')]).toEqual([['key-1 DONE'], ['made'], 1])
  })

  it('given twice with one key is one record', async () => {
    await offline(async () => {
      await enter(one, '王秀兰', 'key-1')
      expect((await enter(one, '王秀兰', 'key-1')).status).toBe(202)
    })
    expect(app.outbox.allItems()).toHaveLength(1)
  })
})

describe('a refused record', () => {
  const refused = async () => {
    server.refuses = (_, body) =>
      body.includes('poison')
        ? { status: 422, code: 'guards', extra: { blockers: [{ code: 'R01' }, { code: 'R02' }] } }
        : null
    await offline(async () => {
      await enter(one, 'poison', 'key-1')
      await survey(one, 'key-2')
    })
    await app.device.syncNow()
    return app.outbox.allItems()[0]
  }

  it('that is corrected goes in its place, as a new command, and what was sent is remembered', async () => {
    const item = await refused()
    expect(item?.problem?.blockers).toHaveLength(2)
    const answer = await app.request(
      'POST',
      entries,
      { id: one, name: '王秀兰' },
      { 'Idempotency-Key': 'key-3', 'Jiahe-Amends': String(item?.seq) },
    )
    expect([answer.status, answer.headers.get('Jiahe-Temporary-Number')]).toEqual([202, item?.temporaryNumber])
    await app.device.syncNow()
    expect(fates()).toEqual(['key-3 DONE', 'key-2 DONE'])
    expect(actsOf(one)).toEqual(['made', 'survey'])
    expect(app.outbox.allItems()[0]?.history).toMatchObject([{ by: 'AMENDED', key: 'key-1', body: item?.body }])
    const sent = server.log.filter(({ path }) => path === entries)
    expect(sent.some(({ headers }) => headers.has('Jiahe-Amends'))).toBe(false)
  })

  it('is given up or sent again like any other', async () => {
    const item = await refused()
    server.refuses = () => null
    await app.device.retry(item?.seq ?? 0)
    await app.device.syncNow()
    expect(fates()).toEqual(['key-1 DONE', 'key-2 DONE'])
  })
})

describe('a restored server', () => {
  it('gets the records of the last seven days again, in order, and none twice', async () => {
    const backup = server.backup()
    await offline(async () => {
      await enter(one, '王秀兰', 'key-1')
      await survey(one, 'key-2')
    })
    await app.device.syncNow()
    expect(actsOf(one)).toEqual(['made', 'survey'])
    server.restore(backup)
    expect(actsOf(one)).toBeUndefined()
    await app.device.syncNow()
    await app.device.syncNow()
    expect(actsOf(one)).toEqual(['made', 'survey'])
    expect([...server.effects.values()]).toEqual([1, 1])
  })
})
