import { defineMessages } from './index'
import { zhCN } from './zh-CN/endings'

export const endings = defineMessages(zhCN, () => import('./en/endings'))
