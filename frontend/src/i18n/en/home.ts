import type { Translation } from '../index'
import type { zhCN } from '../zh-CN/home'

export const en: Translation<typeof zhCN> = {
  title: 'Home',
  greeting: (name) => `Good day, ${name}`,
  due: 'What is due',
  parties: 'Parties',
  caseNumber: 'Case',
  dueOn: 'Due',
  basis: 'Basis',
  overdue: 'Overdue',
  overdueBy: (days) => `${days} ${days === 1 ? 'day' : 'days'} overdue`,
  daysLeft: (days) => (days === 0 ? 'Due today' : `${days} ${days === 1 ? 'day' : 'days'} left`),
  noClock: 'To do',
  nothingDue: 'Nothing is due',
  nothingDueText: 'Work appears here by its deadline.',
}
