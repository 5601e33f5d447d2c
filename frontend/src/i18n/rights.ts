import { defineMessages } from './index'
import { zhCN } from './zh-CN/rights'

export const rights = defineMessages(zhCN, () => import('./en/rights'))
