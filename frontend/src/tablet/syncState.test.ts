import { expect, it } from 'vitest'
import { syncState } from './syncState'

const now = Date.parse('2026-11-24T08:00:00Z')
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString()
const calm = {
  state: 'open',
  online: true,
  draining: false,
  unsent: 0,
  oldestUnsentAt: null,
  parked: 0,
  conflicts: 0,
  needsActivation: false,
} as const

it('says in words that all is sent, or that there is no network', () => {
  expect(syncState(calm, now)).toMatchObject({ tone: 'green', words: '已全部上传' })
  expect(syncState({ ...calm, online: false }, now)).toMatchObject({ tone: 'grey', words: '离线' })
})

it('counts what is unsent with the age of the oldest, and turns red after a day', () => {
  const unsent = { ...calm, online: false, unsent: 3 }
  expect(syncState({ ...unsent, oldestUnsentAt: hoursAgo(2) }, now)).toMatchObject({
    tone: 'yellow',
    words: '3 项待传，最早的 2 小时',
  })
  expect(syncState({ ...unsent, oldestUnsentAt: hoursAgo(25) }, now)).toMatchObject({
    tone: 'red',
    words: '3 项待传，最早的 25 小时',
  })
  expect(syncState({ ...unsent, oldestUnsentAt: hoursAgo(0) }, now).words).toBe('3 项待传')
  expect(syncState({ ...unsent, oldestUnsentAt: hoursAgo(80) }, now).words).toBe('3 项待传，最早的 3 天')
  expect(syncState({ ...unsent, oldestUnsentAt: hoursAgo(0) }, now).words).toBe('3 项待传')
})

it('shows sending only while it is sending', () => {
  const sending = { ...calm, draining: true, unsent: 2, oldestUnsentAt: hoursAgo(1) }
  expect(syncState(sending, now).words).toBe('正在上传，还有 2 项')
  expect(syncState({ ...sending, online: false }, now).tone).toBe('yellow')
  expect(syncState({ ...sending, unsent: 0 }, now).words).toBe('已全部上传')
})

it('what needs a decision is said before everything else', () => {
  const waiting = { ...calm, parked: 1, conflicts: 1, unsent: 5, oldestUnsentAt: hoursAgo(50) }
  expect(syncState(waiting, now)).toMatchObject({ tone: 'red', words: '2 项要处理' })
})
