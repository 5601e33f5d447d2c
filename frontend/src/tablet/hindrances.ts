import { tablet as m } from '@/i18n/tablet'
import { installed, isAppleTablet } from './install'

/** Why this browser cannot work offline, each reason with what can be done about it. */
export function hindrances(supported: boolean): string[] {
  if (!window.isSecureContext) return [m.noSecureContext]
  const found: string[] = []
  if (!supported) found.push(m.noStorage)
  if (!('serviceWorker' in navigator)) found.push(m.noWorker)
  if (isAppleTablet() && !installed.value) found.push(m.notOnHomeScreen)
  return found
}
