import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { activated, chance, passphrase, start, type App } from './testing/app'
import type { HouseFile } from './testing/house'
import { TestServer, type Fault } from './testing/server'

const cases = '/api/v1/mediation/cases'
const file = (n: number) => `0199bbbb-0000-7000-8000-${String(n).padStart(12, '0')}`

let app: App
afterEach(async () => {
  await app.kill()
  vi.unstubAllGlobals()
})

async function device(files: number): Promise<TestServer> {
  vi.stubGlobal('indexedDB', new IDBFactory())
  const server = new TestServer()
  server.install()
  for (let n = 1; n <= files; n++) server.put({ id: file(n), version: 1, name: `甲${n}`, notes: [] })
  app = await activated(server)
  return server
}

async function restart(): Promise<void> {
  await app.kill()
  app = await start()
  await app.device.unlock(passphrase)
  app.sync.stopSync()
}

/** Until nothing waits and the last round brought nothing new. */
async function settle(server: TestServer): Promise<void> {
  server.faults = () => 'none'
  for (let i = 0; i < 4; i++) await app.device.syncNow()
}

/** What was done, and what must be found of it at the end. */
interface Expected {
  key: string
  id: string
  poison: boolean
}

async function history(seed: number): Promise<void> {
  const random = chance(seed)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const server = await device(3)
  const done: Expected[] = []
  const ids = [file(1), file(2), file(3)]
  let backup = server.backup()
  server.refuses = (_, body) => (body.includes('poison') ? { status: 422, code: 'guards' } : null)
  const rough: Fault[] = ['none', 'none', 'none', 'lost', 'answer lost', 'twice', 'busy', 'stranger']
  server.faults = () => pick(rough)

  for (let i = 0; i < 25; i++) {
    const dice = random()
    if (dice < 0.55) {
      const id = pick(ids)
      const poison = random() < 0.06
      const key = `${seed}-${i}`
      const answer = await app.post(`${cases}/${id}/note`, { text: poison ? 'poison' : key }, key)
      expect(answer.status, `seed ${seed}`).toBe(200)
      done.push({ key, id, poison })
    } else if (dice < 0.65) {
      const id = `0199dddd-0000-7000-8000-${String(seed * 100 + i).padStart(12, '0')}`
      const key = `${seed}-${i}`
      await app.post(cases, { id, name: '李梅' }, key)
      ids.push(id)
      done.push({ key, id, poison: false })
    } else if (dice < 0.85) await app.device.syncNow()
    else if (dice < 0.92) await restart()
    else if (dice < 0.96) backup = server.backup()
    else server.restore(backup)
  }
  // The office works too.
  const theirs = server.life.files.get(file(1))
  if (theirs) {
    const notes = [...theirs.notes, { key: 'office', text: 'office', at: '' }]
    server.put({ ...theirs, version: theirs.version + 1, notes })
  }
  await settle(server)
  for (let parked = app.outbox.allItems().find(({ state }) => state === 'PARKED'); parked;) {
    await app.device.drop(parked.seq, '重复')
    await settle(server)
    parked = app.outbox.allItems().find(({ state }) => state === 'PARKED')
  }

  const told = `seed ${seed}`
  expect(
    app.outbox
      .allItems()
      .map(({ key }) => key)
      .sort(),
    told,
  ).toEqual(done.map(({ key }) => key).sort())
  for (const id of ids) {
    const wanted = done.filter((one) => one.id === id && !one.poison).map(({ key }) => key)
    const there = server.life.files.get(id)?.notes.map(({ key }) => key) ?? []
    expect(
      there.filter((key) => key !== 'office'),
      `${told} ${id}`,
    ).toEqual(wanted)
    expect(
      (await app.read<HouseFile>(`${cases}/${id}`)).notes.map(({ key }) => key),
      `${told} ${id}`,
    ).toEqual(there)
  }
  const twice = [...server.effects].filter(([, times]) => times !== 1)
  expect(twice, told).toEqual([])
}

describe('random histories', () => {
  it.each(Array.from({ length: 8 }, (_, i) => i))(
    'with requests lost, cut, doubled and delayed, restarts and restores lose nothing and do nothing twice (%i)',
    async (block) => {
      for (let seed = block * 5 + 1; seed <= block * 5 + 5; seed++) {
        await history(seed)
        await app.kill()
      }
    },
    60_000,
  )
})

describe('a long time without the network', () => {
  it('keeps five thousand commands through the deaths of the app, and sends each once and in order', async () => {
    const server = await device(20)
    server.reachable = false
    const many = 5_000
    for (let i = 0; i < many; i++) {
      if (i % 1_250 === 1_249) await restart()
      const answer = await app.post(`${cases}/${file((i % 20) + 1)}/note`, { text: `n${i}` }, `key-${i}`)
      if (answer.status !== 200) throw new Error(`${i}: ${answer.status}`)
    }
    await restart()
    expect(app.field.unsent).toBe(many)
    server.reachable = true
    let requests = 0
    server.faults = () => (++requests % 701 === 0 ? 'answer lost' : 'none')
    for (let i = 0; i < 30 && app.field.unsent > 0; i++) {
      await app.device.syncNow()
      if (i === 3) await restart()
    }
    await settle(server)
    expect(app.outbox.allItems().filter(({ state }) => state !== 'DONE')).toEqual([])
    for (let n = 1; n <= 20; n++) {
      const wanted = Array.from({ length: many / 20 }, (_, i) => `n${i * 20 + n - 1}`)
      expect(server.life.files.get(file(n))?.notes.map(({ text }) => text)).toEqual(wanted)
    }
    expect([...server.effects.values()].every((times) => times === 1)).toBe(true)
  }, 240_000)
})

describe('the end of the app in the middle of sending', () => {
  it('leaves the command for the next start, whether or not it had arrived', async () => {
    for (const fault of ['frozen', 'lost'] as const) {
      const server = await device(1)
      server.reachable = false
      await app.post(`${cases}/${file(1)}/note`, { text: 'a' }, 'key-1')
      server.reachable = true
      server.faults = (path) => (path.endsWith('/note') ? fault : 'none')
      const sending = app.device.syncNow()
      await vi.waitFor(() =>
        expect(server.log.some(({ path, fault: f }) => path.endsWith('/note') && f === fault)).toBe(true),
      )
      if (fault === 'lost') await sending
      await restart()
      await settle(server)
      expect(server.effects.get('key-1')).toBe(1)
      await app.kill()
    }
  })
})
