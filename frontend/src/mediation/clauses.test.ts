import { describe, expect, it } from 'vitest'
import type { TemplateEntry } from '@/api/schema'
import {
  clauseOf,
  draftOf,
  eighteenthBirthday,
  emptyBlank,
  fieldsOf,
  freeBlanksOf,
  newClause,
  openBlanks,
  sentenceOf,
  type Speech,
} from './clauses'

const support: TemplateEntry = {
  name: 'support-payment',
  kind: 'SUPPORT_PAYMENT',
  titleZh: '抚养费',
  titleEn: 'child support',
  text: '{payer}自{firstDueOn}起{cycle}支付{child}抚养费人民币{amount}元，至{endOn}止，以{method}方式付给{payee}。',
  wants: ['childPartyId', 'amountFen', 'cycle', 'firstDueOn', 'endOn', 'payerPartyId', 'payeePartyId', 'method'],
}
const estate: TemplateEntry = {
  name: 'real-estate',
  kind: 'REAL_ESTATE',
  titleZh: '房屋',
  titleEn: 'real estate',
  text: '坐落于{place}的{property}归{payee}；费用由{feeBearer}承担。',
  wants: [],
}
const speech: Speech = {
  partyName: (id) => ({ dad: '陈家豪', mum: '阿依古丽·买买提明·阿布都热西提', kid: '陈小雨' })[id] ?? '',
  cycleName: () => '按月',
}

function filled() {
  return {
    ...newClause('SUPPORT_PAYMENT', support),
    payerPartyId: 'dad',
    payeePartyId: 'mum',
    childPartyId: 'kid',
    amountFen: 120_050,
    cycle: 'MONTHLY' as const,
    firstDueOn: '2026-12-01',
    endOn: '2035-03-09',
    method: '银行转账',
  }
}

describe('the sentence of a clause', () => {
  it('is the template with the fields filled in', () => {
    expect(sentenceOf(filled(), support, speech)).toBe(
      '陈家豪自2026年12月1日起按月支付陈小雨抚养费人民币1200.50元，至2035年3月9日止，以银行转账方式付给阿依古丽·买买提明·阿布都热西提。',
    )
  })

  it('shows what nobody has filled yet', () => {
    const text = sentenceOf({ ...filled(), endOn: null, method: ' ' }, support, speech)
    expect(openBlanks(text)).toBe(2)
    expect(text).toContain(`至${emptyBlank}止`)
  })

  it('has a day and no end for what is paid once', () => {
    expect(sentenceOf({ ...filled(), cycle: 'ONCE', endOn: null }, support, speech)).toMatch(
      /^陈家豪于2026年12月1日前按月支付陈小雨抚养费人民币1200.50元，以银行转账方式/,
    )
  })

  it('is what the mediator wrote, once she wrote it', () => {
    expect(sentenceOf({ ...filled(), ownText: '每月初付。' }, support, speech)).toBe('每月初付。')
  })
})

describe('a clause that comes back from the server', () => {
  it('stays a template while the template can still say it', () => {
    const text = sentenceOf({ ...newClause('REAL_ESTATE', estate), blanks: { property: '住房一套' } }, estate, speech)
    const back = draftOf({ id: '1', kind: 'REAL_ESTATE', text }, [estate], speech)
    expect(back.ownText).toBeNull()
    expect(back.blanks).toEqual({ property: '住房一套', feeBearer: '' })
    expect(sentenceOf(back, estate, speech)).toBe(text)
  })

  it('is its own text when the template would say something else', () => {
    const clause = clauseOf(filled(), '父亲每月给一千二。')
    const back = draftOf(clause, [support], speech)
    expect(back.ownText).toBe('父亲每月给一千二。')
    expect(back.template).toBe('support-payment')
    expect(clauseOf(back, back.ownText ?? '')).toEqual(clause)
  })
})

it('asks for the fields of its sentence and for those that make it clear', () => {
  expect(fieldsOf(estate)).toEqual(new Set(['place', 'payeePartyId']))
  expect(freeBlanksOf(estate.text)).toEqual(['property', 'feeBearer'])
  expect(fieldsOf(support).has('endOn')).toBe(true)
})

it('leaves out what is empty', () => {
  expect(clauseOf(newClause('OTHER', undefined), '好好说话。')).not.toHaveProperty('amountFen')
})

it('knows when a child comes of age', () => {
  const child = (birthDate: string) => ({ particulars: { birthDate } }) as Parameters<typeof eighteenthBirthday>[0]
  expect(eighteenthBirthday(child('2017-03-09'))).toBe('2035-03-09')
  expect(eighteenthBirthday(child('2016-02-29'))).toBe('2034-03-01')
})
