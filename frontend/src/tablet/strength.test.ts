import { expect, it } from 'vitest'
import { strengthOf } from './strength'

it('a passphrase under twelve characters is short, whatever it is made of', () => {
  expect(strengthOf('aB3$xZ9!qw')).toBe('SHORT')
  expect(strengthOf('村口老槐树下')).toBe('SHORT')
})

it('what repeats or runs on is weak, however long', () => {
  expect(strengthOf('aaaaaaaaaaaaaaaa')).toBe('WEAK')
  expect(strengthOf('123456789012')).toBe('WEAK')
  expect(strengthOf('199019901990')).toBe('WEAK')
})

it('unrelated words are better the longer they are', () => {
  const order = ['WEAK', 'FAIR', 'GOOD', 'STRONG']
  const short = strengthOf('horse river 7')
  const long = strengthOf('horse river window apple')
  expect(order.indexOf(short)).toBeGreaterThanOrEqual(1)
  expect(long).toBe('STRONG')
})

it('twelve Chinese characters of a sentence are strong, and count as twelve', () => {
  expect(strengthOf('村口槐树下第三块石头刻')).toBe('SHORT')
  expect(strengthOf('村口槐树下第三块石头刻字')).toBe('STRONG')
})
