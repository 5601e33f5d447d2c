import { bytesOf, randomBytes, textOf, type Bytes } from './bytes'
import { FieldError } from './types'

/**
 * The only file that touches WebCrypto.
 *
 * What lies on the device is sealed record by record under one random key. That key is itself sealed under a key made
 * of two halves: the passphrase, and a share that the server hands only to a live device. Neither half opens anything
 * alone; a copied browser profile is missing the first, a revoked device will never see the second again.
 */

/** OWASP's figure for PBKDF2 with SHA-256; a tenth of a second on a tablet, and as much for every guess. */
const rounds = 600_000
export const shortestPassphrase = 12

/** One sealed value. `v` grows with every change and is part of what is authenticated. */
export interface Sealed {
  v: number
  iv: Bytes
  data: ArrayBuffer
}

/** The data key under lock. */
export interface KeyBox {
  salt: Bytes
  sealed: Sealed
}

/** What stays in the device: keys that the page can use and cannot read. */
export interface DeviceKeys {
  proof: CryptoKeyPair
  seal: CryptoKey
}

let key: CryptoKey | null = null
let owner = ''

export const isOpen = (): boolean => key !== null

/** Forgets the data key: from here on nothing on the device can be read. */
export function close(): void {
  key = null
  owner = ''
}

export async function digest(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

export async function makeDeviceKeys(): Promise<DeviceKeys> {
  const [proof, seal] = await Promise.all([
    crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']),
    crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
  ])
  return { proof, seal }
}

/** The public half, as it is registered and named in every proof. */
export async function publicKey(keys: DeviceKeys): Promise<{ kty: string; crv: string; x: string; y: string }> {
  const { kty = 'EC', crv = 'P-256', x = '', y = '' } = await crypto.subtle.exportKey('jwk', keys.proof.publicKey)
  return { kty, crv, x, y }
}

/** ES256: r and s, 64 bytes. */
export async function sign(keys: DeviceKeys, text: string): Promise<Bytes> {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
  return new Uint8Array(await crypto.subtle.sign(algorithm, keys.proof.privateKey, bytesOf(text)))
}

async function encrypt(under: CryptoKey, place: string, v: number, bytes: Bytes): Promise<Sealed> {
  const iv = randomBytes(12)
  const additionalData = bytesOf(`${place}|${v}`)
  return { v, iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, under, bytes) }
}

async function decrypt(under: CryptoKey, place: string, { v, iv, data }: Sealed): Promise<ArrayBuffer> {
  const additionalData = bytesOf(`${place}|${v}`)
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, under, data)
}

/** Seals what must be readable before the passphrase is known (tokens, the clock) under the device's own key. */
export async function sealForDevice(keys: DeviceKeys, name: string, value: unknown): Promise<Sealed> {
  return encrypt(keys.seal, `device|${name}`, 0, bytesOf(JSON.stringify(value)))
}

export async function openForDevice<T>(keys: DeviceKeys, name: string, sealed: Sealed): Promise<T> {
  return JSON.parse(textOf(await decrypt(keys.seal, `device|${name}`, sealed))) as T
}

/** Both halves become the key that seals the data key. */
async function lockKey(passphrase: string, share: Bytes, salt: Bytes): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', bytesOf(passphrase.normalize('NFKC')), 'PBKDF2', false, [
    'deriveBits',
  ])
  const slow = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, typed, 256)
  const halves = new Uint8Array(slow.byteLength + share.byteLength)
  halves.set(new Uint8Array(slow))
  halves.set(share, slow.byteLength)
  const both = await crypto.subtle.importKey('raw', halves, 'HKDF', false, ['deriveKey'])
  halves.fill(0)
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: bytesOf('jiahe vault') },
    both,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

const importKey = (raw: BufferSource) => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

/** Makes a new data key, opens the vault with it and returns it under lock. */
export async function create(passphrase: string, share: Bytes, account: string): Promise<KeyBox> {
  if (Array.from(passphrase).length < shortestPassphrase) throw new FieldError('weak_passphrase', shortestPassphrase)
  const salt = randomBytes(32)
  const raw = randomBytes(32)
  const sealed = await encrypt(await lockKey(passphrase, share, salt), `${account}|key`, 1, raw)
  key = await importKey(raw)
  owner = account
  raw.fill(0)
  return { salt, sealed }
}

/** Opens the vault; false when the halves do not fit. */
export async function open(box: KeyBox, passphrase: string, share: Bytes, account: string): Promise<boolean> {
  const under = await lockKey(passphrase, share, box.salt)
  let raw: ArrayBuffer
  try {
    raw = await decrypt(under, `${account}|key`, box.sealed)
  } catch {
    return false
  }
  key = await importKey(raw)
  owner = account
  new Uint8Array(raw).fill(0)
  return true
}

function held(): CryptoKey {
  if (!key) throw new FieldError('locked')
  return key
}

/** Seals bytes for one place: person, store, record and version are authenticated with them. */
export async function sealBytes(store: string, id: string, v: number, bytes: Bytes): Promise<Sealed> {
  return encrypt(held(), `${owner}|${store}|${id}`, v, bytes)
}

export async function unsealBytes(store: string, id: string, sealed: Sealed): Promise<ArrayBuffer> {
  const under = held()
  try {
    return await decrypt(under, `${owner}|${store}|${id}`, sealed)
  } catch {
    throw new FieldError('damaged')
  }
}

export async function seal(store: string, id: string, v: number, value: unknown): Promise<Sealed> {
  return sealBytes(store, id, v, bytesOf(JSON.stringify(value)))
}

export async function unseal<T>(store: string, id: string, sealed: Sealed): Promise<T> {
  return JSON.parse(textOf(await unsealBytes(store, id, sealed))) as T
}
