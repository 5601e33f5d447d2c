import { tablet as m } from '@/i18n/tablet'
import type { Field } from '@/offline/types'
import type { IconName } from '@/ui/icons'
import { ageWords, waitsTooLong } from './ages'

export interface SyncState {
  tone: 'grey' | 'blue' | 'green' | 'yellow' | 'red'
  icon: IconName
  words: string
}

type Known = Pick<
  Field,
  'online' | 'draining' | 'unsent' | 'oldestUnsentAt' | 'parked' | 'conflicts' | 'state' | 'needsActivation'
>

/** The one line of the header: what a person must decide comes before what is late, late before what goes by itself. */
export function syncState(field: Known, now: number): SyncState {
  const { unsent, oldestUnsentAt } = field
  const undecided = field.parked + field.conflicts
  if (field.state === 'locked') return { tone: 'grey', icon: 'lock', words: m.locked }
  if (field.needsActivation) return { tone: 'red', icon: 'warning', words: m.activateAgain }
  if (undecided > 0) return { tone: 'red', icon: 'warning', words: m.attention(undecided) }
  if (unsent > 0 && oldestUnsentAt && waitsTooLong(oldestUnsentAt, now)) {
    return { tone: 'red', icon: 'warning', words: m.unsentFor(unsent, ageWords(oldestUnsentAt, now)) }
  }
  if (unsent > 0 && field.online && field.draining) return { tone: 'blue', icon: 'send', words: m.sending(unsent) }
  if (unsent > 0) {
    const words =
      oldestUnsentAt && now - Date.parse(oldestUnsentAt) >= 60_000
        ? m.unsentFor(unsent, ageWords(oldestUnsentAt, now))
        : m.unsent(unsent)
    return { tone: 'yellow', icon: field.online ? 'send' : 'offline', words }
  }
  return field.online
    ? { tone: 'green', icon: 'check', words: m.allSent }
    : { tone: 'grey', icon: 'offline', words: m.offline }
}
