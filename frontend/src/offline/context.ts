import { locale } from '@/i18n'
import { loadRules, type Rules, type RulesAnswer, type RulesRequest } from '@/rules/rules'
import { clock } from './clock'

/** What every question to the rules needs: who asks, and the office's reference data. In memory while open. */
let actor: unknown = null
let office: unknown
let rules: Rules | null = null

export function setActor(me: unknown): void {
  actor = me
}

export function setOffice(reference: unknown): void {
  office = reference ?? undefined
}

/** Loads the rules beforehand, so that the first question without a network finds them. */
export async function readyRules(): Promise<boolean> {
  rules = await loadRules()
  return rules !== null
}

export const hasRules = (): boolean => rules !== null

export function forgetContext(): void {
  actor = null
  office = undefined
}

type Question = Pick<RulesRequest, 'op' | 'method' | 'path'> & Partial<RulesRequest>

/** Asks the rules; null in a build without them. */
export function askRules(question: Question): RulesAnswer | null {
  if (!rules) return null
  const asked = { now: clock.iso(), lang: locale.value, actor, office, ...question }
  try {
    return rules.ask(asked)
  } catch (error) {
    // A fault of the rules is no answer: the server is asked. Nothing of the file goes into the log.
    console.error('rules', question.op, question.method, error instanceof Error ? error.name : '')
    return null
  }
}
