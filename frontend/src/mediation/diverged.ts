import { nextTick, shallowRef } from 'vue'
import { ProblemError, type FieldConflict, type Problem } from '@/api/problem'
import type { Decision } from '@/offline/types'

/**
 * Two people at two desks changed the same. `send` puts what both changed into `conflicts` instead of failing for ever;
 * `decide` sends again with what was decided about each.
 *
 * A tablet that was without a network decides in its outbox; this is for whoever is asked at once.
 */
export function useDivergence<Body, T>(
  step: 'correct-particulars' | 'draft-agreement',
  command: (body: Body) => Promise<T>,
  theirs: () => Promise<Record<string, unknown> | undefined> = async () => undefined,
) {
  const conflicts = shallowRef<readonly FieldConflict[]>([])
  let refused: { body: Body; problem: Problem } | null = null

  /** A body that names its base may be put upon a newer file: the server sees what was changed. */
  async function onNewest(body: Body): Promise<T> {
    try {
      return await command(body)
    } catch (error) {
      if (!(error instanceof ProblemError && error.stale)) throw error
      // The step has loaded the file again; its version reaches the page with the next tick.
      await nextTick()
      return command(body)
    }
  }

  async function send(body: Body): Promise<T> {
    try {
      const done = await onNewest(body)
      conflicts.value = []
      return done
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'conflict') {
        refused = { body, problem: error.problem }
        conflicts.value = error.problem.conflicts ?? []
      }
      throw error
    }
  }

  /** The body as it was decided, or nothing when there is nothing to decide any more. */
  async function decided(decisions: readonly Decision[]): Promise<Body | undefined> {
    if (!refused) return undefined
    const { settledBody } = await import('@/offline/settling')
    const text = settledBody(step, JSON.stringify(refused.body), refused.problem, decisions, await theirs())
    return JSON.parse(text) as Body
  }

  return { send, decided, conflicts, reset: () => (conflicts.value = []) }
}
