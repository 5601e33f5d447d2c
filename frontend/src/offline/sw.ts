/// <reference lib="webworker" />
/* The service worker: keeps the app itself, and nothing that anybody entered. It never looks at /api. */

/** Written into the file by `build/offline.ts`: the print of this build, and its files. */
declare const BUILD: string
declare const FILES: string[]

interface Worker {
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
  addEventListener(type: 'message', listener: (event: ExtendableMessageEvent) => void): void
  skipWaiting(): Promise<void>
  readonly clients: Clients
}

const worker = self as unknown as Worker
const shell = `jiahe-shell-${BUILD}`

// From the server, past every cache on the way: an old page must never meet new scripts. No skipWaiting: code is not
// changed under an open form, the app asks first.
worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(shell).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })))),
  )
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== shell).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()),
  )
})

worker.addEventListener('message', (event) => {
  if (event.data === 'start') void worker.skipWaiting()
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || pathname.startsWith('/api/')) return
  const kept = request.mode === 'navigate' ? '/' : FILES.includes(pathname) ? pathname : null
  if (kept === null) return
  event.respondWith(
    caches
      .open(shell)
      .then((cache) => cache.match(kept))
      .then((found) => found ?? fetch(request)),
  )
})
