import { locale } from '@/i18n'
import { loadRules } from '@/rules/rules'

/** A condition of a step, with its law. */
export interface GuardCard {
  guard: string
  titleZh: string
  titleEn: string
  basis: string
}

/** What a clause of an agreement must not say, or should not. */
export interface ClauseCard {
  code: string
  hard: boolean
  titleZh: string
  titleEn: string
  basis: string
  advice: string
}

export type Course = 'WRITTEN' | 'ORAL' | 'ENDED' | 'NOT_ACCEPTED'

export interface FormCard {
  form: string
  titleZh: string
  titleEn: string
  /** Where the matrix names it: in which kind of case, how strongly, why. */
  wanted: { course: Course; level: 'REQUIRED' | 'IF_APPLICABLE'; whyZh: string }[]
}

export interface Catalogue {
  guards: GuardCard[]
  clauses: ClauseCard[]
  forms: FormCard[]
}

/** The rules as cards to read, from the rules themselves; null in a build that carries none. */
export async function catalogue(): Promise<Catalogue | null> {
  const rules = await loadRules()
  if (!rules) return null
  const { body } = rules.ask({
    op: 'catalogue',
    now: new Date().toISOString(),
    entropy: '0'.repeat(64),
    lang: locale.value,
    actor: null,
    office: null,
    method: 'GET',
    path: '',
  })
  return body as Catalogue
}

/** Cards with every word asked for, in any of their texts, whatever the letter case. */
export function found<T extends object>(cards: readonly T[], asked: string): T[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean)
  return cards.filter((card) => {
    const text = JSON.stringify(Object.values(card)).toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
