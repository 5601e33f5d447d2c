import { defineMessages } from './index'
import { zhCN } from './zh-CN/titles'

export const titles = defineMessages(zhCN, () => import('./en/titles'))
