import { describe, expect, it } from 'vitest'
import { isTransient, OfflineError, problemOf, ProblemError } from './problem'

const problem = { type: '/problems/guards', title: '不能受理', status: 409, code: 'guards' }

describe('problemOf', () => {
  it('reads the document with all blockers', async () => {
    const body = { ...problem, blockers: [{ code: 'G05', title: '调解员任期已满', basis: '人民调解法第十四条' }] }
    const answer = new Response(JSON.stringify(body), {
      status: 409,
      headers: { 'Content-Type': 'application/problem+json' },
    })
    expect(await problemOf(answer)).toMatchObject(body)
  })

  it('makes a problem of the page of a proxy', async () => {
    const answer = new Response('<html>', {
      status: 502,
      headers: { 'Content-Type': 'text/html', 'X-Request-Id': 'r1' },
    })
    expect(await problemOf(answer)).toMatchObject({ status: 502, code: 'http_502', instance: 'r1' })
  })
})

describe('isTransient', () => {
  it('holds for no answer, overload, and a command in flight', () => {
    expect(isTransient(new OfflineError())).toBe(true)
    expect(isTransient(new ProblemError({ ...problem, status: 503 }))).toBe(true)
    expect(isTransient(new ProblemError({ ...problem, code: 'idempotency_in_flight' }))).toBe(true)
  })

  it('does not hold for a refusal', () => {
    expect(isTransient(new ProblemError(problem))).toBe(false)
  })
})
