import { expect, it } from 'vitest'
import type { CaseFile, PartyOnFile } from '@/api/schema'
import { changesOf, ofFile, ofParty } from './corrections'

const party = {
  id: 'p1',
  name: '王芳',
  protected: false,
  particulars: { phonesMasked: ['138****0001'], residenceAddress: '河东村 1 组', occupation: '教师' },
} as unknown as PartyOnFile
const typedAs = (fields: ReturnType<typeof ofParty>, more: Record<string, string>) => ({
  ...Object.fromEntries(fields.map((one) => [one.field, one.masked ? '' : one.now])),
  ...more,
})

it('only what was changed is sent, with what it was', () => {
  const fields = ofParty(party, false)
  expect(changesOf(fields, typedAs(fields, {}), 'p1')).toEqual([])
  expect(changesOf(fields, typedAs(fields, { OCCUPATION: ' 医生 ', EMPLOYER: '县医院' }), 'p1')).toEqual([
    { field: 'OCCUPATION', partyId: 'p1', base: '教师', value: '医生' },
    { field: 'EMPLOYER', partyId: 'p1', base: null, value: '县医院' },
  ])
})

it('a field can be emptied, a masked telephone only replaced', () => {
  const fields = ofParty(party, false)
  expect(changesOf(fields, typedAs(fields, { RESIDENCE_ADDRESS: '' }), 'p1')).toEqual([
    { field: 'RESIDENCE_ADDRESS', partyId: 'p1', base: '河东村 1 组', value: null },
  ])
  expect(changesOf(fields, typedAs(fields, { PHONE: '13900000002' }), 'p1')).toEqual([
    { field: 'PHONE', partyId: 'p1', base: '138****0001', value: '13900000002' },
  ])
})

it('what this reader may not see is not offered', () => {
  expect(ofParty({ ...party, protected: true }, false)).toEqual([])
  expect(ofParty(party, true).map((one) => one.field)).not.toContain('RESIDENCE_ADDRESS')
  expect(ofFile({ narrative: undefined } as CaseFile)).toEqual([])
})

it('fields of the file name no party', () => {
  const fields = ofFile({ narrative: { summary: '甲' } } as CaseFile)
  expect(changesOf(fields, { SUMMARY: '乙', SOURCE_REFERENCE: '' })).toEqual([
    { field: 'SUMMARY', base: '甲', value: '乙' },
  ])
})
