import { defineMessages } from './index'
import { zhCN } from './zh-CN/attachments'

export const attachments = defineMessages(zhCN, () => import('./en/attachments'))
