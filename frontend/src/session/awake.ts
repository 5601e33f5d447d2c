import { holdOpen, isHeldOpen } from '@/offline/state'

/** The server counts requests, not touches. */
const knockEvery = 5 * 60_000
let knock: () => unknown = () => undefined

/** Set by the session: asks the server for anything. */
export function whenAwake(ask: () => unknown): void {
  knock = ask
}

/**
 * Nobody touches a tablet that records a conversation. Meanwhile its pages may be veiled, but the person stays signed in
 * and the vault open, or what is recorded could be kept nowhere.
 */
export function stayAwake(): () => void {
  const close = holdOpen()
  const timer = setInterval(() => knock(), knockEvery)
  return () => {
    close()
    clearInterval(timer)
  }
}

export const isKeptAwake = isHeldOpen
