import { computed, shallowRef } from 'vue'
import { api } from '@/api/client'
import type { Agreement, DraftAgreement, PaperView } from '@/api/schema'
import type { Decision } from '@/offline/types'
import { useDivergence } from './diverged'
import { agreementContent, usePaper } from './papers'
import type { StepProps } from './steps/registry'
import { useStep } from './steps/useStep'

/** The sheet of a draft, as it is on the wire. */
export function sheetOf(paper: PaperView | undefined): Agreement | undefined {
  const content = paper?.state === 'DRAFT' ? agreementContent(paper) : undefined
  return content && 'copies' in content ? content : undefined
}

/** Whether two sheets say the same to whom reads them. */
export function sameSheet(one: Agreement, other: Agreement): boolean {
  const said = ({ facts, issues, responsibility, method, place, term, copies, datedOn, clauses }: Agreement) =>
    JSON.stringify([
      [facts, issues, responsibility, method, place, term, copies, datedOn].map((value) => value ?? null),
      clauses.map(({ id, text }) => [id, text]),
    ])
  return said(one) === said(other)
}

/**
 * What a first draft is written from. If somebody else began one meanwhile, everything both wrote has to be decided,
 * and nothing of it is written over.
 */
export function blankSheet({ versionNo, copies, datedOn }: Agreement): Agreement {
  return { versionNo, copies, datedOn, facts: '', issues: '', clauses: [] }
}

/**
 * Saves a draft that two people may write at the same time. It is sent with the sheet it was written from: what the
 * other changed elsewhere is kept and comes back (`merged`), what both changed has to be decided (`conflicts`).
 */
export function useAgreementSaving(
  props: StepProps & { paper?: PaperView },
  done: () => string,
  merged: (sheet: Agreement) => void,
) {
  const seen = shallowRef(sheetOf(props.paper))
  const draft = usePaper(
    () => props.file.id,
    () => (props.paper?.state === 'DRAFT' ? props.paper.id : undefined),
  )
  const there = async () => sheetOf((await draft.refetch()).data?.value)

  const take = useStep<DraftAgreement>(
    props,
    (body, params) => api.POST('/api/v1/mediation/cases/{id}/draft-agreement', { params, body }),
    done,
  )
  const { send, decided, conflicts, reset } = useDivergence(
    'draft-agreement',
    take,
    async () => (await there()) as Record<string, unknown> | undefined,
  )

  async function put(body: DraftAgreement): Promise<void> {
    await send(body)
    seen.value = body.agreement
    const now = body.base && (await there())
    if (now && !sameSheet(now, body.agreement)) {
      seen.value = now
      merged(now)
    }
  }

  return {
    save: (agreement: Agreement) => put({ agreement, base: seen.value ?? blankSheet(agreement) }),
    /** What was decided, to be saved with `put`. */
    decide: (decisions: readonly Decision[]) => decided(decisions),
    put,
    conflicts,
    deciding: computed({ get: () => conflicts.value.length > 0, set: (now) => now || reset() }),
  }
}
