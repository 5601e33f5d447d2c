import { expect, it } from 'vitest'
import { application, blank, voice } from './application'
import { entered } from './entered'

it('an application that came back stands in the form as it was typed, and travels the same again', () => {
  const people = blank.people()
  const [applicant, respondent] = people.parties
  if (!applicant || !respondent) throw new Error('an application begins with two parties')
  Object.assign(applicant.particulars, { name: '张小梅', phones: ['13900000001', '13900000002'], sex: 'FEMALE' })
  applicant.particulars.safeContact = { window: '白天', noMessages: true }
  respondent.particulars.idDocument = { kind: 'NONE', number: '', verification: 'STATED', explanation: '证件遗失' }
  const representative = { ...voice(applicant.id, 'LAWYER'), name: '王律师', phone: '13900000003' }
  const dispute = {
    ...blank.dispute(),
    category: 'A1' as const,
    summary: '争吵',
    claims: ['请求调解'],
    claimedFen: 100,
  }
  const origin = { ...blank.origin(), stationId: 's1', mode: 'ORAL' as const, source: 'SELF' as const }
  const body = application(origin, people, { representatives: [representative] }, dispute, blank.review())

  const again = entered(JSON.parse(JSON.stringify(body)) as typeof body)
  expect(again.origin).toEqual(origin)
  expect(again.people.parties[0]?.particulars.safeContact).toEqual({ window: '白天', noMessages: true })
  expect(again.people.parties[1]?.particulars.idDocument.explanation).toBe('证件遗失')
  expect(application(again.origin, again.people, again.voices, again.dispute, again.review)).toEqual({
    ...body,
    marriage: 'NOT_APPLICABLE',
  })
})

it('what was confirmed under it is confirmed anew', () => {
  const said = { informed: true, readBack: true, sealed: true }
  const body = application(blank.origin(), blank.people(), blank.voices(), blank.dispute(), said)
  expect(entered(body).review).toEqual({ informed: false, readBack: false, sealed: false })
})
