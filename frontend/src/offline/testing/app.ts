import { vi } from 'vitest'
import type { CaptureKind } from '../captures'
import { houseRules } from './house'
import type { TestServer } from './server'

export const passphrase = '春风又绿江南岸明月何时照我还'

/** What this house records away from the desk. */
const captures: CaptureKind[] = [
  { kind: 'ENTRY', path: /^\/api\/v1\/reception\/entries$/, step: 'FILE', numbered: true, form: () => '/entries/new' },
  {
    kind: 'SURVEY',
    path: /^\/api\/v1\/reception\/entries\/(?<id>[^/]+)\/survey$/,
    step: 'OTHER',
    form: (id) => `/entries/${id}/survey`,
  },
]

/** The app as it starts on a device: fresh modules, the same store. */
export async function start() {
  vi.resetModules()
  const kinds = await import('../captures')
  kinds.useCaptures(captures)
  const rules = await import('@/rules/rules')
  rules.useRules(houseRules)
  const [state, device, local, outbox, store, vault, sync, clock, copies, tokens, pull, idle] = await Promise.all([
    import('../state'),
    import('../device'),
    import('../local'),
    import('../outbox'),
    import('../store'),
    import('../vault'),
    import('../sync'),
    import('../clock'),
    import('../copies'),
    import('../tokens'),
    import('../pull'),
    import('../idleLock'),
  ])
  await state.findDevice()

  async function request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return local.route(
      new Request(new URL(path, location.origin), {
        method,
        headers: { 'Content-Type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    )
  }

  return {
    ...{
      pendingCaptures: kinds.pendingCaptures,
      state,
      device,
      local,
      outbox,
      store,
      vault,
      sync,
      clock: clock.clock,
      copies,
      tokens,
      pull,
    },
    field: state.field,
    request,
    post: (path: string, body: unknown, key: string = crypto.randomUUID()) =>
      request('POST', path, body, { 'Idempotency-Key': key }),
    read: async <T>(path: string) => (await (await request('GET', path)).json()) as T,
    /** The process ends; what was not written is gone. */
    async kill() {
      sync.stopSync()
      idle.stopIdle()
      vault.close()
      // What was under way ends with it; only a request that nobody answers is left behind.
      await Promise.race([sync.syncNow(), new Promise((wake) => setTimeout(wake, 200))])
      await store.closeStore()
    },
  }
}

export type App = Awaited<ReturnType<typeof start>>

/** A device that was enrolled, approved and activated. */
export async function activated(server: TestServer): Promise<App> {
  const app = await start()
  await app.device.enrol({ label: '入户平板', serial: 'HX-2026-0117' })
  if (server.device) server.device.state = 'APPROVED'
  await app.device.checkApproval()
  await app.device.activate(passphrase)
  app.sync.stopSync()
  return app
}

/** Numbers that look random and are the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
