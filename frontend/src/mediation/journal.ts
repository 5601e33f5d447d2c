import type { AuditFact } from '@/api/schema'
import { cases as m } from '@/i18n/cases'

type Word = (list: string, code: string | null | undefined) => string

/** What a fact of the journal says in words: steps by their name, the rest by ours. */
export function factTitle(fact: AuditFact, word: Word): string {
  const action = fact.action.replace(/^mediation\./, '')
  const known = (m.action as Record<string, string>)[action]
  if (known) return known
  const code = action
    .replace(/^case\./, '')
    .replace(/-/g, '_')
    .toUpperCase()
  const step = word('Step', code)
  return step === code ? fact.action : step
}

/** Where it led, and why it was done, as far as the journal tells. */
export function factText(fact: AuditFact, word: Word): string {
  const detail = fact.detail as Record<string, unknown>
  const parts: string[] = []
  if (typeof detail.to === 'string' && detail.to !== detail.from) parts.push(m.toState(word('State', detail.to)))
  if (typeof detail.form === 'string') parts.push(word('FormCode', detail.form))
  if (typeof detail.field === 'string')
    parts.push((m.revealFields as Record<string, string>)[detail.field] ?? detail.field)
  if (typeof detail.reason === 'string') parts.push(detail.reason)
  if (fact.decision === 'DENY') parts.push(m.decisionDenied)
  return parts.join(' · ')
}
