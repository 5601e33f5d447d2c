import type { Blocker, Problem } from '@/api/problem'
import { outbox as m } from '@/i18n/outbox'
import type { OutboxItem, Withdrawal } from '@/offline/types'

export interface Explanation {
  reasons: readonly (string | Blocker)[]
  /** What follows from it, beside the usual ways on. */
  advice?: string
}

/**
 * Why an item came back. A file that is no longer this person's is "not found" to the server; what became of it comes
 * with the next changes, and is said as soon as it is known.
 */
export function explained(item: OutboxItem, withdrawals: readonly Withdrawal[]): Explanation {
  const reason = item.withdrawn ?? withdrawals.find(({ id }) => id === item.recordId)?.reason
  const gone = item.problem?.status === 404
  if (reason) {
    const told = gone ? [] : reasonsOf(item.problem)
    // The refusal of a step on a sealed file says itself that it is sealed.
    const said = reason === 'SEALED' && told.length > 0
    return { reasons: said ? told : [m.withdrawn[reason], ...told], advice: m.withdrawnAdvice[reason] }
  }
  if (gone && item.capture === undefined) return { reasons: [m.gone], advice: m.goneAdvice }
  return { reasons: reasonsOf(item.problem) }
}

/** Every reason the server gave, each once. */
export function reasonsOf(problem: Problem | undefined): readonly (string | Blocker)[] {
  if (!problem) return []
  if (problem.blockers && problem.blockers.length > 0) return problem.blockers
  const wrong = (problem.errors ?? []).map((one) => one.message ?? one.pointer)
  return [problem.title, problem.detail ?? '', ...wrong].filter((one, i, all) => one && all.indexOf(one) === i)
}
