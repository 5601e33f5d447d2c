import { expect, it } from 'vitest'
import type { PerformanceItem } from '@/api/schema'
import { daysLater, isOverdue, nearby, progress } from './plan'

function item(sequence: number, dueOn: string, over: Partial<PerformanceItem> = {}): PerformanceItem {
  return {
    id: String(sequence),
    paperId: 'p',
    clauseId: 'c',
    sequence,
    description: `第${sequence}期`,
    amountFen: 100_000,
    receivedFen: 0,
    dueOn,
    conditionalOnDivorce: false,
    status: 'NOT_DUE',
    ...over,
  }
}

const series = Array.from({ length: 36 }, (_, i) => item(i + 1, daysLater('2026-09-01', i * 30)))

it('shortens a long series to what is late and the next few', () => {
  const shown = nearby(series, '2026-11-24')
  expect(shown.map((one) => one.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(shown.filter((one) => isOverdue(one, '2026-11-24')).map((one) => one.sequence)).toEqual([1, 2, 3])
})

it('counts what is paid of what is owed, and nothing that was changed', () => {
  const items = [
    item(1, '2026-09-01', { status: 'PERFORMED', receivedFen: 120_000 }),
    item(2, '2026-10-01', { status: 'PARTLY_PERFORMED', receivedFen: 30_000 }),
    item(3, '2026-11-01', { status: 'CHANGED' }),
  ]
  expect(progress(items)).toEqual({ items: 2, done: 1, owedFen: 200_000, paidFen: 130_000 })
})
