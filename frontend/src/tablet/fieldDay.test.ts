import { expect, it } from 'vitest'
import type { CaseListItem, Task } from '@/api/schema'
import { carriedDay } from './fieldDay'

const row = (id: string, nextDueOn?: string): CaseListItem => ({
  id,
  applicants: '王芳',
  respondents: '李强',
  state: 'ACCEPTED',
  category: 'A1',
  stationId: '0190',
  stationName: '河东街道调解站',
  sealed: false,
  minor: false,
  requestedAt: '2026-03-01T01:00:00Z',
  updatedAt: '2026-03-01T01:00:00Z',
  nextDueOn,
})
const file = (id: string, nextDueOn?: string) => ({ id, version: 1, pending: 0, row: row(id, nextDueOn) })
const task = (id: string, dueOn: string, overdue = false): Task => ({
  kind: 'CLOCK',
  labelZh: '回访',
  labelEn: 'Follow up',
  dueOn,
  overdue,
  basis: '人民调解法第三十一条',
  caseFile: row(id),
})

it('the file that is late comes first, the one without a clock last', () => {
  const files = [file('quiet'), file('soon', '2026-11-25'), file('late', '2026-11-20')]
  const tasks = [task('soon', '2026-11-25'), task('late', '2026-11-28'), task('late', '2026-11-20', true)]
  const day = carriedDay(files, tasks)
  expect(day.map((one) => one.row.id)).toEqual(['late', 'soon', 'quiet'])
  expect(day[0]?.due.map((one) => one.dueOn)).toEqual(['2026-11-20', '2026-11-28'])
})

it('a file without its line in the list is not shown half', () => {
  expect(carriedDay([{ id: 'a', version: 1, pending: 0 }], [])).toEqual([])
})
