import { reactive, computed, watch } from 'vue'

/**
 * Drafts of forms, kept in memory only.
 *
 * What is typed here is about families in trouble: it must not lie in plain text on a shared office computer, so
 * nothing goes into `localStorage`, `sessionStorage` or IndexedDB. A draft survives a change of page and a session
 * that ended (the sign-in page is part of the same window) and is gone with the window, which is why the window asks
 * before it closes. Tablets, which must survive more, get an encrypted outbox of commands instead.
 */
interface Draft {
  value: unknown
  initial: string
}

const drafts = reactive(new Map<string, Draft>())
let owner: string | undefined

function changed(draft: Draft): boolean {
  return JSON.stringify(draft.value) !== draft.initial
}

export const hasDrafts = computed(() => Array.from(drafts.values()).some(changed))

/**
 * Keeps `values` (of a form) under a key, and puts back what was there: `useDraft('case-new', form.values)`.
 * `discard` after it has been submitted; `restored` tells whether something was put back.
 */
export function useDraft<T extends object>(key: string, values: T) {
  const kept = drafts.get(key)
  const initial = kept?.initial ?? JSON.stringify(values)
  const restored = kept !== undefined && changed(kept)
  if (restored) Object.assign(values, kept.value)
  let dropped = false
  watch(
    () => JSON.stringify(values),
    (text) => {
      if (!dropped) drafts.set(key, { value: JSON.parse(text), initial })
    },
    { flush: 'sync' },
  )
  return {
    restored,
    discard() {
      dropped = true
      drafts.delete(key)
    },
  }
}

/** Another person at the same window finds nothing; the same person finds everything. */
export function claimDrafts(account: string): void {
  if (owner !== undefined && owner !== account) drafts.clear()
  owner = account
}

export function discardDrafts(): void {
  drafts.clear()
}

/** Asks before the window closes on something that was not submitted. */
export function guardWindow(): void {
  window.addEventListener('beforeunload', (event) => {
    if (!hasDrafts.value) return
    event.preventDefault()
    // Chromium before 119 asks only with this.
    event.returnValue = true
  })
}
