import type { FieldIssue } from '@/api/problem'
import type { useForm } from '@/ui/form'

/** One part of the application with its own form. */
export type PartForm<V extends object> = Omit<ReturnType<typeof useForm<object>>, 'values' | 'submit' | 'reset'> & {
  values: V
  submit: (send: (values: V) => Promise<unknown>) => Promise<boolean>
  reset: (to?: V) => void
}

/** Where a pointer of the whole request is asked: the index of the part, as the steps stand. */
export function partOf(pointer: string): number {
  const top = pointer.split('/')[1] ?? ''
  if (['id', 'stationId', 'mode', 'source', 'sourceReference', 'occurredAt'].includes(top)) return 0
  if (top === 'parties') return 1
  if (top === 'representatives') return 2
  if (['category', 'summary', 'claims', 'claimedFen', 'marriage', 'decidedElsewhere'].includes(top)) return 3
  return 4
}

/** An error about a whole document belongs to its number; one about a single phone, to the phones. */
export function onField(issue: FieldIssue): FieldIssue {
  const pointer = issue.pointer
    .replace(
      /\/idDocument(\/__all__)?$/,
      issue.code === 'explanation' ? '/idDocument/explanation' : '/idDocument/number',
    )
    .replace(/\/phones\/\d+$/, '/phones')
    .replace(/\/claims$/, '/claims/0')
  return { ...issue, pointer }
}
