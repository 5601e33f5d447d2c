import { computed, watch, type Ref } from 'vue'
import { OfflineError } from '@/api/problem'
import { field } from '@/offline/state'

interface Asked {
  data: Readonly<Ref<unknown>>
  error: Readonly<Ref<unknown>>
  refetch: () => Promise<unknown>
}

/**
 * Whether an open tablet cannot ask for what only the office has. Nobody waits for an answer then: what is here is shown
 * at once, and the rest is asked for when there is a network again.
 */
export function useUnreachable({ data, error, refetch }: Asked) {
  const unreachable = computed(
    () => field.state === 'open' && data.value === undefined && (!field.online || error.value instanceof OfflineError),
  )
  watch(
    () => field.online,
    (online) => {
      if (online && unreachable.value) void refetch()
    },
    { flush: 'sync' },
  )
  return unreachable
}
