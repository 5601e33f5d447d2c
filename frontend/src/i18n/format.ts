import { locale } from './index'

/** Everything is shown in the time of the office, whatever the clock of the device says. */
const timeZone = 'Asia/Shanghai'

const formats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale.value + JSON.stringify(options)
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(locale.value, { timeZone, ...options })
    formats.set(key, format)
  }
  return format
}

/** A local date (`YYYY-MM-DD`) or an instant, as a day: 2026年3月5日. */
export function formatDate(value: string | null | undefined): string {
  if (!value) return ''
  const instant = value.length === 10 ? `${value}T00:00:00+08:00` : value
  return dateFormat({ year: 'numeric', month: 'long', day: 'numeric' }).format(new Date(instant))
}

/** The short form for table cells: 2026-03-05, equal width in both languages. */
export function formatDay(value: string | null | undefined): string {
  if (!value) return ''
  return value.length === 10 ? value : shanghai(value).slice(0, 10)
}

/** An instant with hours and minutes: 2026年3月5日 14:07. */
export function formatDateTime(value: string | null | undefined): string {
  if (!value) return ''
  return dateFormat({
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(value))
}

/** An instant in few words: 08:10 today, else 3月5日 08:10. */
export function formatMoment(value: string | null | undefined, now: Date = new Date()): string {
  if (!value) return ''
  const today = shanghai(value).slice(0, 10) === shanghai(now.toISOString()).slice(0, 10)
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return dateFormat(today ? clock : { month: 'long', day: 'numeric', ...clock }).format(new Date(value))
}

/** The wall clock of the office for an instant, `YYYY-MM-DDTHH:mm:ss`. China keeps one offset all year. */
export function shanghai(instant: string): string {
  return new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 19)
}

/** Days from today (in the office) to a local date; negative when it has passed. */
export function daysUntil(date: string, now: Date = new Date()): number {
  const today = shanghai(now.toISOString()).slice(0, 10)
  return Math.round((Date.parse(`${date.slice(0, 10)}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000)
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(locale.value).format(value)
}

/** Integer fen as yuan: ¥1,234.50. */
export function formatMoney(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return ''
  return new Intl.NumberFormat(locale.value, { style: 'currency', currency: 'CNY' }).format(fen / 100)
}

/** Between a label and what it says: full width in Chinese. */
export function colon(): string {
  return locale.value === 'en' ? ': ' : '：'
}
