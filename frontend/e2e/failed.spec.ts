import {
  accept,
  assign,
  close,
  expectState,
  holdSession,
  notify,
  openFile,
  reasonsAgainst,
  requestClosing,
  steps,
  take,
} from './caseFile'
import { day } from './days'
import { fileApplication, newPerson } from './filing'
import { choose, finish, type } from './form'
import { expect, test } from './fixtures'

test.skip(() => test.info().project.name !== 'tablet', 'these stories are walked once, on the tablet')

test('a mediation that failed is not closed before everybody knows the ways that stay open', async ({ as }) => {
  test.setTimeout(120_000)
  const giver = newPerson('罗玉梅', '1997-02-11', '女', '婚约、恋爱', '13900005555')
  const receiver = newPerson('侯长青', '1995-08-30', '男', '婚约、恋爱', '13900006666')

  const registrar = await as('REGISTRAR')
  const id = await fileApplication(registrar, {
    mode: '书面申请',
    applicant: giver,
    respondent: receiver,
    group: '恋爱婚约',
    category: '婚约财产（彩礼）纠纷',
    summary: '双方按习俗订婚并给付彩礼，后未办理结婚登记，就彩礼返还多次争执不下。',
    claim: '请求返还部分彩礼',
    marriage: '不涉及',
  })
  await openFile(registrar, id)
  await accept(registrar)
  const head = await as('STATION_HEAD')
  await openFile(head, id)
  await assign(head, '王和平', false)

  const page = await as('MEDIATOR')
  await openFile(page, id)
  await notify(page, giver.name)
  await notify(page, receiver.name)
  await holdSession(page, [giver.name, receiver.name], '未达成协议')

  const failed = await take(page, '调解不成')
  await type(failed, '没有谈成的原因', '双方对返还数额分歧过大，经调解不能达成一致。')
  await finish(failed, '宣布调解不成')
  await expectState(page, '调解不成')

  await test.step('nobody has been told: closing is refused, with the reason', async () => {
    await expect(steps(page).getByRole('button', { name: '申请结案' })).toHaveCount(0)
    const blocked = await reasonsAgainst(page, '申请结案')
    await expect(blocked).toContainText('告知')
    await expect(blocked).toContainText('《人民调解法》第26条')
  })

  await test.step('one party told is not enough', async () => {
    const notice = await take(page, '送达终止调解告知书')
    await choose(notice, '可以走的路', '申请法律援助')
    await notice.getByLabel('送达日期').first().fill(day())
    await finish(notice, '登记送达')
    const blocked = await reasonsAgainst(page, '申请结案')
    await expect(blocked).toContainText(receiver.name)
  })

  const notice = await take(page, '送达终止调解告知书')
  for (const date of await notice.getByLabel('送达日期').all()) await date.fill(day())
  await finish(notice, '登记送达')
  await requestClosing(page, '未达成协议，已向双方送达终止调解告知书。')
  await openFile(head, id)
  await close(head)
  await openFile(page, id, 'papers')
  await expect(page.getByRole('tabpanel').getByText('终止调解告知书').first()).toBeVisible()
})

test('what cannot be mediated is declined, with the right way shown', async ({ as }) => {
  test.setTimeout(90_000)
  const registrar = await as('REGISTRAR')
  const id = await fileApplication(registrar, {
    mode: '书面申请',
    applicant: newPerson('乔雨桐', '1992-04-18', '女', '夫妻', '13900007777'),
    respondent: newPerson('牛志高', '1990-12-25', '男', '夫妻', '13900008888'),
    group: '离婚',
    category: '婚姻无效、撤销',
    summary: '申请人主张结婚登记时对方隐瞒重大疾病，要求确认婚姻无效。',
    claim: '请求确认婚姻无效',
    marriage: '婚姻存续',
  })
  const head = await as('STATION_HEAD')
  await openFile(head, id)
  await expect(head.getByText('不属于人民调解范围').first()).toBeVisible()
  const open = await take(head, '不予受理')
  await choose(open, '不予受理的理由', '婚姻效力')
  await type(open, '具体说明', '婚姻是否有效只能由人民法院判决。')
  await choose(open, '告知当事人可以', '向人民法院起诉')
  await type(open, '送达日期', day())
  await finish(open, '不予受理')
  await expectState(head, '不予受理')
  await openFile(registrar, id, 'papers')
  await expect(registrar.getByRole('tabpanel').getByText('不予受理告知书').first()).toBeVisible()
})
