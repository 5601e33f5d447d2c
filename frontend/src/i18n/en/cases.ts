import type { Translation } from '../index'
import type { zhCN } from '../zh-CN/cases'

export const en: Translation<typeof zhCN> = {
  title: 'Cases',
}
