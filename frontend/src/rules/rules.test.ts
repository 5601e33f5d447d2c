import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadRules, rulesAvailable, type Rules } from './rules'

const made = existsSync('rules/rules.wasm')
const question = { method: 'GET', path: '', now: '2026-11-24T02:00:00Z', lang: 'zh-CN', actor: undefined }

it('a build says whether it carries the rules', async () => {
  expect(rulesAvailable).toBe(made)
  if (!made) expect(await loadRules()).toBeNull()
})

describe.runIf(made)('the rules of the house', () => {
  let rules: Rules

  beforeEach(async () => {
    vi.stubGlobal('fetch', async () => new Response(readFileSync('rules/rules.wasm')))
    rules = (await loadRules()) as Rules
  })
  afterEach(() => vi.unstubAllGlobals())

  it('tell their conditions in the language that is asked for', () => {
    const { status, body } = rules.ask({ ...question, op: 'catalogue' })
    expect(status).toBe(200)
    const { guards, forms } = body as { guards: { code: string; title: string }[]; forms: unknown[] }
    expect(guards.length).toBeGreaterThan(15)
    expect(forms.length).toBeGreaterThan(15)
    const english = rules.ask({ ...question, op: 'catalogue', lang: 'en' }).body as typeof body
    expect(english).not.toEqual(body)
  })

  it('answer a question that makes their memory grow, and the one after it', () => {
    const long = 'x'.repeat(3_000_000)
    expect(rules.ask({ ...question, op: 'request', path: long }).status).toBe(404)
    expect(rules.ask({ ...question, op: 'catalogue' }).status).toBe(200)
  })

  it('refuse a question they do not understand', () => {
    expect(rules.ask({ ...question, op: 'request', now: 'yesterday' }).status).toBeGreaterThanOrEqual(400)
  })

  it('refuse an application with the pointers of the form', () => {
    const actor = {
      account: { id: '0199aaaa-0000-7000-8000-000000000001', name: '刘建国' },
      roles: [{ role: 'MEDIATOR' }],
    }
    const answer = rules.ask({ ...question, op: 'file', method: 'POST', actor, body: { claims: [] }, key: 'k' })
    expect(answer.status).toBe(422)
    expect((answer.body as { errors: { pointer: string }[] }).errors.length).toBeGreaterThan(0)
    expect(answer.file).toBeUndefined()
  })
})
