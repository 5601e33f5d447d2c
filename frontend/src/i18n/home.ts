import { defineMessages } from './index'
import { zhCN } from './zh-CN/home'

export const home = defineMessages(zhCN, () => import('./en/home'))
