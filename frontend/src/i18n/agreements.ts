import { defineMessages } from './index'
import { zhCN } from './zh-CN/agreements'

export const agreements = defineMessages(zhCN, () => import('./en/agreements'))
