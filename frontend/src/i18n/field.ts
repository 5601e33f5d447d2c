import { defineMessages } from './index'
import { zhCN } from './zh-CN/field'

export const field = defineMessages(zhCN, () => import('./en/field'))
