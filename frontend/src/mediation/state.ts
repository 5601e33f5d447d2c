import type { State } from '@/api/schema'
import { daysUntil } from '@/i18n/format'
import { cases as m } from '@/i18n/cases'

export type Tone = 'grey' | 'blue' | 'green' | 'yellow' | 'red'

/** How a state looks: under way, waiting for somebody, good, over, wrong. */
export function stateTone(state: State): Tone {
  switch (state) {
    case 'SUSPENDED':
    case 'AGREED_PENDING':
      return 'yellow'
    case 'AGREED':
    case 'PERFORMING':
    case 'PERFORMED':
      return 'green'
    case 'BREACHED':
      return 'red'
    case 'NOT_ACCEPTED':
    case 'FAILED':
    case 'TERMINATED':
    case 'CLOSED':
    case 'ARCHIVED':
      return 'grey'
    default:
      return 'blue'
  }
}

/** How near a day is, in words; the colour only helps. */
export function nearness(dueOn: string, now: Date = new Date()): { tone: Tone; words: string } {
  const days = daysUntil(dueOn, now)
  if (days < 0) return { tone: 'red', words: m.overdueBy(-days) }
  if (days === 0) return { tone: 'yellow', words: m.dueToday }
  return { tone: days <= 3 ? 'yellow' : 'grey', words: m.daysLeft(days) }
}
