import { defineMessages } from './index'
import { zhCN } from './zh-CN/ui'

export const ui = defineMessages(zhCN, () => import('./en/ui'))
