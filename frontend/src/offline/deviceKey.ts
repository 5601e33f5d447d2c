import { commit, metaChange, readMeta, type Change } from './store'
import { clock, type ClockState } from './clock'
import { makeDeviceKeys, openForDevice, sealForDevice, type DeviceKeys } from './vault'
import { FieldError } from './types'

/** Who this device is to the server. */
export interface DeviceRecord {
  id: string
  no: number | null
  label: string
  serial: string
  accountId: string
  state: 'pending' | 'approved' | 'active'
}

/** What the device may use before its vault is open. */
export interface TokenRecord {
  refreshToken: string
  /** Half of the vault's lock; null once the lease has ended. */
  keyShare: string | null
  leaseUntil: string
  drainOnly: boolean
  dead: boolean
}

interface Kept {
  device: DeviceRecord
  tokens: TokenRecord
  clock: ClockState
}

let held: DeviceKeys | null = null

export async function deviceKeys(): Promise<DeviceKeys> {
  held ??= (await readMeta('keys')) ?? null
  if (!held) throw new FieldError('unsupported')
  return held
}

export async function newDevice(record: DeviceRecord): Promise<void> {
  const keys = await makeDeviceKeys()
  const device = await sealForDevice(keys, 'device', record)
  await commit([metaChange('keys', keys), metaChange('device', device)])
  held = keys
}

export function forgetKeys(): void {
  held = null
}

export async function readKept<K extends keyof Kept>(name: K): Promise<Kept[K] | undefined> {
  const sealed = await readMeta(name)
  return sealed && openForDevice<Kept[K]>(await deviceKeys(), name, sealed)
}

export async function keptChange<K extends keyof Kept>(name: K, value: Kept[K]): Promise<Change> {
  return metaChange(name, await sealForDevice(await deviceKeys(), name, value))
}

export async function keep<K extends keyof Kept>(name: K, value: Kept[K]): Promise<void> {
  await commit([await keptChange(name, value)])
}

/** The latest time known is worth a write: it is what a clock that was set back is measured by. */
export async function keepClock(): Promise<void> {
  clock.now()
  await keep('clock', clock.state())
}
