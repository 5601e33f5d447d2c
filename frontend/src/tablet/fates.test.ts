import { expect, it } from 'vitest'
import type { OutboxItem } from '@/offline/types'
import { heldBy, pendingOf, sortOutbox, stepCode } from './fates'
import { item } from './samples'

const now = Date.parse('2026-11-24T08:00:00Z')
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString()
const seqs = (items: readonly OutboxItem[]) => items.map((one) => one.seq)

it('what needs a decision comes first, and what waits keeps the order of its record', () => {
  const outbox = sortOutbox(
    [
      item({ seq: 5, recordId: 'a' }),
      item({ seq: 1, recordId: 'a', state: 'SENDING' }),
      item({ seq: 2, recordId: 'b', state: 'PARKED' }),
      item({ seq: 3, recordId: 'b' }),
      item({ seq: 4, recordId: 'c', state: 'CONFLICT' }),
    ],
    now,
  )
  expect(seqs(outbox.attention)).toEqual([2, 4])
  expect(outbox.waiting.map((group) => [group.recordId, seqs(group.items)])).toEqual([
    ['a', [1, 5]],
    ['b', [3]],
  ])
})

it('what is over is shown for seven days, newest first', () => {
  const outbox = sortOutbox(
    [
      item({ seq: 1, state: 'DONE', doneAt: daysAgo(8) }),
      item({ seq: 2, state: 'DONE', doneAt: daysAgo(6) }),
      item({ seq: 3, state: 'DONE', doneAt: daysAgo(1) }),
      item({ seq: 4, state: 'DROPPED', createdAt: daysAgo(9), history: [{ at: daysAgo(2), by: 'DROPPED' }] }),
    ],
    now,
  )
  expect(seqs(outbox.done)).toEqual([3, 2])
  expect(seqs(outbox.dropped)).toEqual([4])
})

it('an unsent item never leaves the list, however old', () => {
  const outbox = sortOutbox(
    [item({ seq: 1, createdAt: daysAgo(400) }), item({ seq: 2, state: 'PARKED', createdAt: daysAgo(400) })],
    now,
  )
  expect(seqs(outbox.waiting.flatMap((group) => group.items))).toEqual([1])
  expect(seqs(outbox.attention)).toEqual([2])
})

it('an item is held by an undecided earlier one of its own record only', () => {
  const items = [
    item({ seq: 1, recordId: 'a', state: 'PARKED' }),
    item({ seq: 2, recordId: 'a' }),
    item({ seq: 3, recordId: 'b' }),
  ]
  expect(items.map((one) => heldBy(one, items)?.seq)).toEqual([undefined, 1, undefined])
})

it('what was dropped or accepted is not pending', () => {
  const items = [
    item({ seq: 1, recordId: 'a', state: 'DONE' }),
    item({ seq: 2, recordId: 'a', state: 'DROPPED' }),
    item({ seq: 3, recordId: 'a', state: 'CONFLICT' }),
    item({ seq: 4, recordId: 'b' }),
  ]
  expect(seqs(pendingOf(items, 'a'))).toEqual([3])
})

it('an item leads back to the dialog of its step', () => {
  expect(stepCode({ step: 'hold-session' })).toBe('OPEN_SESSION')
  expect(stepCode({ step: 'request-closing' })).toBe('REQUEST_CLOSE')
  expect(stepCode({ step: 'record-oral-agreement' })).toBe('RECORD_ORAL_AGREEMENT')
})
