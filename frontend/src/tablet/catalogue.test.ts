import { expect, it } from 'vitest'
import { found } from './catalogue'

const cards = [
  { guard: 'G01', title: '有当事人明确拒绝调解', basis: '《人民调解法》第3、17、23条' },
  { guard: 'G04', title: '调解员不在聘期内', basis: '《人民调解法》第13条' },
]

it('cards are found by code, by a word of the title or by the article', () => {
  expect(found(cards, 'g04').map((one) => one.guard)).toEqual(['G04'])
  expect(found(cards, '拒绝').map((one) => one.guard)).toEqual(['G01'])
  expect(found(cards, '人民调解法 13').map((one) => one.guard)).toEqual(['G04'])
})

it('every word must be there, and no word finds all', () => {
  expect(found(cards, '拒绝 聘期')).toEqual([])
  expect(found(cards, '  ')).toHaveLength(2)
})
