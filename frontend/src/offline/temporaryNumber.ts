import { askRules } from './context'
import type { Copy } from './copies'
import { itemsOf, type StoredItem } from './outbox'

/** What an application is called until the server has given it a number: device, and number of the step on it. */
export function temporaryNumberOf(deviceNo: number | null, seq: number): string {
  return `T-${deviceNo ?? 0}-${seq}`
}

/** The application that made the file here, when it did not know its number yet. */
export function unnumbered(recordId: string): StoredItem | undefined {
  return itemsOf(recordId).find((item) => item.temporaryNumber !== undefined && item.number === undefined)
}

/** The changed items of a file, with the number its base may have brought. */
export function numbered(recordId: string, base: Copy, changed: StoredItem[]): StoredItem[] {
  const filed = unnumbered(recordId)
  if (!filed) return changed
  const path = `/api/v1/mediation/cases/${recordId}`
  const answer = askRules({ op: 'request', method: 'GET', path, file: base.file })
  const number = (answer?.body as { number?: unknown } | undefined)?.number
  if (typeof number !== 'string') return changed
  const current = changed.find((item) => item.seq === filed.seq) ?? filed
  return [...changed.filter((item) => item.seq !== filed.seq), { ...current, number }]
}
