import { describe, expect, test } from 'vitest'
import type { StateCount, Task } from '@/api/schema'
import { groupDue, splitCounts } from './due'

const now = new Date('2026-05-20T02:00:00Z')

function task(dueOn: string | undefined, overdue = false): Task {
  return { dueOn, overdue, kind: dueOn ? 'CLOCK' : 'SEAL' } as Task
}

describe('what is due', () => {
  test('late things come first, waiting ones next, then the days', () => {
    const groups = groupDue(
      [task('2026-06-20'), task('2026-05-20'), task(undefined), task('2026-05-01', true), task('2026-05-27')],
      now,
    )
    expect(groups.map((group) => group.key)).toEqual(['overdue', 'waiting', 'today', 'week', 'later'])
  })

  test('seven days from now is still within seven days', () => {
    expect(groupDue([task('2026-05-27')], now)[0]?.key).toBe('week')
    expect(groupDue([task('2026-05-28')], now)[0]?.key).toBe('later')
  })

  test('the day of the office counts, not that of Greenwich', () => {
    const lateInChina = new Date('2026-05-19T17:00:00Z')
    expect(groupDue([task('2026-05-20')], lateInChina)[0]?.key).toBe('today')
  })

  test('groups without anything are left out', () => {
    expect(groupDue([], now)).toEqual([])
  })
})

test('files are counted as open or ended', () => {
  const counts = [
    { state: 'MEDIATING', files: 3 },
    { state: 'CLOSED', files: 2 },
  ] as StateCount[]
  const { open, ended } = splitCounts(counts)
  expect(open.map((one) => one.state)).toEqual(['MEDIATING'])
  expect(ended.map((one) => one.state)).toEqual(['CLOSED'])
})
