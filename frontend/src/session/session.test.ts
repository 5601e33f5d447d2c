import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { routeThrough } from '@/api/client'
import { field } from '@/offline/state'
import { me, sessionKnown, signOut, whenSignedOut } from './session'

const person = { account: { id: '1', name: '刘建国' }, roles: [], permissions: [], office: { id: '2', name: '云溪' } }
const asked: string[] = []

/** What the vault answers; the network is never asked in these tests. */
const answer = async (request: Request) => {
  asked.push(`${request.method} ${new URL(request.url).pathname}`)
  return new Response(JSON.stringify(person), { headers: { 'Content-Type': 'application/json' } })
}

beforeEach(() => {
  asked.length = 0
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => Promise.reject(new TypeError('no network'))),
  )
})

afterEach(() => {
  field.state = 'none'
  routeThrough(null)
  vi.unstubAllGlobals()
})

describe('the session of a device', () => {
  it('knows nobody while it is locked, and asks nobody', async () => {
    field.state = 'locked'
    await sessionKnown()
    expect(me.value).toBeNull()
    expect(fetch).not.toHaveBeenCalled()
  })

  it('is who the vault says, once it is open, and ends with it', async () => {
    const left = vi.fn()
    whenSignedOut(left)
    field.state = 'locked'
    await sessionKnown()
    routeThrough(answer)
    field.state = 'open'
    await sessionKnown()
    expect(me.value?.account.name).toBe('刘建国')
    field.state = 'locked'
    expect(me.value).toBeNull()
    expect(left).toHaveBeenCalledOnce()
  })

  it('is locked, not signed out, by whoever leaves', async () => {
    routeThrough(answer)
    field.state = 'open'
    await sessionKnown()
    await signOut()
    expect(asked.filter((one) => one.includes('logout'))).toEqual([])
    expect(fetch).not.toHaveBeenCalled()
  })
})
