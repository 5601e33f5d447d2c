import { expect, type Locator, type Page } from '@playwright/test'
import { day, minutesAgo } from './days'
import { choose, dialog, field, finish, press, turnOn, type } from './form'

/** Opens a file, or one side of it. */
export async function openFile(page: Page, id: string, tab?: string): Promise<void> {
  await page.goto(`/cases/${id}${tab ? `?tab=${tab}` : ''}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(steps(page)).toBeVisible()
}

/** What can be done with the open file now. */
export function steps(page: Page): Locator {
  return page.locator('section', { has: page.getByRole('heading', { name: '现在可以做' }) })
}

/** Takes a step of the open file: its dialog. */
export async function take(page: Page, step: string, title: string | RegExp = step): Promise<Locator> {
  await press(steps(page), step)
  const open = dialog(page, title)
  await expect(open).toBeVisible()
  return open
}

/** Every reason why a step of the open file cannot be taken, with its basis. */
export async function reasonsAgainst(page: Page, step: string): Promise<Locator> {
  const blocked = steps(page).locator('details.blocked', { hasText: step })
  await blocked.locator('summary').click()
  return blocked
}

export async function expectState(page: Page, state: string): Promise<void> {
  await expect(page.locator('main header').getByText(state, { exact: true })).toBeVisible()
}

/** The number of the open file. */
export async function numberOf(page: Page): Promise<string> {
  const words = await page
    .locator('main header')
    .getByText(/第\d+号/)
    .innerText()
  return /（\d{4}）\S*第\d+号/.exec(words)?.[0] ?? words
}

export async function accept(page: Page): Promise<void> {
  const open = await take(page, '受理', '受理案件')
  await choose(open, '当事人是否同意调解', '双方同意调解')
  await choose(open, '难易程度', '一般')
  await finish(open, '受理并编号')
  await expectState(page, '已受理')
}

export async function assign(page: Page, mediator: string, minors: boolean): Promise<void> {
  const open = await take(page, '指定（选定）调解员', '确定调解员')
  await choose(open, '确定方式', '调委会指定')
  await choose(open, '调解员', mediator)
  if (minors) await turnOn(open, '批准查看未成年人信息')
  await finish(open, '确定调解员')
  await expectState(page, '已定调解员')
}

/** Reads the rights to a party, who asks for a closed mediation. */
export async function notify(page: Page, party: string): Promise<void> {
  const open = await take(page, '权利义务告知', '告知权利义务')
  await choose(open, '告知谁', party)
  await press(open, '已念完，去登记')
  await choose(open, '当事人选择的调解方式', '不公开')
  await choose(open, '告知形式', '书面')
  await type(open, '使用的语言', '普通话')
  await finish(open, '完成告知')
}

/** A session of half an hour to which everybody came. */
export async function holdSession(page: Page, parties: string[], result: string): Promise<void> {
  const open = await take(page, '开展调解', /第 \d 次调解记录/)
  await type(open, '开始时间', minutesAgo(31))
  await type(open, '结束时间', minutesAgo(1))
  await type(open, '地点', '街道调解工作站调解室')
  await turnOn(open, '开始前已核对：各方清楚自己的权利义务')
  for (const party of parties) await choose(open, party, '本人到场')
  await type(open, '调解情况', '双方各自陈述意见，调解员结合民法典有关规定做工作。')
  await choose(open, '本次结果', result)
  if (result === '择日继续调解') await type(open, '下次调解日期', day(3))
  await finish(open, '保存调解记录')
  await expectState(page, '调解中')
}

export async function followUp(page: Page, parties: string[]): Promise<void> {
  const open = await take(page, '回访')
  await choose(open, '回访方式', '电话')
  for (const party of parties) await choose(open, '问了谁', party)
  await choose(open, '发现', '协议正常履行')
  await type(open, '回访记录', '双方都说按协议做了，情绪平稳。')
  await choose(open, '满意度', '满意')
  await finish(open, '保存回访记录')
}

export async function requestClosing(page: Page, result: string): Promise<void> {
  const open = await take(page, '申请结案')
  await expect(field(open, '受案日期')).not.toHaveValue('')
  await type(open, '处理结果', result)
  await finish(open, '提交审核')
}

export async function close(page: Page): Promise<void> {
  const open = await take(page, '结案', '审核结案')
  await press(open, '材料齐全，程序合法，同意结案。')
  await finish(open, '同意结案')
  await expectState(page, '结案')
}
