import type { Device } from '@/api/schema'
import { devices as m } from '@/i18n/devices'
import { formatDateTime } from '@/i18n/format'

export type DeviceTone = 'grey' | 'blue' | 'green' | 'yellow' | 'red'

/** A clock that is wrong by more is shown to the administrator; legal dates do not follow it (R7). */
export const skewLimit = 10 * 60_000

export function deviceTone({ state, wipedAt }: Device): DeviceTone {
  switch (state) {
    case 'PENDING':
      return 'yellow'
    case 'APPROVED':
      return 'blue'
    case 'ACTIVE':
      return 'green'
    case 'REVOKED':
      return wipedAt ? 'grey' : 'red'
    case 'WIPED':
      return 'grey'
  }
}

/** What still has to happen to a disabled tablet, or that it has happened. */
export function wipeWords({ state, uploadUntil, wipedAt }: Device, now: number): string {
  if (wipedAt) return m.wipedAt(formatDateTime(wipedAt))
  if (state !== 'REVOKED') return ''
  return uploadUntil && Date.parse(uploadUntil) > now ? m.uploadUntil(formatDateTime(uploadUntil)) : m.wipePending
}

/** How far a clock is ahead of ours, in the largest whole unit; positive is fast. */
export function skewWords(skewMs: number): string {
  const size = Math.abs(skewMs)
  if (size < 60_000) return m.skewFine
  const minutes = Math.round(size / 60_000)
  const words =
    minutes < 60
      ? m.skewMinutes(minutes)
      : minutes < 48 * 60
        ? m.skewHours(Math.round(minutes / 60))
        : m.skewDays(Math.round(minutes / 1440))
  return skewMs > 0 ? m.skewFast(words) : m.skewSlow(words)
}

/** Those found by person, name or serial number; what waits for an approval first, then what was asked for last. */
export function foundDevices(devices: readonly Device[], asked: string): Device[] {
  const word = asked.trim().toLowerCase()
  const text = (one: Device) => `${one.label} ${one.serial} ${one.accountName}`.toLowerCase()
  return devices
    .filter((one) => text(one).includes(word))
    .sort((a, b) => rank(a) - rank(b) || b.requestedAt.localeCompare(a.requestedAt))
}

const rank = ({ state }: Device) => (state === 'PENDING' ? 0 : state === 'WIPED' ? 2 : 1)
