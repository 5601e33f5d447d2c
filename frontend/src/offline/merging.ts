import type { ConflictProblem, Decision, FieldConflict } from './types'

/** What is sent after somebody has decided between two values of one field. */

const decisionOf = (decisions: readonly Decision[], pointer: string) => decisions.find((one) => one.pointer === pointer)

interface FieldChange {
  field: string
  base?: string | null
  value?: string | null
  verdict?: 'MINE' | 'THEIRS'
  against?: string | null
}

/**
 * A correction names, with every decided field, the value that stands now as its base, and the value that lost. A
 * telephone is only ever shown masked: leaving theirs means leaving it alone.
 */
export function decidedCorrection(
  text: string,
  problem: ConflictProblem,
  decisions: readonly Decision[],
): string | null {
  const body = JSON.parse(text) as { changes: FieldChange[] }
  const changes = body.changes.flatMap((change, n): FieldChange[] => {
    const pointer = `/changes/${n}/value`
    const conflict = problem.conflicts?.find((one) => one.pointer === pointer)
    const decision = decisionOf(decisions, pointer)
    if (!conflict || !decision) return [change]
    const theirs = (conflict.theirs ?? null) as string | null
    if (decision.take !== 'THEIRS') {
      const value = decision.take === 'OTHER' ? ((decision.value ?? null) as string | null) : change.value
      return [{ ...change, base: theirs, value, verdict: 'MINE', against: theirs }]
    }
    if (change.field === 'PHONE') return []
    return [{ ...change, base: theirs, value: theirs, verdict: 'THEIRS', against: change.value }]
  })
  return changes.length > 0 ? JSON.stringify({ ...body, changes }) : null
}

type Sheet = Record<string, unknown>

interface Clause {
  id: string
  text?: string
}

/** Empty is empty, however it is written. */
const print = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => {
    if (one === null || (Array.isArray(one) && one.length === 0)) return undefined
    if (typeof one !== 'object' || Array.isArray(one)) return one
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
  }) ?? ''

const same = (a: unknown, b: unknown) => print(a) === print(b)

/** Who alone changed it decides, as at the office; what both changed was decided by the person. */
function between(base: unknown, mine: unknown, theirs: unknown, decision: Decision | undefined): unknown {
  if (same(mine, theirs) || same(theirs, base)) return mine
  if (same(mine, base)) return theirs
  return decision?.take === 'THEIRS' ? theirs : mine
}

/**
 * The draft as it shall be, written from the draft that stands now: what others changed elsewhere is in it, and what
 * both changed as it was decided.
 */
export function decidedDraft(text: string, there: Sheet, decisions: readonly Decision[]): string {
  const body = JSON.parse(text) as { agreement: Sheet; base?: Sheet }
  const [mine, base] = [body.agreement, body.base ?? {}]
  const agreement: Sheet = { ...mine }
  for (const field of new Set([...Object.keys(mine), ...Object.keys(there)])) {
    if (field === 'clauses' || field === 'versionNo') continue
    const decision = decisionOf(decisions, `/agreement/${field}`)
    agreement[field] = between(base[field], mine[field], there[field], decision)
    if (decision?.take === 'OTHER') agreement[field] = decision.value
  }
  agreement.clauses = clausesOf(base, mine, there, decisions)
  return JSON.stringify({ ...body, agreement, base: there })
}

function clausesOf(base: Sheet, mine: Sheet, there: Sheet, decisions: readonly Decision[]): Clause[] {
  const [old, own, other] = [base, mine, there].map((sheet) => (sheet.clauses ?? []) as Clause[]) as [
    Clause[],
    Clause[],
    Clause[],
  ]
  const byId = (clauses: Clause[], id: string) => clauses.find((clause) => clause.id === id)
  const ids = [...new Set([...own, ...other].map(({ id }) => id))]
  return ids.flatMap((id, n) => {
    const decision = decisionOf(decisions, `/agreement/clauses/${n}`)
    const taken = between(byId(old, id), byId(own, id), byId(other, id), decision) as Clause | undefined
    if (!taken) return []
    return [
      decision?.take === 'OTHER' && typeof decision.value === 'string' ? { ...taken, text: decision.value } : taken,
    ]
  })
}

/** In any other step the value that was decided for takes the place of ours. */
export function decidedOtherwise(text: string, problem: ConflictProblem, decisions: readonly Decision[]): string {
  const body: unknown = JSON.parse(text)
  let changed = false
  for (const { pointer, take, value } of decisions) {
    const conflict = problem.conflicts?.find((one) => one.pointer === pointer)
    if (!conflict || take === 'MINE') continue
    changed = put(body, pointer, take === 'OTHER' ? value : conflict.theirs) || changed
  }
  return changed ? JSON.stringify(body) : text
}

/** RFC 6901; false when the body has no such place. */
function put(body: unknown, pointer: string, value: unknown): boolean {
  const path = pointer.split('/').map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
  const last = path.pop() ?? ''
  let at = body as Sheet | undefined
  for (const part of path.slice(1)) at = at?.[part] as Sheet | undefined
  if (typeof at !== 'object' || at === null || !(last in at)) return false
  at[last] = value
  return true
}

/** The office writes one label, in the language of the command. */
export function labelled(problem: ConflictProblem): ConflictProblem {
  const conflicts = problem.conflicts?.map((one: FieldConflict & { label?: string }): FieldConflict => {
    const { label = '', ...conflict } = one
    return { ...conflict, labelZh: one.labelZh ?? label, labelEn: one.labelEn ?? label }
  })
  return conflicts ? { ...problem, conflicts } : problem
}
