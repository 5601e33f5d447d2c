import { computed, ref, shallowRef } from 'vue'

/** What Chromium offers when a site can be put beside the other apps. Not in the standard, so not in lib.dom. */
interface InstallPrompt extends Event {
  prompt: () => Promise<{ outcome: 'accepted' | 'dismissed' }>
}

/**
 * The offer of the browser to install the app. It is made once, soon after the start, so this module is loaded with
 * the shell and keeps it until somebody asks.
 */
const offer = shallowRef<InstallPrompt | null>(null)
export const installOffered = computed(() => offer.value !== null)

const standalone = () =>
  matchMedia('(display-mode: standalone)').matches ||
  (navigator as Navigator & { standalone?: boolean }).standalone === true

export const installed = ref(standalone())

window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  offer.value = event as InstallPrompt
})
window.addEventListener('appinstalled', () => {
  offer.value = null
  installed.value = true
})

/** An offer is good for one question. */
export async function install(): Promise<void> {
  const asked = offer.value
  offer.value = null
  await asked?.prompt()
}

/** iPadOS names itself a Mac; only a finger tells them apart. Its browser forgets a site after a week. */
export function isAppleTablet(): boolean {
  const { platform, maxTouchPoints, userAgent } = navigator
  return /iPad|iPhone/.test(userAgent) || (platform === 'MacIntel' && maxTouchPoints > 1)
}
