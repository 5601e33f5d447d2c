import { describe, expect, it } from 'vitest'
import { settledBody } from './settling'
import type { ConflictProblem, Decision, FieldConflict } from './types'

const problem = (...conflicts: FieldConflict[]): ConflictProblem => ({
  type: '/problems/conflict',
  title: '',
  status: 409,
  code: 'conflict',
  conflicts,
})
const settle = (step: string, body: object, conflicts: FieldConflict[], decisions: Decision[], theirs?: object) =>
  JSON.parse(
    settledBody(step, JSON.stringify(body), problem(...conflicts), decisions, theirs as Record<string, unknown>),
  ) as Record<string, unknown>

describe('a first draft that somebody else wrote, too', () => {
  it('names a whole sheet as its base, with their texts where both wrote', () => {
    const agreement = { versionNo: 1, facts: '我的', issues: '彩礼', copies: 3, datedOn: '2026-11-24', clauses: [] }
    const theirs = { ...agreement, facts: '对方的', copies: 4 }
    const conflicts = [
      { pointer: '/agreement/facts', label: '主要事实', mine: '我的', theirs: '对方的' },
      { pointer: '/agreement/copies', label: '份数', mine: '3', theirs: '4' },
    ]
    const decisions: Decision[] = [
      { pointer: '/agreement/facts', take: 'MINE' },
      { pointer: '/agreement/copies', take: 'THEIRS' },
    ]
    const body = settle('draft-agreement', { agreement }, conflicts, decisions, theirs)
    expect(body.agreement).toEqual({ ...agreement, copies: 4 })
    expect(body.base).toEqual({
      versionNo: 1,
      facts: '对方的',
      issues: '',
      copies: 4,
      datedOn: '2026-11-24',
      clauses: [],
    })
  })
})

describe('a correction that somebody else made too', () => {
  const address = { field: 'RESIDENCE_ADDRESS', partyId: 'p1', base: '旧', value: '我的' }
  const summary = { field: 'SUMMARY', base: '甲', value: '乙' }
  const body = { changes: [summary, address], reason: '更正' }
  const conflict = { pointer: '/changes/1/value', label: '王芳 · 现住址', base: '旧', mine: '我的', theirs: '对方的' }

  it('names what the other has as its base, and the value that lost', () => {
    const mine = settle('correct-particulars', body, [conflict], [{ pointer: conflict.pointer, take: 'MINE' }])
    expect(mine.changes).toEqual([summary, { ...address, base: '对方的', verdict: 'MINE', against: '对方的' }])
    const theirs = settle('correct-particulars', body, [conflict], [{ pointer: conflict.pointer, take: 'THEIRS' }])
    expect(theirs.changes).toEqual([
      summary,
      { ...address, base: '对方的', value: '对方的', verdict: 'THEIRS', against: '我的' },
    ])
  })

  it('takes a third value, and an emptied field as empty', () => {
    const emptied = { ...conflict, theirs: undefined }
    const decision: Decision = { pointer: conflict.pointer, take: 'OTHER', value: '第三' }
    const settled = settle('correct-particulars', body, [emptied], [decision])
    expect(settled.changes).toEqual([
      summary,
      { ...address, base: null, value: '第三', verdict: 'MINE', against: null },
    ])
    expect(settled.reason).toBe('更正')
  })
})

it('a telephone decided for the other is told as decided, with the number that lost', () => {
  const phone = { field: 'PHONE', partyId: 'p1', base: '138****0001', value: '13900000002' }
  const body = { changes: [phone], reason: 'r' }
  const conflict = { pointer: '/changes/0/value', label: '电话', mine: '13900000002', theirs: '137****0003' }
  const settled = settle('correct-particulars', body, [conflict], [{ pointer: conflict.pointer, take: 'THEIRS' }])
  expect(settled.changes).toEqual([
    { ...phone, base: '137****0003', value: '137****0003', verdict: 'THEIRS', against: '13900000002' },
  ])
})

describe('a draft that two people wrote', () => {
  const clause = (id: string, text: string, amountFen: number | null = null) => ({ id, kind: 'MONEY', text, amountFen })
  const base = { facts: 'F', copies: 3, clauses: [clause('a', 'A'), clause('b', 'B')] }
  const agreement = { facts: 'F mine', copies: 4, clauses: [clause('a', 'A mine', 100), clause('b', 'B')] }
  const theirs = { facts: 'F theirs', copies: 5, clauses: [clause('a', 'A theirs', 200), clause('c', 'C')] }
  const body = { agreement, base, occurredAt: 'x' }
  const facts = { pointer: '/agreement/facts', label: '主要事实', base: 'F', mine: 'F mine', theirs: 'F theirs' }
  const copies = { pointer: '/agreement/copies', label: '份数', base: '3', mine: '4', theirs: '5' }
  const first = { pointer: '/agreement/clauses/0', label: '第1条', base: 'A', mine: 'A mine', theirs: 'A theirs' }

  it('where mine holds, theirs becomes the base, and the rest is left as it was', () => {
    const settled = settle(
      'draft-agreement',
      body,
      [facts, first],
      [
        { pointer: facts.pointer, take: 'MINE' },
        { pointer: first.pointer, take: 'MINE' },
      ],
      theirs,
    )
    expect(settled).toEqual({
      occurredAt: 'x',
      agreement,
      base: { facts: 'F theirs', copies: 3, clauses: [clause('a', 'A theirs', 200), clause('b', 'B')] },
    })
  })

  it('where theirs holds, the whole clause is theirs, not only its text', () => {
    const settled = settle('draft-agreement', body, [first], [{ pointer: first.pointer, take: 'THEIRS' }], theirs)
    expect((settled.agreement as typeof agreement).clauses).toEqual([clause('a', 'A theirs', 200), clause('b', 'B')])
  })

  it('a third text is put into my clause', () => {
    const decision: Decision = { pointer: first.pointer, take: 'OTHER', value: 'A third' }
    const settled = settle('draft-agreement', body, [first], [decision], theirs)
    expect((settled.agreement as typeof agreement).clauses[0]).toEqual(clause('a', 'A third', 100))
  })

  it('a clause that the other struck out stays struck out, or comes back', () => {
    const struck = { ...theirs, clauses: [clause('c', 'C')] }
    const gone = { ...first, theirs: undefined }
    const out = settle('draft-agreement', body, [gone], [{ pointer: first.pointer, take: 'THEIRS' }], struck)
    expect((out.agreement as typeof agreement).clauses).toEqual([clause('b', 'B')])
    const back = settle('draft-agreement', body, [gone], [{ pointer: first.pointer, take: 'MINE' }], struck)
    expect((back.agreement as typeof agreement).clauses[0]).toEqual(clause('a', 'A mine', 100))
    expect((back.base as typeof agreement).clauses).toEqual([clause('b', 'B')])
  })

  it('without a copy of theirs their text is read as what mine is', () => {
    const settled = settle('draft-agreement', body, [copies], [{ pointer: copies.pointer, take: 'THEIRS' }])
    expect([settled.agreement, settled.base]).toMatchObject([{ copies: 5 }, { copies: 5 }])
  })
})

it('any other step gets what was decided where its body has it', () => {
  const conflict = { pointer: '/place', label: '地点', mine: '村委会', theirs: '调解站' }
  expect(settle('notify', { place: '村委会' }, [conflict], [{ pointer: '/place', take: 'THEIRS' }])).toEqual({
    place: '调解站',
  })
  expect(settle('notify', { other: 1 }, [conflict], [{ pointer: '/place', take: 'THEIRS' }])).toEqual({ other: 1 })
})
