import { describe, expect, it } from 'vitest'
import { parseYuan, yuanText } from './money'

describe('parseYuan', () => {
  it.each([
    ['1234.5', 123450],
    ['1,234.56', 123456],
    ['¥ 800元', 80000],
    ['0.07', 7],
    ['19.99', 1999],
    ['1.1', 110],
    ['5.', 500],
    ['', null],
    ['  ', null],
  ])('reads %j as %j fen', (text, fen) => expect(parseYuan(text)).toBe(fen))

  it.each(['1.234', '-5', '一百', '1e3', '1234567890123'])('refuses %j', (text) =>
    expect(parseYuan(text)).toBeUndefined(),
  )
})

describe('yuanText', () => {
  it.each([
    [123450, '1234.50'],
    [80000, '800'],
    [7, '0.07'],
    [-150, '-1.50'],
    [null, ''],
  ])('shows %j as %j', (fen, text) => expect(yuanText(fen)).toBe(text))
})
