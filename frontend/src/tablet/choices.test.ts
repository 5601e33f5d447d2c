import { expect, it } from 'vitest'
import type { FieldConflict } from '@/offline/types'
import { isWritable, useChoices } from './choices'

const phone: FieldConflict = {
  pointer: '/parties/0/phones/0',
  label: '电话',
  base: '138',
  mine: '139',
  theirs: '137',
}
const claimed: FieldConflict = {
  pointer: '/claimedFen',
  label: '请求金额',
  base: 1,
  mine: 200,
  theirs: 300,
}

it('nothing is decided in advance, and every field has to be', () => {
  const choices = useChoices(() => [phone, claimed])
  expect(choices.left.value).toBe(2)
  choices.at(phone.pointer).take = 'THEIRS'
  expect(choices.left.value).toBe(1)
  choices.at(claimed.pointer).take = 'MINE'
  expect(choices.left.value).toBe(0)
  expect(choices.decisions()).toEqual([
    { pointer: phone.pointer, take: 'THEIRS' },
    { pointer: claimed.pointer, take: 'MINE' },
  ])
})

it('a third value counts once it is written, and stays a number where the others are', () => {
  const choices = useChoices(() => [phone, claimed])
  choices.takeAll('MINE')
  choices.at(claimed.pointer).take = 'OTHER'
  expect(choices.left.value).toBe(1)
  choices.at(claimed.pointer).other = ' 250 '
  expect(choices.left.value).toBe(0)
  expect(choices.decisions()[1]).toEqual({ pointer: claimed.pointer, take: 'OTHER', value: 250 })
})

it('one press takes all of one side, and single fields can still be changed', () => {
  const choices = useChoices(() => [phone, claimed])
  choices.takeAll('THEIRS')
  choices.at(phone.pointer).take = 'MINE'
  expect(choices.decisions().map((one) => one.take)).toEqual(['MINE', 'THEIRS'])
})

it('codes and lists are chosen, not typed', () => {
  expect(isWritable(phone)).toBe(true)
  expect(isWritable({ ...phone, mine: 'MARRIED', theirs: 'DIVORCED' })).toBe(false)
  expect(isWritable({ ...phone, mine: ['a'], theirs: 'b' })).toBe(false)
})
