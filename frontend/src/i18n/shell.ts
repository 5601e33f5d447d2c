import { defineMessages } from './index'
import { zhCN } from './zh-CN/shell'

export const shell = defineMessages(zhCN, () => import('./en/shell'))
