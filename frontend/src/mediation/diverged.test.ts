import { expect, it, vi } from 'vitest'
import { ProblemError, type Problem } from '@/api/problem'
import { useDivergence } from './diverged'

interface Body {
  changes: { field: string; base: string; value: string }[]
}

const body: Body = { changes: [{ field: 'OCCUPATION', base: '务农', value: '裁缝' }] }
const refusal = (status: number, more: Partial<Problem>) =>
  new ProblemError({ type: '', title: '', status, code: 'x', ...more })
const conflict = { pointer: '/changes/0/value', label: '职业', base: '务农', mine: '裁缝', theirs: '教师' }

it('is put upon the newer file once, without asking', async () => {
  const command = vi
    .fn()
    .mockRejectedValueOnce(refusal(412, { code: 'stale_version' }))
    .mockResolvedValueOnce('done')
  const { send, conflicts } = useDivergence<Body, string>('correct-particulars', command)
  await expect(send(body)).resolves.toBe('done')
  expect(command).toHaveBeenCalledTimes(2)
  expect(conflicts.value).toEqual([])
})

it('asks about what both changed, and sends what was decided', async () => {
  const command = vi.fn().mockRejectedValueOnce(refusal(409, { code: 'conflict', conflicts: [conflict] }))
  const { send, decided, conflicts } = useDivergence<Body, string>('correct-particulars', command)
  await expect(send(body)).rejects.toThrow()
  expect(conflicts.value).toEqual([conflict])
  const settled = await decided([{ pointer: conflict.pointer, take: 'MINE' }])
  expect(settled?.changes).toEqual([
    { field: 'OCCUPATION', base: '教师', value: '裁缝', verdict: 'MINE', against: '教师' },
  ])
  command.mockResolvedValueOnce('done')
  await send(settled as Body)
  expect(conflicts.value).toEqual([])
})

it('any other refusal is only passed on', async () => {
  const command = vi.fn().mockRejectedValue(refusal(422, { code: 'guards' }))
  const { send, decided, conflicts } = useDivergence<Body, string>('correct-particulars', command)
  await expect(send(body)).rejects.toThrow()
  expect(command).toHaveBeenCalledTimes(1)
  expect(conflicts.value).toEqual([])
  await expect(decided([])).resolves.toBeUndefined()
})
