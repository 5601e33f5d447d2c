import { useQueryClient } from '@tanstack/vue-query'
import type { Loaded } from '@/api/client'
import { ProblemError } from '@/api/problem'
import type { CaseFile } from '@/api/schema'
import { useCommand } from '@/api/useCommand'
import { cases as m } from '@/i18n/cases'
import { toast } from '@/ui/toasts'
import type { StepProps } from './registry'

/** What every step sends besides its body: the file, the key of the command, the version that was looked at. */
interface StepParams {
  path: { id: string }
  header: { 'Idempotency-Key': string; 'If-Match': string }
}

/**
 * The command of a step: `const take = useStep<AcceptCase>(props, (body, params) => api.POST('…/accept', { params, body }), () => m.done)`,
 * then `take(body)`. Afterwards everything about the file, the lists and the tasks is out of date. When somebody else
 * was faster, the file is loaded again under the open dialog, and what was typed stays.
 */
export function useStep<Body>(
  props: StepProps,
  call: (body: Body, params: StepParams) => Promise<{ data?: CaseFile; response: Response }>,
  done: () => string,
): (body: Body) => Promise<Loaded<CaseFile>> {
  const queries = useQueryClient()
  const command = useCommand(
    (body: Body, one) => call(body, { path: { id: props.file.id }, header: one.header(props.etag) }),
    { invalidates: () => [['case', props.file.id], ['cases'], ['tasks'], ['figures']], done },
  )

  return async (body) => {
    try {
      return await command.run(body)
    } catch (error) {
      if (error instanceof ProblemError && error.stale) {
        await queries.invalidateQueries({ queryKey: ['case', props.file.id] })
        toast(m.stale)
      }
      throw error
    }
  }
}
