import { expect, it, vi } from 'vitest'
import { isKeptAwake, stayAwake, whenAwake } from './awake'

it('keeps the session while anything holds it, and asks the server now and then', () => {
  vi.useFakeTimers()
  const asked = vi.fn()
  whenAwake(asked)
  const first = stayAwake()
  const second = stayAwake()
  vi.advanceTimersByTime(11 * 60_000)
  expect(asked).toHaveBeenCalledTimes(4)
  first()
  first()
  expect(isKeptAwake()).toBe(true)
  second()
  expect(isKeptAwake()).toBe(false)
  vi.advanceTimersByTime(60 * 60_000)
  expect(asked).toHaveBeenCalledTimes(4)
  vi.useRealTimers()
})
