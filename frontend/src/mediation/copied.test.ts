import { expect, it } from 'vitest'
import type { CaseFile, PaperSummary } from '@/api/schema'
import { copiedHistory } from './copied'

const word = (_: string, code: string | null | undefined) => code ?? ''
const paper = (facts: Partial<PaperSummary>): PaperSummary => ({
  id: '',
  form: 'F03',
  datedOn: '2026-11-02',
  madeBy: 'a',
  madeByName: '刘建国',
  marks: 0,
  recordedAt: '2026-11-02T02:00:00Z',
  state: 'CURRENT',
  titleZh: '',
  titleEn: '',
  ...facts,
})

it('the history of a copy is its papers and the days it has reached, newest first', () => {
  const file = {
    requestedAt: '2026-11-01T01:00:00Z',
    milestones: { acceptedOn: '2026-11-01', assignedOn: '2026-11-01', notifiedOn: null } as CaseFile['milestones'],
  }
  const papers = [
    paper({ id: 'p1', titleZh: '申请书', recordedAt: '2026-11-01T01:05:00Z' }),
    paper({ id: 'p2', titleZh: '调解笔录', recordedAt: '2026-11-05T02:00:00Z', state: 'DRAFT' }),
  ]
  const entries = copiedHistory(file, papers, word)
  expect(entries.map(({ key }) => key)).toEqual(['p2', 'ASSIGNED', 'ACCEPTED', 'p1', 'APPLIED'])
  expect(entries[0]).toMatchObject({ title: '调解笔录', who: '刘建国', text: 'DRAFT' })
})
