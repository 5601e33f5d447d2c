import { tablet as m } from '@/i18n/tablet'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** What has waited longer than this is shown in red; the station head is told as well. */
export const tooLong = day

/** How long something has waited, in the largest whole unit. */
export function ageWords(since: string, now: number): string {
  const age = now - Date.parse(since)
  if (age < minute) return m.ageNow
  if (age < hour) return m.ageMinutes(Math.floor(age / minute))
  return age < 2 * day ? m.ageHours(Math.floor(age / hour)) : m.ageDays(Math.floor(age / day))
}

export function waitsTooLong(since: string | null, now: number): boolean {
  return since !== null && now - Date.parse(since) > tooLong
}

/** Bytes as people read them on a tablet: 3.2 MB. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const at = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)))
  const value = bytes / 1024 ** at
  return `${value < 10 && at > 0 ? value.toFixed(1) : Math.round(value)} ${units[at]}`
}
