import { describe, expect, it } from 'vitest'
import { application, blank, needsGuardian, party, voice } from './application'
import { onField, partOf } from './parts'

const today = '2026-04-20'

function filled() {
  const people = blank.people()
  const [applicant, respondent] = people.parties
  if (!applicant || !respondent) throw new Error('an application begins with two parties')
  applicant.particulars.name = ' 张小梅 '
  applicant.particulars.phones = ['13900000001', ' ']
  respondent.particulars.idDocument = { kind: 'NONE', number: '123', verification: 'STATED', explanation: '证件遗失' }
  return { people, applicant, respondent }
}

describe('an application as it travels', () => {
  it('carries nothing that was left empty', () => {
    const { people } = filled()
    const body = application(blank.origin(), people, blank.voices(), blank.dispute(), blank.review())
    expect(body).not.toHaveProperty('sourceReference')
    expect(body).not.toHaveProperty('claimedFen')
    expect(body.parties[0]?.particulars).toMatchObject({ name: '张小梅', phones: ['13900000001'], ethnicity: null })
    expect(body.parties[0]?.particulars).not.toHaveProperty('safeContact')
    expect(body.parties[0]?.particulars).not.toHaveProperty('sex')
  })

  it('has an explanation or a number, never both', () => {
    const { people } = filled()
    const body = application(blank.origin(), people, blank.voices(), blank.dispute(), blank.review())
    expect(body.parties[1]?.particulars.idDocument).toEqual({
      kind: 'NONE',
      number: null,
      verification: 'STATED',
      explanation: '证件遗失',
    })
  })

  it('puts each part on its side, the child on none', () => {
    expect(['APPLICANT', 'RESPONDENT', 'THIRD_PARTY', 'CHILD'].map((role) => party(role as 'CHILD').side)).toEqual([
      1, 2, 3, 0,
    ])
  })
})

it('asks for a guardian by age and by capacity', () => {
  const one = party('APPLICANT')
  expect(needsGuardian(one, today)).toBe(false)
  one.particulars.birthDate = '2010-04-21'
  expect(needsGuardian(one, today)).toBe(true)
  one.particulars.capacity = 'DEEMED_FULL'
  one.particulars.birthDate = '2010-04-20'
  expect(needsGuardian(one, today)).toBe(false)
  one.particulars.kind = 'UNIT'
  one.particulars.capacity = 'NONE'
  expect(needsGuardian(one, today)).toBe(false)
})

it('gives a guardian the right to settle, others not', () => {
  expect(voice('a', 'LEGAL_GUARDIAN').authority).toBe('SPECIAL')
  expect(voice('a', 'LAWYER').authority).toBe('GENERAL')
})

describe('an error of the server', () => {
  it('finds its part', () => {
    const pointers = ['/stationId', '/parties/1/particulars/name', '/representatives/0/name', '/claims/0', '/informed']
    expect(pointers.map(partOf)).toEqual([0, 1, 2, 3, 4])
  })

  it('finds its field', () => {
    const at = (pointer: string, code = 'length') => onField({ pointer, code }).pointer
    expect(at('/parties/0/particulars/idDocument', 'citizen_number')).toBe('/parties/0/particulars/idDocument/number')
    expect(at('/parties/0/particulars/idDocument', 'explanation')).toBe('/parties/0/particulars/idDocument/explanation')
    expect(at('/parties/0/particulars/phones/1')).toBe('/parties/0/particulars/phones')
  })
})
