import type { Field } from '@/offline/types'

const hour = 3_600_000
/** Half a day before the end one still comes past a network. */
const soon = 12 * hour

export interface Lease {
  until: string
  state: 'running' | 'soon' | 'over'
  /** Whole hours left. */
  hours: number
}

/** How long the vault still opens without the network. */
export function leaseOf({ leaseUntil, needsNetwork }: Pick<Field, 'leaseUntil' | 'needsNetwork'>, now: number) {
  if (!leaseUntil) return null
  const left = Date.parse(leaseUntil) - now
  const state = needsNetwork || left <= 0 ? 'over' : left < soon ? 'soon' : 'running'
  return { until: leaseUntil, state, hours: Math.max(1, Math.floor(left / hour)) } satisfies Lease
}

/**
 * Why the vault does not open without the network. A lease that seems to run although the device refuses means that
 * its clock was set back.
 */
export function networkReason({ leaseUntil }: Pick<Field, 'leaseUntil'>, now: number): 'LEASE_OVER' | 'CLOCK_BACK' {
  return leaseUntil && Date.parse(leaseUntil) > now ? 'CLOCK_BACK' : 'LEASE_OVER'
}
