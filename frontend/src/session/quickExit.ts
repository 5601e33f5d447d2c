import { discardDrafts } from '@/drafts/drafts'

/** A page nobody asks about. */
const neutralPage = 'https://www.gov.cn/'

/**
 * Leaves at once: somebody has come in who must not see this. No question is asked, the draft is given up, the
 * page is not in the history, and the session is ended on the way.
 */
export function quickExit(): void {
  discardDrafts()
  document.documentElement.hidden = true
  void fetch('/api/v1/auth/logout', {
    method: 'POST',
    keepalive: true,
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
  }).catch(() => undefined)
  location.replace(neutralPage)
}

/** Whether something stands over the page that Esc closes: a box, a menu, the list of a field. */
function somethingOpen(): boolean {
  return (
    document.querySelector(
      '[role="dialog"], [role="alertdialog"], [role="menu"], [role="combobox"][aria-expanded="true"]',
    ) !== null
  )
}

/** Twice Esc within a second does the same: hands are on the keyboard. */
export function listenForQuickExit(): () => void {
  // Time is counted from the birth of the page: one Esc just after it is still only one.
  let last = Number.NEGATIVE_INFINITY
  const listen = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.repeat) return
    // An Esc that closes a dialog or a list belongs to it.
    if (somethingOpen()) return
    if (event.timeStamp - last < 700) quickExit()
    last = event.timeStamp
  }
  // On the way down: on the way up, what Esc has closed would be gone already.
  window.addEventListener('keydown', listen, true)
  return () => window.removeEventListener('keydown', listen, true)
}
