import type { ConflictProblem, Decision, FieldConflict } from './types'

/** A field that a correction puts right (casefile: `FieldChange`). */
interface FieldChange {
  field: string
  partyId?: string
  base?: string | null
  value?: string | null
  verdict?: 'MINE' | 'THEIRS'
  against?: string | null
}

type Sheet = Record<string, unknown>
type Clause = Sheet & { id: string }

interface Draft {
  agreement: Sheet
  base?: Sheet
}

/**
 * The body that is sent after a conflict was decided: it names what the other side has as its base, so that the server
 * sees that both values were looked at. `theirs` is the sheet as the server has it, for a step that writes one.
 */
export function settledBody(
  step: string,
  text: string,
  problem: ConflictProblem | undefined,
  decisions: readonly Decision[],
  theirs?: Sheet,
): string {
  const conflicts = problem?.conflicts ?? []
  const decided = decisions.flatMap((decision) => {
    const conflict = conflicts.find((one) => one.pointer === decision.pointer)
    return conflict ? [{ ...decision, conflict }] : []
  })
  const body: unknown = JSON.parse(text)
  if (step === 'correct-particulars') corrected(body as { changes: FieldChange[] }, decided)
  else if (step === 'draft-agreement') drafted(body as Draft, decided, theirs)
  else for (const one of decided) put(body, one.pointer, chosen(one))
  return JSON.stringify(body)
}

type Decided = Decision & { conflict: FieldConflict }

const chosen = ({ take, value, conflict }: Decided): unknown =>
  take === 'MINE' ? conflict.mine : take === 'THEIRS' ? conflict.theirs : value

const textOf = (value: unknown): string | null => (value === undefined || value === null ? null : String(value))

/**
 * A correction tells what was decided, and the value that lost: nothing of it is thrown away. Where theirs holds, the
 * server keeps what stands there: of a telephone nobody here knows more than its mask.
 */
function corrected(body: { changes: FieldChange[] }, decided: readonly Decided[]): void {
  body.changes = body.changes.map((change, n) => {
    const one = decided.find(({ pointer }) => pointer === `/changes/${n}/value`)
    if (!one) return change
    const theirs = textOf(one.conflict.theirs)
    const verdict = one.take === 'THEIRS' ? ('THEIRS' as const) : ('MINE' as const)
    const against = verdict === 'THEIRS' ? textOf(one.conflict.mine) : theirs
    const value = one.take === 'MINE' ? change.value : textOf(chosen(one))
    return { ...change, base: theirs, value, verdict, against }
  })
}

/** Where both wrote, their text becomes the base of ours: what was decided then stands against nothing. */
function drafted(body: Draft, decided: readonly Decided[], theirs: Sheet | undefined): void {
  const base: Sheet = { ...(body.base ?? unwritten(body.agreement)) }
  const agreement: Sheet = { ...body.agreement }
  for (const one of decided) {
    const [, part, at] = /^\/agreement\/([A-Za-z]+)(?:\/(\d+))?$/.exec(one.pointer) ?? []
    if (part === 'clauses' && at !== undefined) clause(agreement, base, Number(at), one, theirs)
    else if (part) {
      const there = theirs ? theirs[part] : like(agreement[part], one.conflict.theirs)
      base[part] = there
      if (one.take !== 'MINE') agreement[part] = one.take === 'THEIRS' ? there : like(agreement[part], one.value)
    }
  }
  Object.assign(body, { agreement, base })
}

/** What a first sheet is written from; of a day and a number there is no empty one. */
const unwritten = ({ versionNo, copies, datedOn }: Sheet): Sheet => ({
  versionNo,
  copies,
  datedOn,
  facts: '',
  issues: '',
  clauses: [],
})

/** Clauses are counted as the server counts them: ours in our order, then those that only the other side has. */
function clause(agreement: Sheet, base: Sheet, at: number, one: Decided, theirs: Sheet | undefined): void {
  const [mine, old, other] = [clausesOf(agreement), clausesOf(base), clausesOf(theirs)]
  const ids = [...new Set([...mine, ...other].map(({ id }) => id))]
  const id = ids[at]
  if (id === undefined) return
  const of = (clauses: readonly Clause[]) => clauses.find((one) => one.id === id)
  const own = of(mine)
  const there = theirs ? of(other) : own && { ...own, text: one.conflict.theirs }
  base.clauses = replaced(old, id, there)
  if (one.take === 'THEIRS') agreement.clauses = replaced(mine, id, there)
  else if (one.take === 'OTHER') {
    const written = own ?? there
    agreement.clauses = replaced(mine, id, written && { ...written, text: textOf(one.value) })
  }
}

const clausesOf = (sheet: Sheet | undefined): Clause[] =>
  Array.isArray(sheet?.clauses) ? (sheet.clauses as Clause[]) : []

/** In its place; at the end when it was not there; gone when there is none. */
function replaced(clauses: readonly Clause[], id: string, by: Clause | undefined): Clause[] {
  if (!by) return clauses.filter((one) => one.id !== id)
  return clauses.some((one) => one.id === id) ? clauses.map((one) => (one.id === id ? by : one)) : [...clauses, by]
}

/** The other side's values come as text; a number or a list is read back as one. */
function like(mine: unknown, said: unknown): unknown {
  if (typeof said !== 'string' || typeof mine === 'string' || mine === null || mine === undefined) return said ?? null
  try {
    return JSON.parse(said) as unknown
  } catch {
    return said
  }
}

/** RFC 6901; nothing happens when the body has no such place. */
function put(body: unknown, pointer: string, value: unknown): void {
  const path = pointer.split('/').slice(1).map(unescape)
  const last = path.pop()
  let at = body as Sheet | undefined
  for (const part of path) at = at?.[part] as Sheet | undefined
  if (last !== undefined && typeof at === 'object' && at !== null && last in at) at[last] = value
}

const unescape = (part: string) => part.replace(/~1/g, '/').replace(/~0/g, '~')
