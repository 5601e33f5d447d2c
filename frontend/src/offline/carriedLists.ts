import type { CaseListItem, StateCount, Task, Tasks } from '@/api/schema'
import { formatDay } from '@/i18n/format'
import { clock } from './clock'

/** The lists of the office, made of what is carried, in the shape in which pages read them from the server. */

/** What a list asks for, applied to the lines that are carried. */
export function chosen(items: CaseListItem[], query: URLSearchParams): CaseListItem[] {
  const words = (query.get('q') ?? '').trim().toLowerCase()
  const [state, category, station] = [query.get('state'), query.get('category'), query.get('stationId')]
  const until = query.get('dueUntil')
  const kept = items.filter(
    (item) =>
      (!words ||
        [item.applicants, item.respondents, item.number ?? ''].some((text) => text.toLowerCase().includes(words))) &&
      (!state || item.state === state) &&
      (!category || item.category === category) &&
      (!station || item.stationId === station) &&
      (!until || (item.nextDueOn !== undefined && item.nextDueOn <= until)),
  )
  const never = '9999'
  if (query.get('order') === 'DUE') kept.sort((a, b) => ((a.nextDueOn ?? never) < (b.nextDueOn ?? never) ? -1 : 1))
  return kept
}

/** One carried file with its clocks, as the rules tell it. */
export interface Round {
  file: CaseListItem
  timers: {
    code: string
    labelZh: string
    labelEn: string
    dueOn: string
    state: string
    basis: string
    forRole: string
  }[]
}

function countsOf(rounds: readonly Round[]): StateCount[] {
  const counts = new Map<string, number>()
  for (const { file } of rounds) counts.set(file.state, (counts.get(file.state) ?? 0) + 1)
  return Array.from(counts, ([state, files]) => ({ state, files }) as StateCount)
}

/** What is due in the carried files, overdue first. Right of a party that has passed is nobody's task any more. */
export function tasksOf(rounds: readonly Round[], roles: readonly string[]): Tasks {
  const today = formatDay(clock.iso())
  const items = rounds.flatMap(({ file, timers }) =>
    timers
      .filter((timer) => roles.includes(timer.forRole) && timer.state !== 'LAPSED')
      .map(({ code, labelZh, labelEn, dueOn, basis }): Task => {
        const overdue = dueOn < today
        return { kind: 'CLOCK', clock: code as Task['clock'], labelZh, labelEn, dueOn, overdue, basis, caseFile: file }
      }),
  )
  items.sort((a, b) => ((a.dueOn ?? '') < (b.dueOn ?? '') ? -1 : 1))
  return { today, items, more: false, tablets: [], counts: countsOf(rounds) }
}

export function figuresOf(rounds: readonly Round[]): { counts: StateCount[]; files: number } {
  return { counts: countsOf(rounds), files: rounds.length }
}
