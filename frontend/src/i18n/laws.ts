import { defineMessages } from './index'
import { zhCN } from './zh-CN/laws'

export const laws = defineMessages(zhCN, () => import('./en/laws'))
