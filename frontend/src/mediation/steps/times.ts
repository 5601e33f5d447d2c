import { hearings as m } from '@/i18n/hearings'
import type { Rule } from '@/ui/form'

interface Span {
  startedAt: string | null
  endedAt: string | null
}

/** The rules of a beginning and an end: both there, in order, and neither still to come. */
export function spanRules<V>(at: string, span: (values: V) => Span): Record<string, Rule<V>> {
  const past = (value: unknown) =>
    typeof value === 'string' && Date.parse(value) > Date.now() ? m.inFuture : undefined
  return {
    [`${at}/startedAt`]: { label: () => m.startedAt, required: true, check: past },
    [`${at}/endedAt`]: {
      label: () => m.endedAt,
      required: true,
      check: (value, values) => {
        const { startedAt } = span(values)
        if (typeof value !== 'string') return undefined
        if (startedAt && Date.parse(value) <= Date.parse(startedAt)) return m.endsBeforeStart
        return past(value)
      },
    },
  }
}
