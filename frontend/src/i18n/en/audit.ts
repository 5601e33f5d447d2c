import type { Translation } from '../index'
import type { zhCN } from '../zh-CN/audit'

export const en: Translation<typeof zhCN> = {
  title: 'Audit',
}
