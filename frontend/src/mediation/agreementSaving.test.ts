import { expect, it } from 'vitest'
import type { Agreement, PaperView } from '@/api/schema'
import { blankSheet, sameSheet, sheetOf } from './agreementSaving'

const sheet = {
  facts: 'F',
  issues: 'I',
  clauses: [{ id: 'a', text: 'A' }],
  copies: 3,
  datedOn: '2026-11-24',
} as Agreement

it('a field that is left out and one that is empty say the same', () => {
  expect(sameSheet(sheet, { ...sheet, responsibility: null, versionNo: 2 })).toBe(true)
  expect(sameSheet(sheet, { ...sheet, responsibility: '各半' })).toBe(false)
})

it('a clause that another added, changed or moved is seen', () => {
  const b = { id: 'b', text: 'B' } as Agreement['clauses'][number]
  const [a] = sheet.clauses as [Agreement['clauses'][number]]
  expect(sameSheet(sheet, { ...sheet, clauses: [a, b] })).toBe(false)
  expect(sameSheet(sheet, { ...sheet, clauses: [{ ...a, text: 'A2' }] })).toBe(false)
  expect(sameSheet({ ...sheet, clauses: [a, b] }, { ...sheet, clauses: [b, a] })).toBe(false)
})

it('only a draft of a written agreement can be written on', () => {
  const paper = { state: 'DRAFT', content: { form: 'F11', fields: sheet } } as unknown as PaperView
  expect(sheetOf(paper)).toBe(sheet)
  expect(sheetOf({ ...paper, state: 'CURRENT' })).toBeUndefined()
  expect(
    sheetOf({ ...paper, content: { form: 'F12', fields: { facts: 'F' } } } as unknown as PaperView),
  ).toBeUndefined()
})

it('a first draft is written from an empty sheet, so that one begun by somebody else is not written over', () => {
  expect(blankSheet(sheet)).toEqual({ facts: '', issues: '', clauses: [], copies: 3, datedOn: '2026-11-24' })
})
