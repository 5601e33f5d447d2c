import { clock } from './clock'
import { metaChange, readMeta, type Change } from './store'
import { seal, unseal } from './vault'

/** How far this device has followed the server. */
export interface SyncState {
  v: number
  cursor: string | null
  epoch: string | null
  /** Reference data for the rules. */
  office: unknown
  asOf: string | null
  /** While everything is fetched anew: what has been named so far. */
  named: string[] | null
  withdrawn: { kind: string; id: string; reason: string; at: string }[]
  /** When the reference answers were fetched. */
  packedAt: string | null
}

const fresh: SyncState = {
  v: 0,
  cursor: null,
  epoch: null,
  office: null,
  asOf: null,
  named: null,
  withdrawn: [],
  packedAt: null,
}

export async function readSync(): Promise<SyncState> {
  const sealed = await readMeta('sync')
  return sealed ? unseal<SyncState>('meta', 'sync', sealed) : { ...fresh }
}

/** The row of a state; it grows with the clock, so that an older one cannot take its place unseen. */
export async function syncChange(state: SyncState): Promise<Change> {
  const v = Math.max(state.v + 1, clock.now())
  return metaChange('sync', await seal('meta', 'sync', v, { ...state, v }))
}
