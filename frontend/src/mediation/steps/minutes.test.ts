import { mount } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import type { CaseFile } from '@/api/schema'
import { useForm } from '@/ui/form'
import { freshMinutes, minutesOf, minutesRules, type MinutesForm } from './minutes'

const file = {
  parties: [
    { id: 'a', name: '阿依古丽·买买提明·阿布都热西提', role: 'APPLICANT', signs: true },
    { id: 'b', name: '陈家豪', role: 'RESPONDENT', signs: true },
    { id: 'c', name: '小宝', role: 'CHILD', signs: false },
  ],
  ties: [
    { accountId: 'm1', name: '王和平', role: 'MEDIATOR', until: '2026-05-01' },
    { accountId: 'm2', name: '赵敏慧', role: 'MEDIATOR' },
  ],
  representatives: [],
} as unknown as CaseFile

function filled(): MinutesForm {
  const form = freshMinutes(file, 'nobody')
  Object.assign(form.minutes, {
    startedAt: '2026-05-20T01:00:00.000Z',
    endedAt: '2026-05-20T02:00:00.000Z',
    place: ' 调解室 ',
    record: '双方各自陈述。',
    result: 'NOT_REACHED',
  })
  const [a, b] = form.minutes.attendance
  if (a) a.how = 'SELF'
  if (b) {
    b.how = 'AGENT'
    b.representedBy = 'r1'
  }
  return form
}

const complaints = async (values: MinutesForm) => (await issues(values)).map((issue) => issue.pointer)

async function issues(values: MinutesForm) {
  let form!: ReturnType<typeof start>
  const start = () => useForm<MinutesForm>({ initial: values, rules: minutesRules(file) })
  mount({
    setup() {
      form = start()
      return () => null
    },
  })
  await form.submit(() => Promise.resolve())
  return form.issues
}

describe('the minutes of a session', () => {
  test('ask of every signing party whether it came, and take a child as absent', () => {
    const { attendance } = freshMinutes(file, undefined).minutes
    expect(attendance.map((row) => [row.partyId, row.how])).toEqual([
      ['a', null],
      ['b', null],
      ['c', 'ABSENT'],
    ])
  })

  test('are kept by who mediates now, not by who was replaced', () => {
    expect(freshMinutes(file, 'm1').minutes.mediators).toEqual(['m2'])
  })

  test('say of a represented party that it was not there itself', () => {
    expect(minutesOf(filled(), 2).attendance).toEqual([
      { partyId: 'a', present: true },
      { partyId: 'b', present: false, representedBy: 'r1' },
      { partyId: 'c', present: false },
    ])
  })

  test('keep no date of a next session unless there is one', () => {
    const form = filled()
    form.minutes.continueOn = '2099-01-01'
    expect(minutesOf(form, 1).continueOn).toBeNull()
    form.minutes.result = 'CONTINUE'
    expect(minutesOf(form, 1).continueOn).toBe('2099-01-01')
  })

  test('are complete when filled', async () => {
    expect(await complaints(filled())).toEqual([])
  })

  test('say of whom it is not known whether they came', async () => {
    const form = filled()
    const [first] = form.minutes.attendance
    if (first) first.how = null
    expect((await issues(form)).map((issue) => issue.message)).toEqual([
      '请填写阿依古丽·买买提明·阿布都热西提的到场情况',
    ])
  })

  test('want every party’s consent to a guest', async () => {
    const form = filled()
    form.minutes.guests.push({ name: '王舅舅', role: '申请人的舅舅', consentedBy: ['a'] })
    expect(await complaints(form)).toEqual(['/minutes/guests/0/consentedBy'])
  })

  test('do not end before they begin, nor in the future', async () => {
    const form = filled()
    form.minutes.endedAt = form.minutes.startedAt
    expect(await complaints(form)).toEqual(['/minutes/endedAt'])
    form.minutes.endedAt = new Date(Date.now() + 3_600_000).toISOString()
    expect(await complaints(form)).toEqual(['/minutes/endedAt'])
  })

  test('want a day when the session is to go on', async () => {
    const form = filled()
    form.minutes.result = 'CONTINUE'
    expect(await complaints(form)).toEqual(['/minutes/continueOn'])
  })
})
