import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, shallowRef, type EffectScope } from 'vue'
import { OfflineError } from '@/api/problem'
import { field } from '@/offline/state'
import { useUnreachable } from './unreachable'

let scope: EffectScope
const asked = () => ({ data: shallowRef<unknown>(), error: shallowRef<unknown>(null), refetch: vi.fn(async () => 0) })

beforeEach(() => {
  scope = effectScope()
  Object.assign(field, { state: 'open', online: true })
})
afterEach(() => {
  scope.stop()
  Object.assign(field, { state: 'none', online: true })
})

it('a tablet that knows of no network does not wait for the question to fail', () => {
  const query = asked()
  const unreachable = scope.run(() => useUnreachable(query))
  expect(unreachable?.value).toBe(false)
  field.online = false
  expect(unreachable?.value).toBe(true)
  // What was there before stays on the page.
  query.data.value = { items: [] }
  expect(unreachable?.value).toBe(false)
})

it('asks again when the network is back', () => {
  const query = asked()
  const unreachable = scope.run(() => useUnreachable(query))
  query.error.value = new OfflineError('no answer')
  field.online = false
  expect([unreachable?.value, query.refetch.mock.calls.length]).toEqual([true, 0])
  field.online = true
  expect(query.refetch).toHaveBeenCalledOnce()
})

it('a browser that is no tablet shows the failure, with a way to try again', () => {
  field.state = 'none'
  const query = asked()
  const unreachable = scope.run(() => useUnreachable(query))
  query.error.value = new OfflineError('no answer')
  expect(unreachable?.value).toBe(false)
})
