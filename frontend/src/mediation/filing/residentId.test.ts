import { describe, expect, it } from 'vitest'
import { ageOn, readResidentId } from './residentId'

const today = '2026-04-20'

describe('a citizen number', () => {
  it('gives birth date and sex', () => {
    expect(readResidentId('11010519491231002X', today)).toEqual({
      ok: true,
      number: '11010519491231002X',
      birthDate: '1949-12-31',
      sex: 'FEMALE',
    })
  })

  it('is read as people type it', () => {
    expect(readResidentId(' 110105 19491231 002x', today)).toMatchObject({ ok: true, number: '11010519491231002X' })
    expect(readResidentId('１１０１０５１９４９１２３１００２Ｘ', today)).toMatchObject({ ok: true })
  })

  it('says what is wrong with it', () => {
    expect(readResidentId('110105', today)).toMatchObject({ problem: 'length', length: 6 })
    expect(readResidentId('11010519491231A02X', today)).toMatchObject({ problem: 'character' })
    expect(readResidentId('110105194913310021', today)).toMatchObject({ problem: 'birthDate' })
    expect(readResidentId('110105202712310020', today)).toMatchObject({ problem: 'birthDate' })
    expect(readResidentId('110105194912310021', today)).toMatchObject({ problem: 'checkDigit' })
  })
})

it('counts completed years', () => {
  expect(ageOn('2018-04-20', today)).toBe(8)
  expect(ageOn('2018-04-21', today)).toBe(7)
})
