import { defineMessages } from './index'
import { zhCN } from './zh-CN/filing'

export const filing = defineMessages(zhCN, () => import('./en/filing'))
