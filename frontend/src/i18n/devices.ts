import { defineMessages } from './index'
import { zhCN } from './zh-CN/devices'

export const devices = defineMessages(zhCN, () => import('./en/devices'))
