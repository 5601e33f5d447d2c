import { describe, expect, it } from 'vitest'
import { decidedCorrection, decidedDraft } from './merging'
import type { FieldConflict } from './types'

const problem = (...conflicts: FieldConflict[]) => ({ type: '', title: '', status: 409, code: 'conflict', conflicts })
const conflict = (pointer: string, theirs: unknown): FieldConflict => ({
  ...{ pointer, labelZh: '', labelEn: '', base: null, mine: null, theirs },
})

describe('a correction that was decided', () => {
  const body = JSON.stringify({
    reason: '更正',
    changes: [
      { field: 'PHONE', partyId: 'p', base: '139****0000', value: '13900001111' },
      { field: 'LANGUAGE', partyId: 'p', base: '汉语', value: '维吾尔语' },
      { field: 'SUMMARY', base: 'a', value: 'b' },
    ],
  })

  it('names the value that lost, leaves alone what nobody else touched, and never writes a masked telephone', () => {
    const conflicts = problem(conflict('/changes/0/value', '138****2222'), conflict('/changes/1/value', '哈萨克语'))
    const text = decidedCorrection(body, conflicts, [
      { pointer: '/changes/0/value', take: 'THEIRS' },
      { pointer: '/changes/1/value', take: 'THEIRS' },
    ])
    expect(JSON.parse(text ?? '')).toEqual({
      reason: '更正',
      changes: [
        {
          field: 'LANGUAGE',
          partyId: 'p',
          base: '哈萨克语',
          value: '哈萨克语',
          verdict: 'THEIRS',
          against: '维吾尔语',
        },
        { field: 'SUMMARY', base: 'a', value: 'b' },
      ],
    })
  })

  it('takes a third value as mine', () => {
    const text = decidedCorrection(body, problem(conflict('/changes/1/value', '哈萨克语')), [
      { pointer: '/changes/1/value', take: 'OTHER', value: '双语' },
    ])
    expect((JSON.parse(text ?? '') as { changes: unknown[] }).changes[1]).toMatchObject({
      ...{ base: '哈萨克语', value: '双语', verdict: 'MINE', against: '哈萨克语' },
    })
  })

  it('is nothing when nothing of it is left', () => {
    const alone = JSON.stringify({ reason: 'r', changes: [{ field: 'PHONE', base: null, value: '1' }] })
    const text = decidedCorrection(alone, problem(conflict('/changes/0/value', '1****1')), [
      { pointer: '/changes/0/value', take: 'THEIRS' },
    ])
    expect(text).toBeNull()
  })
})

describe('a draft that was decided', () => {
  const clause = (id: string, text: string) => ({ id, text, kind: 'OTHER' })
  const base = { facts: 'f', issues: 'i', place: null, copies: 2, clauses: [clause('1', 'a'), clause('2', 'b')] }
  const mine = {
    facts: 'mine',
    issues: 'i',
    place: 'mine',
    copies: 2,
    clauses: [clause('1', 'mine'), clause('2', 'b'), clause('3', 'new')],
  }
  const there = {
    facts: 'theirs',
    issues: 'theirs',
    copies: 3,
    clauses: [clause('1', 'theirs'), clause('4', 'theirs too')],
  }
  const merge = (decisions: Parameters<typeof decidedDraft>[2]) =>
    JSON.parse(decidedDraft(JSON.stringify({ agreement: mine, base }), there, decisions)) as {
      agreement: typeof mine
      base: unknown
    }

  it('keeps what others changed elsewhere, and is written from what stands there now', () => {
    const { agreement, base: from } = merge([
      { pointer: '/agreement/facts', take: 'THEIRS' },
      { pointer: '/agreement/clauses/0', take: 'MINE' },
    ])
    expect(from).toEqual(there)
    expect(agreement).toMatchObject({ facts: 'theirs', issues: 'theirs', place: 'mine', copies: 3 })
    expect(agreement.clauses.map(({ id, text }) => `${id} ${text}`)).toEqual(['1 mine', '3 new', '4 theirs too'])
  })

  it('takes a third wording of a clause', () => {
    const { agreement } = merge([{ pointer: '/agreement/clauses/0', take: 'OTHER', value: 'both' }])
    expect(agreement.clauses[0]).toEqual(clause('1', 'both'))
  })
})
