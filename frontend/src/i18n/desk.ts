import { defineMessages } from './index'
import { zhCN } from './zh-CN/desk'

export const desk = defineMessages(zhCN, () => import('./en/desk'))
