import type { Translation } from '../index'
import type { zhCN } from '../zh-CN/laws'

export const en: Translation<typeof zhCN> = {
  title: 'Law cards',
  text: 'The conditions of every step, what a clause must not say, and the papers to make; with or without a network.',
  parts: 'Kinds of cards',
  guards: 'Conditions',
  guardsText: 'A step that does not meet them is refused, with the law.',
  clauses: 'Clauses',
  clausesText: 'Checked while an agreement is drafted. What is forbidden must go; a warning must be confirmed.',
  forms: 'Forms',
  formsText: 'The papers the volume of each kind of case should hold.',
  search: 'Find',
  searchHint: 'for example: refused, support, 第23条',
  nothing: 'Nothing found',
  nothingText: 'Try another word, or another kind.',
  unavailable: 'This build carries no law cards',
  unavailableText: 'Update it with a network and look again.',
  hard: 'forbidden',
  warning: 'warning',
  courses: {
    written: 'written agreement',
    oral: 'oral agreement',
    ended: 'no agreement',
  },
  levels: { REQUIRED: 'required', IF_APPLICABLE: 'if applicable' },
  notRequired: 'made when its step is taken',
}
