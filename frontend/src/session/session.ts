import { computed, ref, shallowRef } from 'vue'
import { api, read, whenSessionEnds } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { queryClient } from '@/api/queryClient'
import type { Login, Me } from '@/api/schema'
import { claimDrafts, discardDrafts } from '@/drafts/drafts'
import { whenAwake } from './idle'

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

/** Ends the session. What was typed and not sent is forgotten: the next person may be another. */
export async function signOut(reason: 'user' | 'idle' = 'user'): Promise<void> {
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
  if (me.value) forget('server')
})

whenAwake(() => read(api.GET('/api/v1/me')).catch(() => undefined))
