import type { CaseFile, Clause, ClauseKind } from '@/api/schema'
import { clauseOf, draftOf, newClause, sentenceOf, type ClauseDraft, type Speech } from './clauses'
import { partyName } from './steps/people'
import { useWords } from './words'

/** The agreement is Chinese, whatever language the screen speaks. */
const chineseCycles = { ONCE: '一次性', MONTHLY: '按月', QUARTERLY: '按季', YEARLY: '按年' } as const

/** Writing clauses about the people of one file. */
export function useClauseWriting(file: () => CaseFile) {
  const words = useWords()
  const speech: Speech = {
    partyName: (id) => partyName(file(), id),
    cycleName: (cycle) => chineseCycles[cycle],
  }
  const templateOf = (clause: ClauseDraft) => words.templates().find((one) => one.name === clause.template)
  const textOf = (clause: ClauseDraft) => sentenceOf(clause, templateOf(clause), speech)

  /** The clauses as they go to the server. */
  function write(clauses: readonly ClauseDraft[]): Clause[] {
    return clauses.map((clause) => clauseOf(clause, textOf(clause)))
  }

  /** The clauses of the server as they are edited. */
  function read(clauses: readonly Clause[]): ClauseDraft[] {
    return clauses.map((clause) => draftOf(clause, words.templates(), speech))
  }

  /** A new clause; an only child needs no choosing. */
  function begin(kind: ClauseKind, template: string): ClauseDraft {
    const clause = newClause(
      kind,
      words.templates(kind).find((one) => one.name === template),
    )
    const children = file().parties.filter((party) => party.role === 'CHILD')
    if (children.length === 1) clause.childPartyId = children[0]?.id ?? null
    return clause
  }

  return { speech, write, read, begin }
}
