import { bytesOf, toBase64url } from './bytes'
import { clock } from './clock'
import { digest, publicKey, sign, type DeviceKeys } from './vault'

const part = (value: unknown) => toBase64url(bytesOf(JSON.stringify(value)))

/**
 * A proof that this request comes from the device whose key was registered (DPoP, RFC 9449): a stolen token alone is
 * worth nothing. `bound` is what the proof holds on to: the access token, the refresh token, or the device's id.
 */
export async function proofOf(keys: DeviceKeys, method: string, address: string, bound: string): Promise<string> {
  const { origin, pathname } = new URL(address, location.origin)
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: await publicKey(keys) }
  const claims = {
    htm: method,
    htu: `${origin}${pathname}`,
    jti: crypto.randomUUID(),
    iat: Math.floor(clock.now() / 1000),
    ath: toBase64url(await digest(bytesOf(bound))),
  }
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${toBase64url(await sign(keys, signed))}`
}
