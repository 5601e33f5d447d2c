import { api, read, type Loaded } from '@/api/client'
import type { MarkRole } from '@/api/schema'

/** What the seal keeper reads before she seals: the text and the marks, and nothing else of the file. */
export interface AgreementForSeal {
  paperId: string
  number?: string
  textHash: string
  facts: string
  issues: string
  clauses: { text: string }[]
  partyNames: string[]
  marks: { role: MarkRole; signerName: string; madeAt: string }[]
  /** Everything is there but the seal. */
  ready: boolean
  blockers: { code: string; guard: string; title: string; basis: string }[]
}

type Get = (path: string, init: object) => Promise<{ data?: unknown; response: Response }>

/** The contract does not publish this one yet. */
export function readAgreementForSeal(id: string, signal: AbortSignal): Promise<Loaded<AgreementForSeal>> {
  const get = api.GET as unknown as Get
  return read(
    get('/api/v1/mediation/cases/{id}/agreement-for-seal', { params: { path: { id } }, signal }) as Promise<{
      data?: AgreementForSeal
      response: Response
    }>,
  )
}
