import { ProblemError } from '@/api/problem'
import { renewing } from './channel'
import { clock } from './clock'
import { keep, keptChange, readKept, type TokenRecord } from './deviceKey'
import { field } from './state'
import { commit, type Change } from './store'
import { FieldError } from './types'
import { byProof, signals } from './wire'

/** What the server hands to a device at activation and with every renewal. */
export interface DeviceTokens {
  deviceId: string
  deviceNo: number
  accessToken: string
  expiresIn: number
  refreshToken: string
  keyShare: string
  leaseUntil: string
  serverNow: string
  epoch: string
  drainOnly: boolean
}

/** The access token lives in memory only. Its end is measured by the steady clock, not by the one people set. */
let access: { token: string; until: number } | null = null

export function forgetAccess(): void {
  access = null
}

export async function accessToken(renew = false): Promise<string> {
  if (!renew && access && performance.now() < access.until) return access.token
  return (await renewTokens()).accessToken
}

/** Changes the refresh token for its successor. A lost answer is asked for again with the same token. */
export async function renewTokens(): Promise<DeviceTokens> {
  const tokens = await renewing(async () => {
    const kept = await readKept('tokens')
    if (!kept || kept.dead) throw new FieldError('needs_activation')
    const { refreshToken } = kept
    try {
      const answer = await byProof<DeviceTokens>('/api/v1/auth/device-token', { refreshToken }, refreshToken)
      await commit(await tokenChanges(answer))
      return answer
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 401) throw error
      access = null
      if (error.code === 'device_wipe') await signals.wipe()
      else await buryTokens(kept, error.code)
      throw error
    }
  })
  await signals.epoch(tokens.epoch)
  return tokens
}

/** The family is dead: only a signed-in session can make the device alive again. */
async function buryTokens(kept: TokenRecord, code: string): Promise<void> {
  if (code !== 'invalid_token') return
  await keep('tokens', { ...kept, dead: true })
  field.needsActivation = true
}

/** What has to be written when tokens arrive; the memory has them at once. */
export async function tokenChanges(tokens: DeviceTokens): Promise<Change[]> {
  access = { token: tokens.accessToken, until: performance.now() + (tokens.expiresIn - 30) * 1000 }
  clock.learn(tokens.serverNow)
  field.leaseUntil = tokens.leaseUntil
  field.drainOnly = tokens.drainOnly
  field.needsActivation = false
  field.needsNetwork = false
  const record: TokenRecord = {
    refreshToken: tokens.refreshToken,
    keyShare: tokens.keyShare,
    leaseUntil: tokens.leaseUntil,
    drainOnly: tokens.drainOnly,
    dead: false,
  }
  return [await keptChange('tokens', record), await keptChange('clock', clock.state())]
}

/** The server's half of the lock while the lease lasts; once it has ended it is erased here and asked for again. */
export async function leasedShare(): Promise<string | null> {
  const kept = await readKept('tokens')
  if (!kept?.keyShare) return null
  if (!leaseEnded(kept.leaseUntil)) return kept.keyShare
  await keep('tokens', { ...kept, keyShare: null })
  return null
}

export function leaseEnded(until: string): boolean {
  return clock.ranBackwards() || clock.now() > Date.parse(until)
}
