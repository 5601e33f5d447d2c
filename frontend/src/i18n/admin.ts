import { defineMessages } from './index'
import { zhCN } from './zh-CN/admin'

export const admin = defineMessages(zhCN, () => import('./en/admin'))
