import { defineMessages } from './index'
import { zhCN } from './zh-CN/audit'

export const audit = defineMessages(zhCN, () => import('./en/audit'))
