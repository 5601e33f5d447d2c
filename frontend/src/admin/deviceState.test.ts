import { expect, it } from 'vitest'
import type { Device } from '@/api/schema'
import { foundDevices, skewWords, wipeWords } from './deviceState'

const now = Date.parse('2026-11-24T08:00:00Z')
const device = (facts: Partial<Device>): Device => ({
  id: '1',
  no: 1,
  label: '河东站 1 号',
  serial: 'HW-77',
  accountId: 'a',
  accountName: '周敏',
  state: 'ACTIVE',
  requestedAt: '2026-11-01T00:00:00Z',
  version: 1,
  ...facts,
})

it('a disabled tablet is waited for until it has confirmed', () => {
  expect(wipeWords(device({ state: 'REVOKED', uploadUntil: '2026-11-25T00:00:00Z' }), now)).toMatch(
    /^可上传到 .+，之后抹除$/,
  )
  expect(wipeWords(device({ state: 'REVOKED', uploadUntil: '2026-11-24T00:00:00Z' }), now)).toBe('等它联网后抹除')
  expect(wipeWords(device({ state: 'WIPED', wipedAt: '2026-11-24T02:00:00Z' }), now)).toMatch(/确认已抹除$/)
  expect(wipeWords(device({}), now)).toBe('')
})

it('a wrong clock is said in words, in both directions and over years', () => {
  expect(skewWords(20_000)).toBe('正常')
  expect(skewWords(11 * 60_000)).toBe('快 11 分钟')
  expect(skewWords(-3 * 3_600_000)).toBe('慢 3 小时')
  expect(skewWords(3650 * 86_400_000)).toBe('快 3650 天')
})

it('what waits for an approval comes first, and is found by person or serial number', () => {
  const all = [
    device({ id: 'old', state: 'WIPED', requestedAt: '2026-11-20T00:00:00Z' }),
    device({ id: 'used' }),
    device({ id: 'new', state: 'PENDING', accountName: '李娜', serial: 'XM-12', requestedAt: '2026-10-01T00:00:00Z' }),
  ]
  const ids = (found: Device[]) => found.map((one) => one.id)
  expect(ids(foundDevices(all, ''))).toEqual(['new', 'used', 'old'])
  expect(ids(foundDevices(all, ' xm-1'))).toEqual(['new'])
  expect(ids(foundDevices(all, '周敏'))).toEqual(['used', 'old'])
})
