import type { CaseListItem, Task } from '@/api/schema'
import type { Carried } from './carried'

export interface CarriedDay {
  file: Carried
  row: CaseListItem
  /** What is due, the most urgent first. */
  due: Task[]
}

/** The carried files of the day: what is late or due soonest first, what has no clock last. */
export function carriedDay(files: readonly Carried[], tasks: readonly Task[]): CarriedDay[] {
  const days = files.flatMap((file) => {
    if (!file.row) return []
    const due = tasks.filter((task) => task.caseFile.id === file.id)
    return [{ file, row: file.row, due: [...due].sort((a, b) => urgency(a).localeCompare(urgency(b))) }]
  })
  return days.sort((a, b) => nearest(a).localeCompare(nearest(b)))
}

/** What waits for the person has no day, and is not put off to the end. */
const urgency = (task: Task) => `${task.overdue ? 0 : 1}${task.dueOn ?? '0'}`
const nearest = ({ due, row }: CarriedDay) => {
  const first = due[0]
  return first ? urgency(first) : `1${row.nextDueOn ?? '9999'}`
}
