import { locale } from '@/i18n'
import { loadRules } from '@/rules/rules'

/** A condition of a step, with its law. */
export interface GuardCard {
  guard: string
  title: string
  basis: string
}

/** What a clause of an agreement must not say, or should not. */
export interface ClauseCard {
  code: string
  hard: boolean
  title: string
  basis: string
  advice: string
}

export type Level = 'REQUIRED' | 'IF_APPLICABLE'

export const courses = ['written', 'oral', 'ended'] as const

/** A form, and how strongly the volume of each kind of case wants it; a kind that is not named does not. */
export type FormCard = { form: string; title: string } & { [course in (typeof courses)[number]]?: Level | null }

export interface Catalogue {
  guards: GuardCard[]
  screen: ClauseCard[]
  forms: FormCard[]
}

/** The rules as cards to read, in the reader's language, from the rules themselves; null where a build has none. */
export async function catalogue(): Promise<Catalogue | null> {
  const rules = await loadRules()
  if (!rules) return null
  const { status, body } = rules.ask({
    op: 'catalogue',
    now: new Date().toISOString(),
    entropy: '0'.repeat(64),
    lang: locale.value,
    actor: undefined,
    office: undefined,
    method: 'GET',
    path: '',
  })
  if (status !== 200) throw new Error(`catalogue: ${status}`)
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
