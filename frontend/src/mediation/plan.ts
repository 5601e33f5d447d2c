import type { CaseFile, PerformanceItem } from '@/api/schema'

/** Whether something is still owed. */
export function isOpen(item: PerformanceItem): boolean {
  return ['NOT_DUE', 'IN_PROGRESS', 'PARTLY_PERFORMED', 'OVERDUE', 'REFUSED'].includes(item.status)
}

export function isDone(item: PerformanceItem): boolean {
  return item.status === 'PERFORMED' || item.status === 'ON_THE_SPOT'
}

export function isOverdue(item: PerformanceItem, today: string): boolean {
  return isOpen(item) && Boolean(item.dueOn && item.dueOn < today)
}

/** Hangs on a divorce that has not come, or is not proven: not owed yet (CC-M1 69). */
export function awaitsDivorce(item: PerformanceItem, file: Pick<CaseFile, 'marriage'>): boolean {
  const undivorced = file.marriage === 'MARRIED' || file.marriage === 'DIVORCE_STATED'
  return item.conditionalOnDivorce && undivorced && isOpen(item)
}

/** By day; what has no day comes last. */
export function byDueDay(a: PerformanceItem, b: PerformanceItem): number {
  return (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999') || a.sequence - b.sequence
}

export function daysLater(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** What is paid of what is owed, of the items that count. */
export function progress(items: readonly PerformanceItem[]) {
  const counted = items.filter((item) => item.status !== 'CHANGED' && item.status !== 'WITHDRAWN')
  const sum = (of: (item: PerformanceItem) => number) => counted.reduce((total, item) => total + of(item), 0)
  return {
    items: counted.length,
    done: counted.filter(isDone).length,
    owedFen: sum((item) => item.amountFen ?? 0),
    // More than was owed is not more than everything.
    paidFen: sum((item) => Math.min(item.receivedFen, item.amountFen ?? 0)),
  }
}

/** A long series shortened to what matters now: everything owed by now, and the next few. */
export function nearby(items: readonly PerformanceItem[], today: string, ahead = 6): PerformanceItem[] {
  const sorted = [...items].sort(byDueDay)
  let left = ahead
  return sorted.filter((item) => {
    if (isOverdue(item, today) || item.receivedFen > 0 || isDone(item)) return true
    return isOpen(item) && left-- > 0
  })
}
