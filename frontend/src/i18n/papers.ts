import { defineMessages } from './index'
import { zhCN } from './zh-CN/papers'

/** Labels of the fields of every form, by their names on the wire. */
export const papers = defineMessages(zhCN, () => import('./en/papers'))
