import type { Translation } from '../index'
import type { zhCN } from '../zh-CN/home'

export const en: Translation<typeof zhCN> = {
  title: 'Home',
  greeting: (name) => `Good day, ${name}`,
  due: 'What is due',
  caseNumber: 'Case',
  dueOn: 'Due',
  basis: 'Basis',
  nothingDue: 'Nothing is due',
  nothingDueText: 'Work appears here by its deadline.',
}
