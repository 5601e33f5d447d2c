import type { Translation } from '../index'
import type { zhCN } from '../zh-CN/field'

export const en: Translation<typeof zhCN> = {
  storageFull: 'The tablet is full; this step was not saved.',
  storageFullHelp:
    'What you entered is still in the form. Free some space on the tablet, or connect so that waiting items can be sent, and submit again.',
  settled: 'The refused item has been decided already; this correction was not sent.',
  settledHelp: 'It may just have been sent again, or given up. Please look into the outbox.',
  locked: 'The tablet is locked. Unlock it first.',
  damaged: 'This attachment can no longer be read on the tablet.',
}
