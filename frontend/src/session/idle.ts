import { onBeforeUnmount, onMounted, ref } from 'vue'
import { isKeptAwake } from './awake'

/** The server ends a session after 15 idle minutes; the page says so two minutes before. */
const noticeAfter = 13 * 60_000
const endAfter = 15 * 60_000
const veilAfter = 60_000

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** Time since the last sign of a person. */
export function useIdle(onEnd: () => void) {
  const veiled = ref(false)
  const minutesLeft = ref<number | null>(null)
  let last = Date.now()
  let timer = 0

  function active() {
    // What is veiled stays so until it is asked for: a passer-by moves the mouse too.
    if (!veiled.value) last = Date.now()
  }

  function look() {
    // Veiled it may be; the time that ends the session begins when the recording has ended.
    if (isKeptAwake() && Date.now() - last >= veilAfter) last = Date.now() - veilAfter
    const idle = Date.now() - last
    veiled.value ||= idle >= veilAfter
    minutesLeft.value = idle >= noticeAfter ? Math.max(1, Math.ceil((endAfter - idle) / 60_000)) : null
    if (idle >= endAfter) onEnd()
  }

  function wake() {
    last = Date.now()
    veiled.value = false
    minutesLeft.value = null
  }

  onMounted(() => {
    for (const sign of signs) window.addEventListener(sign, active, { passive: true })
    // A computer that slept must not show what it showed before.
    document.addEventListener('visibilitychange', look)
    timer = window.setInterval(look, 1000)
  })
  onBeforeUnmount(() => {
    for (const sign of signs) window.removeEventListener(sign, active)
    document.removeEventListener('visibilitychange', look)
    window.clearInterval(timer)
  })

  return { veiled, minutesLeft, wake }
}
