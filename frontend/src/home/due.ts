import type { StateCount, Task } from '@/api/schema'
import { daysUntil } from '@/i18n/format'

export type DueKey = 'overdue' | 'waiting' | 'today' | 'week' | 'later'

export interface DueGroup {
  key: DueKey
  tasks: Task[]
}

const order: readonly DueKey[] = ['overdue', 'waiting', 'today', 'week', 'later']

/** What is late comes first, then what waits for this person without a day, then the days as they come. */
export function groupDue(tasks: readonly Task[], now: Date = new Date()): DueGroup[] {
  const groups = new Map<DueKey, Task[]>()
  for (const task of tasks) {
    const key = dueKey(task, now)
    groups.set(key, [...(groups.get(key) ?? []), task])
  }
  return order.flatMap((key) => {
    const found = groups.get(key)
    return found ? [{ key, tasks: found }] : []
  })
}

function dueKey(task: Task, now: Date): DueKey {
  if (task.overdue) return 'overdue'
  if (!task.dueOn) return 'waiting'
  const days = daysUntil(task.dueOn, now)
  if (days < 0) return 'overdue'
  if (days === 0) return 'today'
  return days <= 7 ? 'week' : 'later'
}

const endedStates = ['NOT_ACCEPTED', 'PERFORMED', 'FAILED', 'TERMINATED', 'CLOSED', 'ARCHIVED']

/** Files that still move, and those whose mediation is over. */
export function splitCounts(counts: readonly StateCount[]): { open: StateCount[]; ended: StateCount[] } {
  return {
    open: counts.filter((one) => !endedStates.includes(one.state)),
    ended: counts.filter((one) => endedStates.includes(one.state)),
  }
}
