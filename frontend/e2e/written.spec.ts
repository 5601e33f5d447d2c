import type { Page } from '@playwright/test'
import {
  accept,
  assign,
  close,
  expectState,
  followUp,
  holdSession,
  notify,
  numberOf,
  openFile,
  requestClosing,
  steps,
  take,
} from './caseFile'
import { citizenNumber, day, minutesAgo } from './days'
import { addClause, clause, expectFinding, save } from './agreement'
import { fillDispute, fillOrigin, fillParty, handIn, newPerson, next, partyCard } from './filing'
import { answer, choose, dialog, draw, field, finish, press, select, turnOn, type } from './form'
import { expect, test } from './fixtures'

test.describe.configure({ mode: 'serial' })
test.skip(() => test.info().project.name !== 'desktop', 'the long story is walked once, at the desk')

const mother = newPerson('顾月明', '1988-03-12', '女', '前夫妻', '13900001111')
const father = newPerson('阿不都热西提·买买提明', '1986-07-05', '男', '前夫妻', '13900002222')
const child = newPerson('买买提·苗苗', '2015-09-01', '女', '父母子女')
let id = ''

/** The mediator's and the station head's names, as the county has them. */
const mediator = '王和平'

const story = {
  mode: '书面申请' as const,
  applicant: mother,
  respondent: father,
  group: '子女',
  category: '抚养权及其变更',
  summary: '双方离婚后，女儿随母亲生活，父亲外出务工，抚养费和探望一直没有说定，多次争吵。',
  claim: '请求确定孩子由谁抚养，抚养费怎么付',
  marriage: '已离婚',
}

test('a registrar takes down a written application; a wrong digit is seen at once', async ({ as }) => {
  const page = await as('REGISTRAR')
  await fillOrigin(page, story.mode)
  await next(page)

  const card = await partyCard(page, 0)
  const good = citizenNumber(mother.born, mother.serial)
  const wrong = good.slice(0, 17) + (good[17] === '3' ? '4' : '3')
  await type(card, '证件号码', wrong)
  await expect(card.getByText('身份证号校验不通过，请逐位核对')).toBeVisible()
  await expect(field(card, '出生日期')).toHaveValue('')
  await fillParty(page, 0, mother)
  await expect(card.getByText('身份证号校验不通过')).toBeHidden()
  await expect(answer(card, '性别', '女')).toBeChecked()
  await type(card, '安全联系时段', '18:00 后勿电')
  await fillParty(page, 1, father)
  await press(page, '添加所涉子女')
  await fillParty(page, 2, child)
  await next(page)

  await press(page, '添加代理人')
  const voice = page.getByRole('group', { name: '代理人 1' })
  await select(voice, '代理谁', mother.name)
  await select(voice, '类别', '律师')
  await type(voice, '姓名', '程律师')
  await choose(voice, '代理权限', '一般代理')
  await type(voice, '证明材料', '律师执业证 99990000')
  await next(page)

  await fillDispute(page, story)
  await next(page)
  await expect(page.getByText('程律师')).toBeVisible()
  id = await handIn(page, story.mode)

  const receipt = page.getByRole('link', { name: '打印收件回执' })
  await expectPdf(page, await receipt.getAttribute('href'))
  const opened = page.context().waitForEvent('page')
  await receipt.click()
  await (await opened).close()
})

test('she accepts it, and the station head names a mediator who may see the child', async ({ as }) => {
  const registrar = await as('REGISTRAR')
  await openFile(registrar, id)
  await accept(registrar)
  expect(await numberOf(registrar)).toContain('第')

  const head = await as('STATION_HEAD')
  await openFile(head, id)
  await assign(head, mediator, true)
})

