import { defineMessages } from './index'
import { zhCN } from './zh-CN/outbox'

export const outbox = defineMessages(zhCN, () => import('./en/outbox'))
