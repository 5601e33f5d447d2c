import { afterEach, describe, expect, it, vi } from 'vitest'
import { clock } from './clock'

const year = 365.25 * 24 * 3600_000
const server = Date.parse('2026-11-24T02:00:00Z')

afterEach(() => vi.useRealTimers())

describe('the clock', () => {
  it.each([-10, -1, 0, 1, 10])('of a device that is wrong by %i years tells the time of the house', (years) => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(server + years * year)
    clock.restore({ offset: 0, seen: 0 })
    clock.learn('2026-11-24T02:00:00Z')
    vi.setSystemTime(server + years * year + 60_000)
    expect(clock.iso()).toBe('2026-11-24T02:01:00.000Z')
    expect(clock.ranBackwards()).toBe(false)
  })

  it('never runs backwards, and knows when it was set back', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(server)
    clock.restore({ offset: 0, seen: server + 3600_000 })
    expect(clock.ranBackwards()).toBe(true)
    expect(clock.now()).toBe(server + 3600_000)
  })

  it('goes on from the right time when it is set back while the app is open', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(server)
    clock.restore({ offset: 0, seen: 0 })
    clock.learn('2026-11-24T02:00:00Z')
    vi.setSystemTime(server - year)
    expect(Math.abs(clock.now() - server)).toBeLessThan(5_000)
    vi.setSystemTime(server - year + 600_000)
    expect(Math.abs(clock.now() - server - 600_000)).toBeLessThan(5_000)
  })

  it('measures a command from the future by the clock it was made with', () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(server + 10 * year)
    clock.restore({ offset: 0, seen: 0 })
    const made = clock.iso()
    clock.learn('2026-11-24T02:00:00Z')
    expect(clock.beside(made, 0)).toBe(new Date(server + 10 * year).toISOString())
    expect(clock.beside('2026-11-24T01:00:00Z', 0)).toBe('2026-11-24T02:00:00.000Z')
  })
})
