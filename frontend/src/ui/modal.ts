import { nextTick, onBeforeUnmount, watch, type Ref } from 'vue'

const reachable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex]'

/** The open boxes; the last one is on top and alone hears the keys. */
const stack: HTMLElement[] = []

function stops(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>(reachable)].filter((one) => {
    // Of a radio group the keys reach one: the chosen.
    if (one instanceof HTMLInputElement && one.type === 'radio' && !one.checked) {
      const group = [...box.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter((r) => r.name === one.name)
      if (group.some((radio) => radio.checked) || group[0] !== one) return false
    }
    return one.tabIndex >= 0 && one.getClientRects().length > 0
  })
}

/** What a reader must not wander into: everything beside the box, but not what announces. */
function hideOthers(box: HTMLElement): () => void {
  const beside = [...document.body.children].flatMap((one) => (one.id === 'app' ? [...one.children] : [one]))
  const hidden = beside.filter(
    (one) =>
      !one.contains(box) &&
      !one.matches('script, [role="status"], [aria-live], [aria-hidden="true"]') &&
      one.nodeType === Node.ELEMENT_NODE,
  )
  for (const one of hidden) one.setAttribute('aria-hidden', 'true')
  return () => {
    for (const one of hidden) one.removeAttribute('aria-hidden')
  }
}

/** The page below does not scroll, and does not jump when its scroll bar goes. */
function holdPage() {
  const root = document.documentElement
  if (stack.length === 0) {
    root.style.paddingRight = ''
    root.style.overflow = ''
  } else if (root.style.overflow === '') {
    root.style.paddingRight = `${window.innerWidth - root.clientWidth}px`
    root.style.overflow = 'hidden'
  }
}

/**
 * Makes a box modal while it is open: it takes the focus, keeps it in, and gives it back; Escape asks to close it.
 * The native `<dialog>` is left because its layer stands above the veil and is unknown to older browsers.
 */
export function useModal(box: Ref<HTMLElement | undefined>, open: () => boolean, close: () => void): void {
  let leave: (() => void) | undefined

  function enter(element: HTMLElement) {
    const before = document.activeElement
    const show = hideOthers(element)
    stack.push(element)
    holdPage()
    document.addEventListener('keydown', press)
    document.addEventListener('focusin', fetchBack)
    ;(element.querySelector<HTMLElement>('[autofocus]') ?? stops(element)[0] ?? element).focus()

    leave = () => {
      leave = undefined
      document.removeEventListener('keydown', press)
      document.removeEventListener('focusin', fetchBack)
      stack.splice(stack.indexOf(element), 1)
      holdPage()
      show()
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }

  const onTop = () => box.value !== undefined && stack[stack.length - 1] === box.value

  function press(event: KeyboardEvent) {
    if (!onTop() || !box.value) return
    if (event.key === 'Escape' && !event.isComposing) {
      event.preventDefault()
      close()
    } else if (event.key === 'Tab') {
      const all = stops(box.value)
      const first = all[0] ?? box.value
      const last = all[all.length - 1] ?? box.value
      const at = document.activeElement
      const outside = !box.value.contains(at)
      if (outside || at === (event.shiftKey ? first : last) || (event.shiftKey && at === box.value)) {
        event.preventDefault()
        ;(event.shiftKey ? last : first).focus()
      }
    }
  }

  function fetchBack(event: FocusEvent) {
    if (onTop() && event.target instanceof Node && !box.value?.contains(event.target)) {
      ;(stops(box.value as HTMLElement)[0] ?? box.value)?.focus()
    }
  }

  watch(
    open,
    async (now) => {
      leave?.()
      if (!now) return
      await nextTick()
      if (open() && box.value && !leave) enter(box.value)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => leave?.())
}