test('the mediator tells both their rights, asks a neighbour, holds a session and hears the child', async ({ as }) => {
  const page = await as('MEDIATOR')
  await openFile(page, id)
  await notify(page, mother.name)
  await notify(page, father.name)
  await expectState(page, '已告知')

  const talk = await take(page, '调查', '调查记录')
  await type(talk, '开始时间', minutesAgo(90))
  await type(talk, '结束时间', minutesAgo(60))
  await type(talk, '地点', '社区居民委员会')
  await type(talk, '被调查人', '社区网格员')
  await type(talk, '答 1', '孩子一直跟着妈妈，爸爸过年才回来。')
  await turnOn(talk, '记录已念给被调查人听，本人认为无误')
  await finish(talk, '保存调查记录')
  await expectState(page, '调查中')

  await holdSession(page, [mother.name, father.name], '择日继续调解')

  const heard = await take(page, '听取未成年人意见')
  await choose(heard, '孩子', child.name)
  await type(heard, '地点', '儿童之家')
  await turnOn(heard, '听取时父母不在场')
  await type(heard, '孩子的意见', '我想和妈妈一起住，放假去看爸爸。')
  await finish(heard, '保存意见记录')
})

test('what the law forbids cannot be settled; a risk is read and answered for', async ({ as }) => {
  const page = await as('MEDIATOR')
  await openFile(page, id)
  await steps(page).getByRole('link', { name: '起草协议' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '起草调解协议' })).toBeVisible()

  const custody = await addClause(page, '子女直接抚养')
  await select(custody, '子女', child.name)
  await select(custody, '直接抚养的一方', `${mother.name}（申请人）`)
  await select(custody, '不直接抚养的一方', `${father.name}（被申请人）`)

  const support = await addClause(page, '抚养费')
  await select(support, '子女', child.name)
  await select(support, '付款方', `${father.name}（被申请人）`)
  await select(support, '收款方', `${mother.name}（申请人）`)
  await type(support, '金额', '1500')
  await select(support, '多久一次', '按月')
  await type(support, '从哪天起', day())
  await press(support, '到满十八周岁')
  await expect(field(support, '到哪天止')).toHaveValue('2033-09-01')
  await type(support, '方式', '银行转账')
  await expect(support.getByText('人民币')).toBeVisible()

  const apology = await addClause(page, '其他')
  await type(apology, '约定内容', `${father.name}在家族微信群里公开向${mother.name}道歉`)
  const status = await addClause(page, '其他')
  await type(status, '约定内容', '双方自签字之日起解除婚姻关系')
  await save(page)

  await expectFinding(clause(page, 3), '风险提示 W5')
  await clause(page, 3).getByLabel('已向当事人说明，当事人仍要这样约定').check()
  await save(page)
  await expectFinding(clause(page, 4), '不得约定 L8')
  await expect(clause(page, 4).getByText('《民法典》')).toBeVisible()
  const settle = page.getByRole('button', { name: /^定稿，准备签字/ })
  await settle.click()
  const why = page.getByRole('status').filter({ hasText: '依据' })
  await expect(why).toContainText('L8 以协议解除婚姻、收养或者确认亲子关系')
  await expect(dialog(page, '定稿')).toBeHidden()

  await openFile(page, id)
  const blocked = steps(page).locator('details', { hasText: '确定协议文本' })
  await blocked.locator('summary').click()
  await expect(blocked).toContainText('依据')
})

