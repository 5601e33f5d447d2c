import { outbox as m } from '@/i18n/outbox'
import { ui } from '@/i18n/ui'

/** A value of a command as a person reads it; `word` translates codes. */
export function valueWords(value: unknown, word: (code: string) => string = (code) => code): string {
  if (value === null || value === undefined || value === '') return m.empty
  if (typeof value === 'boolean') return value ? ui.yes : ui.no
  if (Array.isArray(value)) return value.length === 0 ? m.empty : value.map((one) => valueWords(one, word)).join('、')
  if (typeof value === 'object') {
    return Object.values(value)
      .filter((one) => one !== null && one !== '' && !isId(one))
      .map((one) => valueWords(one, word))
      .join('，')
  }
  return typeof value === 'string' && /^[A-Z][A-Z0-9_]*$/.test(value) ? word(value) : String(value)
}

/** Keys of records say nothing to people. */
export function isId(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)
}

export interface Line {
  key: string
  value: unknown
}

/** The text of a command, line by line: what was said, without keys of records, drawings and fingerprints of texts. */
export function linesOf(body: string): Line[] {
  try {
    const said: unknown = JSON.parse(body)
    if (typeof said !== 'object' || said === null || Array.isArray(said)) return []
    return Object.entries(said).flatMap(([key, value]) => lines(key, value))
  } catch {
    return []
  }
}

const unread = /^(id|textHash|strokes|occurredAt)$/

function lines(key: string, value: unknown): Line[] {
  if (value === null || value === '' || isId(value) || unread.test(key)) return []
  if (Array.isArray(value) && value.some((one) => typeof one === 'object' && one !== null)) {
    return value.flatMap((one) => lines(key, one))
  }
  if (typeof value === 'object' && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([inner, one]) => lines(inner, one))
  }
  return Array.isArray(value) && (value.length === 0 || value.every(isId)) ? [] : [{ key, value }]
}
