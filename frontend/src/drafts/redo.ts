import { useRoute } from 'vue-router'
import { outboxItems } from '@/offline/state'
import type { OutboxItem } from '@/offline/types'

/**
 * The refused item of the outbox that a form was opened to correct (`?redo=<seq>`): its `body` is what was entered, its
 * `problem` what the server said.
 */
export function useRedo(fits: (item: OutboxItem) => boolean): OutboxItem | undefined {
  const seq = Number(useRoute().query.redo)
  return outboxItems.value.find((item) => item.seq === seq && item.state === 'PARKED' && fits(item))
}

/** Goes with the corrected command: it takes the place of the refused one. */
export function amends(item: OutboxItem | undefined): Record<string, string> {
  return item ? { 'Jiahe-Amends': String(item.seq) } : {}
}
