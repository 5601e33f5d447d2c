import { defineMessages } from './index'
import { zhCN } from './zh-CN/tablet'

export const tablet = defineMessages(zhCN, () => import('./en/tablet'))
