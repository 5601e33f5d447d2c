import { computed, ref, shallowRef, watch } from 'vue'
import { api, read, whenSessionEnds } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { queryClient } from '@/api/queryClient'
import type { Login, Me } from '@/api/schema'
import { claimDrafts, discardDrafts } from '@/drafts/drafts'
import { field, findDevice, lock } from '@/offline/state'
import { whenAwake } from './awake'

/** Who is signed in. The session itself is a cookie the page cannot read. */
export const me = shallowRef<Me | null>(null)
export const signedIn = computed(() => me.value !== null)

/** Why the sign-in page is shown, when it was not asked for. */
export const endedBy = ref<'idle' | 'server' | null>(null)

/** Where a page that must not stay open any longer sends its reader; set by the router. */
let toSignIn: () => void = () => undefined

export function whenSignedOut(go: () => void): void {
  toSignIn = go
}

let asked: Promise<void> | null = null

/** Asks once who is signed in; the router waits for it before the first page. */
export function sessionKnown(): Promise<void> {
  asked ??= load()
  return asked
}

async function load(): Promise<void> {
  await findDevice()
  // Behind a locked door nobody is known: the passphrase says who it is.
  if (field.state === 'locked') {
    asked = null
    return
  }
  try {
    const { value } = await read(api.GET('/api/v1/me'))
    me.value = value
    claimDrafts(value.account.id)
  } catch (error) {
    me.value = null
    // Not being signed in is an answer; no answer at all is asked for again by the next page.
    if (!(error instanceof ProblemError && error.status === 401)) asked = null
  }
}

export async function signIn(request: Login): Promise<void> {
  await read(api.POST('/api/v1/auth/login', { body: request }))
  const { value } = await read(api.GET('/api/v1/me'))
  endedBy.value = null
  me.value = value
  asked = Promise.resolve()
  claimDrafts(value.account.id)
}

/** Ends the session; a device is locked instead. What was typed and not sent is forgotten: the next person may be another. */
export async function signOut(reason: 'user' | 'idle' = 'user'): Promise<void> {
  if (field.state === 'open') {
    if (reason === 'user') discardDrafts()
    return lock()
  }
  const ending = read(api.POST('/api/v1/auth/logout')).catch(() => undefined)
  // Idle is not goodbye: drafts wait for the same person.
  if (reason === 'user') discardDrafts()
  forget(reason === 'idle' ? 'idle' : null)
  await ending
}

function forget(reason: 'idle' | 'server' | null): void {
  me.value = null
  endedBy.value = reason
  queryClient.clear()
  toSignIn()
}

whenSessionEnds(() => {
  // A device whose tokens died still has its vault: its pages say what to do.
  if (me.value && field.state !== 'open') forget('server')
})

whenAwake(() => read(api.GET('/api/v1/me')).catch(() => undefined))

// Who uses an open device is known from what it keeps; a locked or erased one knows nobody.
watch(
  () => field.state,
  (state, before) => {
    if (state === 'open') asked = null
    else if (before === 'open') forget(null)
  },
  { flush: 'sync' },
)
