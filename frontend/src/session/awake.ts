/**
 * Nobody touches a tablet that records a conversation. Meanwhile its pages may be veiled, but the person stays signed in
 * and the vault open, or what is recorded could be kept nowhere.
 */
let holds = 0
/** The server counts requests, not touches. */
const knockEvery = 5 * 60_000
let knock: () => unknown = () => undefined

/** Set by the session: asks the server for anything. */
export function whenAwake(ask: () => unknown): void {
  knock = ask
}

export const isKeptAwake = (): boolean => holds > 0

/** Keeps the session and the vault until it is released. */
export function stayAwake(): () => void {
  holds += 1
  const timer = setInterval(() => knock(), knockEvery)
  let held = true
  return () => {
    if (!held) return
    held = false
    holds -= 1
    clearInterval(timer)
  }
}
