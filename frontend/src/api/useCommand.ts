import { useQueryClient, type QueryKey } from '@tanstack/vue-query'
import { computed, ref, shallowRef } from 'vue'
import { toast } from '@/ui/toasts'
import { Command, read, type Loaded } from './client'
import { isTransient } from './problem'

interface CommandOptions<T> {
  /** Lists and records that are out of date once the command has been done. */
  invalidates?: () => QueryKey[]
  /** Said in a toast when it has been done. */
  done?: (value: T) => string
}

/**
 * One thing the user can make the server do.
 *
 * A retry after a failure of the network carries the key of the first attempt, so that an answer lost on the way
 * back never makes two records. Another body is another command.
 */
export function useCommand<Body, T>(
  call: (body: Body, command: Command) => Promise<{ data?: T; response: Response }>,
  options: CommandOptions<T> = {},
) {
  const queries = useQueryClient()
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  let unanswered: { body: string; command: Command } | null = null

  /** Sends; throws what the server or the network said, after it has been put into `error`. */
  async function run(body: Body): Promise<Loaded<T>> {
    const print = JSON.stringify(body) ?? ''
    const command = unanswered?.body === print ? unanswered.command : new Command()
    unanswered = { body: print, command }
    busy.value = true
    error.value = null
    try {
      const loaded = await read(call(body, command))
      unanswered = null
      await Promise.all((options.invalidates?.() ?? []).map((queryKey) => queries.invalidateQueries({ queryKey })))
      if (options.done) toast(options.done(loaded.value))
      return loaded
    } catch (failure) {
      if (!isTransient(failure)) unanswered = null
      error.value = failure
      throw failure
    } finally {
      busy.value = false
    }
  }

  return { run, busy: computed(() => busy.value), error, reset: () => (error.value = null) }
}
