import type { Translation } from '../index'
import type { zhCN } from '../zh-CN/admin'

export const en: Translation<typeof zhCN> = {
  title: 'Accounts',
}