test('corrected, it is settled, signed by everybody on the pad, and sealed', async ({ as }) => {
  const page = await as('MEDIATOR')
  await page.goto(`/cases/${id}/agreement`)
  await type(clause(page, 4), '约定内容', '双方今后有事当面商量，不在孩子面前争吵')
  await save(page)
  await expect(page.getByText('没有发现违法或有风险的约定。')).toBeVisible()
  await page.getByRole('button', { name: '定稿，准备签字' }).click()
  await finish(dialog(page, '定稿'), '定稿')

  await openFile(page, id)
  const number = await numberOf(page)
  await page.goto(`/cases/${id}/sign`)
  for (const name of [mother.name, father.name, mediator]) {
    const line = page.locator('li', { has: page.getByText(name, { exact: true }) }).filter({ hasText: '签字' })
    await line.first().getByRole('button', { name: '签字', exact: true }).click()
    const open = dialog(page, `${name} 签字`)
    await draw(page, open)
    await finish(open, '确认签署')
  }
  await expect(page.getByRole('heading', { name: '各方已签完，等待盖章' })).toBeVisible()

  const keeper = await as('SEAL_KEEPER')
  await keeper.goto('/seal')
  await keeper.getByRole('link', { name: number }).click()
  await expect(keeper.getByText('支付')).toContainText(father.name)
  await keeper.getByLabel('我已读完全文，各方签名与文本一致').check()
  await press(keeper, '盖章')
  const sure = keeper.getByRole('alertdialog').or(keeper.getByRole('dialog'))
  await press(sure, '盖章')
  await expect(keeper.getByText('已盖章，协议生效')).toBeVisible()

  await openFile(page, id, 'agreement')
  await expectState(page, '协议生效')
  const [year, month, date] = day().split('-').map(Number)
  await expect(page.getByText(`${year}年${month}月${date}日 生效`)).toBeVisible()
})

test('it is performed, followed up and closed', async ({ as }) => {
  const page = await as('MEDIATOR')
  await openFile(page, id)
  const plan = await take(page, '制定履行计划', '开始履行')
  await finish(plan, '开始履行')
  await expectState(page, '履行中')

  const receipt = await take(page, '登记履行')
  await expect(field(receipt, '收到金额')).toHaveValue('1500')
  await type(receipt, '怎么给的', '银行转账')
  await finish(receipt, '登记履行')

  await followUp(page, [mother.name, father.name])
  await requestClosing(page, '达成书面协议，第一期抚养费已付。')

  const head = await as('STATION_HEAD')
  await openFile(head, id)
  await close(head)
})

test('the archivist finds the volume complete, prints it, and nothing can be changed any more', async ({ as }) => {
  const page = await as('ARCHIVIST')
  await openFile(page, id, 'volume')
  await expect(page.getByText(/^必备文书齐全/)).toBeVisible()
  await expect(page.getByRole('heading', { name: '必备文书' })).toBeVisible()
  await expectPdf(page, await page.getByRole('link', { name: '打开整卷 PDF' }).getAttribute('href'), 10)

  await press(page.getByRole('tabpanel'), '归档')
  const open = dialog(page, '归档')
  await finish(open, '归档')
  await expectState(page, '归档')

  const mediators = await as('MEDIATOR')
  await openFile(mediators, id)
  await expectState(mediators, '归档')
  await expect(steps(mediators).getByRole('button', { name: '开展调解' })).toHaveCount(0)
  await expect(steps(mediators)).toContainText('现在没有您可以办理的环节。')
})

test('who did what stands in the file, and who looked at it', async ({ as }) => {
  const head = await as('STATION_HEAD')
  await openFile(head, id, 'history')
  for (const [what, who] of [
    ['登记申请', '刘登云'],
    ['指定（选定）调解员', '沈秀兰'],
    ['权利义务告知', mediator],
    ['盖章', '严守正'],
    ['归档', '白素文'],
  ] as const) {
    const line = head.getByRole('tabpanel').getByRole('listitem').filter({ hasText: what }).filter({ hasText: who })
    await expect(line.first()).toBeVisible()
  }
  const director = await as('COMMITTEE_DIRECTOR')
  await openFile(director, id)
  await director.getByRole('tab', { name: '谁看过' }).click()
  await expect(director.getByRole('tabpanel').getByText('白素文').first()).toBeVisible()
})

/** The address gives a PDF, of at least so many pages. */
async function expectPdf(page: Page, address: string | null, pages = 1): Promise<void> {
  const answered = await page.request.get(address ?? '')
  expect(answered.status()).toBe(200)
  const body = (await answered.body()).toString('latin1')
  expect(body.slice(0, 4)).toBe('%PDF')
  const counts = [...body.matchAll(/\/Count (\d+)/g)].map((match) => Number(match[1]))
  expect(Math.max(1, ...counts)).toBeGreaterThanOrEqual(pages)
}
