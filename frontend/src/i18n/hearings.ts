import { defineMessages } from './index'
import { zhCN } from './zh-CN/hearings'

export const hearings = defineMessages(zhCN, () => import('./en/hearings'))
