import { isKeptAwake } from '@/session/awake'

/** The vault closes after this long without a sign of a person. */
const lockAfter = 5 * 60_000
const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

let last = Date.now()
let timer: ReturnType<typeof setInterval> | undefined
let minutes = 0
const active = () => (last = Date.now())
let look: () => void = () => undefined

/** `onIdle` after five minutes without a touch; `onMinute` every minute, for what ends by the clock. */
export function watchIdle(onIdle: () => void, onMinute: () => Promise<void>): void {
  stopIdle()
  last = Date.now()
  minutes = 0
  look = () => {
    if (isKeptAwake()) last = Date.now()
    if (Math.abs(Date.now() - last) >= lockAfter) onIdle()
  }
  for (const sign of signs) window.addEventListener(sign, active, { passive: true, capture: true })
  // A tablet that slept must not show what it showed before.
  document.addEventListener('visibilitychange', look)
  timer = setInterval(() => {
    look()
    minutes += 1
    if (minutes % 6 === 0) void onMinute().catch(() => undefined)
  }, 10_000)
}

export function stopIdle(): void {
  clearInterval(timer)
  for (const sign of signs) window.removeEventListener(sign, active, { capture: true })
  document.removeEventListener('visibilitychange', look)
}
