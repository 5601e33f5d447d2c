import { OfflineError } from '@/api/problem'
import { updateWaiting } from './state'

/** The service worker: registered for devices only; a browser in the office always loads the newest page. */
interface Policies {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => {
    createScriptURL: (url: string) => string
  }
}

const address = '/sw.js'
let registration: ServiceWorkerRegistration | undefined
let asked = false
let trusted: string | undefined

/** The page's policy demands that addresses of scripts are vouched for. */
function vouched(): string {
  const policies = (window as { trustedTypes?: Policies }).trustedTypes
  trusted ??= policies
    ? policies.createPolicy('jiahe-worker', { createScriptURL: () => address }).createScriptURL(address)
    : address
  return trusted
}

const possible = () =>
  import.meta.env.PROD &&
  typeof navigator !== 'undefined' &&
  'serviceWorker' in navigator &&
  (location.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname))

/** Keeps the app itself on the device, and notices a newer one. */
export async function keepBuild(): Promise<void> {
  if (!possible()) return
  registration = await navigator.serviceWorker.register(vouched(), { scope: '/', updateViaCache: 'none' })
  watchWaiting(registration)
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // The first worker takes over a page that needs nothing of it; only an update that was asked for reloads.
    if (asked) location.reload()
  })
}

/** Resolves when all files of the app are on the device: before that it is nothing to set out with. */
export async function buildKept(): Promise<void> {
  if (!possible()) return
  await keepBuild()
  const coming = registration?.installing ?? registration?.waiting
  if (registration?.active || !coming) return
  await new Promise<void>((done, failed) => {
    const look = () => {
      if (coming.state === 'activated') done()
      else if (coming.state === 'redundant') failed(new OfflineError('a file of the app did not arrive'))
    }
    coming.addEventListener('statechange', look)
    look()
  })
}

function watchWaiting(found: ServiceWorkerRegistration): void {
  const look = () => (updateWaiting.value = found.waiting !== null && navigator.serviceWorker.controller !== null)
  look()
  found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', look))
}

/** Asks the server whether there is a newer build. */
export async function lookForUpdate(): Promise<void> {
  await registration?.update().catch(() => undefined)
}

export async function startUpdate(): Promise<void> {
  asked = true
  registration?.waiting?.postMessage('start')
}

/** After a wipe nothing of the app stays either. */
export async function forgetBuild(): Promise<void> {
  if (!possible()) return
  const [names, all] = await Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])
  await Promise.all([...names.map((name) => caches.delete(name)), ...all.map((one) => one.unregister())])
}
