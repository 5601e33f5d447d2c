import { expect, it } from 'vitest'
import { leaseOf, networkReason } from './lease'

const now = Date.parse('2026-11-24T00:00:00Z')
const leaseUntil = (hours: number) => new Date(now + hours * 3_600_000).toISOString()

it('a lease is near its end half a day before', () => {
  expect(leaseOf({ leaseUntil: leaseUntil(13), needsNetwork: false }, now)?.state).toBe('running')
  expect(leaseOf({ leaseUntil: leaseUntil(11.5), needsNetwork: false }, now)).toMatchObject({
    state: 'soon',
    hours: 11,
  })
  expect(leaseOf({ leaseUntil: leaseUntil(-1), needsNetwork: false }, now)?.state).toBe('over')
  expect(leaseOf({ leaseUntil: null, needsNetwork: false }, now)).toBeNull()
})

it('a device that refuses although its lease seems to run has had its clock set back', () => {
  expect(leaseOf({ leaseUntil: leaseUntil(40), needsNetwork: true }, now)?.state).toBe('over')
  expect(networkReason({ leaseUntil: leaseUntil(40) }, now)).toBe('CLOCK_BACK')
  expect(networkReason({ leaseUntil: leaseUntil(-2) }, now)).toBe('LEASE_OVER')
})
