import { expect, it } from 'vitest'
import { explained } from './refusals'
import { item } from './samples'

const notFound = { type: '', title: '没有找到', status: 404, code: 'not_found' }
const at = '2026-11-24T01:00:00Z'

it('a file that the server does not find any more says what may have become of it, until it is known', () => {
  const parked = item({ seq: 1, state: 'PARKED', problem: notFound })
  const before = explained(parked, [])
  expect(before.reasons).toEqual([expect.stringContaining('可能已经改派')])
  expect(before.advice).toContain('自动查明')
  const after = explained(parked, [{ kind: 'CASE_FILE', id: parked.recordId, reason: 'RECUSED', at }])
  expect(after.reasons).toEqual(['您已回避这份案件'])
  expect(after.advice).toContain('接办')
})

it('a withdrawn file keeps the reasons the server gave for the step itself', () => {
  const problem = { ...notFound, title: '聘任已到期', status: 422, code: 'guards' }
  const { reasons } = explained(item({ seq: 1, state: 'PARKED', problem, withdrawn: 'CLOSED' }), [])
  expect(reasons).toEqual(['案件已办结', '聘任已到期'])
})

it('a record that is no file is told in the words of the server', () => {
  const problem = { ...notFound, errors: [{ pointer: '/village', code: 'unknown', message: '没有这个村' }] }
  const parked = item({ seq: 1, state: 'PARKED', capture: 'ENTRY', problem })
  expect(explained(parked, []).reasons).toEqual(['没有找到', '没有这个村'])
})
