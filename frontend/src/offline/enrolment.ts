import { ProblemError } from '@/api/problem'
import { fromBase64url } from './bytes'
import { deviceKeys, keep, keptChange, newDevice, readKept } from './deviceKey'
import { answerChange, fillPack, keepAnswer, mePath } from './pack'
import { demandPersistence } from './space'
import { field } from './state'
import { commit, countUnsent, deleteStore, metaChange, readMeta } from './store'
import { syncNow } from './sync'
import { tokenChanges, type DeviceTokens } from './tokens'
import { FieldError } from './types'
import { buildKept, keepBuild } from './update'
import { opened, tryPassphrase, wipe } from './unlocking'
import { create, publicKey, shortestPassphrase } from './vault'
import { asPerson, byProof, send } from './wire'
import { uuidv7 } from './bytes'
import { clock } from './clock'

interface Device {
  id: string
  no: number
  state: 'PENDING' | 'APPROVED' | 'ACTIVE' | 'REVOKED' | 'WIPED'
}

/** A new device for the signed-in person. What another person left here goes first, but never her unsent work. */
export async function enrol({ label, serial }: { label: string; serial: string }): Promise<void> {
  if (!field.supported) throw new FieldError('unsupported')
  const before = await readKept('device').catch(() => undefined)
  if (before) {
    const unsent = await countUnsent()
    if (unsent > 0) throw new FieldError('unsent', unsent)
    await wipe('user', { evenUnsent: true })
  }
  await deleteStore()
  const { account } = await asPerson<{ account: { id: string } }>('GET', mePath)
  const id = uuidv7(clock.now())
  await newDevice({ id, no: null, label, serial, accountId: account.id, state: 'pending' })
  try {
    const device = await asPerson<Device>('POST', '/api/v1/devices', {
      id,
      label,
      serial,
      publicKey: await publicKey(await deviceKeys()),
    })
    await remember(device)
  } catch (error) {
    await deleteStore()
    throw error
  }
  void keepBuild().catch(() => undefined)
}

/** Writes down what the server said of this device. */
async function remember({ no, state }: Device): Promise<void> {
  const record = await readKept('device')
  if (!record) return
  const after = record.state === 'active' ? 'active' : state === 'PENDING' ? 'pending' : 'approved'
  await keep('device', { ...record, no, state: after })
  Object.assign(field, { enrolled: true, deviceId: record.id, deviceNo: no, label: record.label, wipedBy: null })
  if (after !== 'active') field.state = after
}

export async function checkApproval(): Promise<void> {
  const record = await readKept('device')
  if (!record) return
  const answer = await asPerson<Device[] | { items: Device[] }>('GET', '/api/v1/me/devices')
  const device = (Array.isArray(answer) ? answer : answer.items).find((one) => one.id === record.id)
  if (device?.state === 'REVOKED' || device?.state === 'WIPED') await wipe('revoked')
  else if (device) await remember(device)
}

/**
 * Makes the device alive: tokens and the server's half of the lock come with it, the passphrase is the other half.
 * A device whose tokens died comes back to life the same way, with the passphrase it has.
 */
export async function activate(passphrase: string): Promise<void> {
  const record = await readKept('device')
  if (!record) throw new FieldError('unsupported')
  const box = await readMeta('box')
  if (!box && Array.from(passphrase).length < shortestPassphrase) {
    throw new FieldError('weak_passphrase', shortestPassphrase)
  }
  // What is here already must be able to go up, whatever the browser promises.
  if (!box) await demandPersistence()
  await buildKept()
  // Who it belongs to is written with the lock itself: a device that opens must know its person.
  const me = JSON.stringify(await asPerson<unknown>('GET', mePath))
  const tokens = await activation(record.id)
  const share = fromBase64url(tokens.keyShare)
  await commit(await tokenChanges(tokens))
  if (box) {
    await tryPassphrase(box, passphrase, share, record.accountId)
    await keepAnswer(mePath, me, null)
  } else {
    const made = await create(passphrase, share, record.accountId)
    const active = { ...record, no: tokens.deviceNo, state: 'active' as const }
    await commit([
      metaChange('box', made),
      metaChange('tries', 0),
      await keptChange('device', active),
      await answerChange(mePath, me, null),
    ])
  }
  field.deviceNo = tokens.deviceNo
  await opened()
  await fillPack().catch(() => undefined)
  await syncNow()
  // From here on the device's own tokens speak; a session left open would be a second door.
  await send({ method: 'POST', path: '/api/v1/auth/logout', headers: loggingOut() }, {}, true).catch(() => undefined)
}

const loggingOut = () => ({ 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() })

async function activation(id: string): Promise<DeviceTokens> {
  try {
    return await byProof<DeviceTokens>(`/api/v1/devices/${id}/activate`, undefined, id, true)
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'device_not_approved') throw new FieldError('not_approved')
    throw error
  }
}
