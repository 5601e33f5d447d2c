import { expect, it } from 'vitest'
import { linesOf, valueWords } from './values'

it('a command is read line by line, without ids, drawings and empty fields', () => {
  const body = JSON.stringify({
    id: '0192f0c1-0000-7000-8000-000000000001',
    place: '村委会',
    occurredAt: '2026-11-24T01:00:00Z',
    mark: { kind: 'SIGNATURE', strokes: [[1, 2]], witness: '' },
    attendance: [{ partyId: '0192f0c1-0000-7000-8000-000000000002', present: true, note: '迟到' }],
  })
  expect(linesOf(body)).toEqual([
    { key: 'place', value: '村委会' },
    { key: 'kind', value: 'SIGNATURE' },
    { key: 'present', value: true },
    { key: 'note', value: '迟到' },
  ])
})

it('what is no command has no lines', () => {
  expect(linesOf('')).toEqual([])
  expect(linesOf('[1]')).toEqual([])
})

it('values are said in words: codes by the vocabulary, nothing as nothing', () => {
  const word = (code: string) => ({ MARRIED: '已婚' })[code] ?? code
  expect(valueWords('MARRIED', word)).toBe('已婚')
  expect(valueWords(null)).toBe('（空）')
  expect(valueWords([])).toBe('（空）')
  expect(valueWords(['王芳', '李强'])).toBe('王芳、李强')
  expect(valueWords(false)).toBe('否')
})
