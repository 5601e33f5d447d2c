import { defineMessages } from './index'
import { zhCN } from './zh-CN/cases'

export const cases = defineMessages(zhCN, () => import('./en/cases'))
