import { expect, type Locator, type Page } from '@playwright/test'
import { citizenNumber } from './days'
import { choose, field, find, press, select, turnOn, type } from './form'

/** An invented person of a story. */
export interface Person {
  name: string
  born: string
  /** Even for a woman, odd for a man. */
  serial: number
  relation: string
  phone?: string
}

export interface Application {
  mode: '书面申请' | '口头申请'
  applicant: Person
  respondent: Person
  child?: Person
  group: string
  category: string
  summary: string
  claim: string
  marriage: string
}

/** Names and numbers no other run of the tests has used: duplicates are looked for. */
export function newPerson(name: string, born: string, sex: '女' | '男', relation: string, phone?: string): Person {
  const serial = (Math.floor(Math.random() * 498) + 1) * 2 + (sex === '女' ? 0 : 1)
  return { name, born, serial: serial % 1000, relation, phone }
}

export async function next(page: Page): Promise<void> {
  await press(page, '下一步')
}

/** The card of a party; one is open at a time. */
export async function partyCard(page: Page, n: number): Promise<Locator> {
  const fold = page.locator('main section.card button[aria-expanded]').nth(n)
  if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click()
  return page.locator('main section.card').nth(n)
}

export async function fillParty(page: Page, n: number, person: Person): Promise<void> {
  const card = await partyCard(page, n)
  await type(card, '姓名', person.name)
  await select(card, '与对方关系', person.relation)
  await type(card, '证件号码', citizenNumber(person.born, person.serial))
  await expect(card.getByText('号码校验通过')).toBeVisible()
  await expect(field(card, '出生日期')).toHaveValue(person.born)
  if (person.phone) await type(card, '电话 1', person.phone)
}

export async function fillOrigin(page: Page, mode: Application['mode']): Promise<void> {
  // A tablet off the network is there already: loading the app anew would lock it.
  if (!page.url().endsWith('/cases/new')) await page.goto('/cases/new')
  await choose(page, '申请方式', mode)
  await expect(field(page, '案件来源')).toHaveValue('SELF')
  await find(page, '登记单位', '栖霞街道')
}

export async function fillDispute(page: Page, story: Application): Promise<void> {
  await choose(page, '纠纷大类', story.group)
  await choose(page, '纠纷类别', story.category)
  await type(page, '纠纷简要情况', story.summary)
  await type(page, '申请事项 1', story.claim)
  await choose(page, '双方婚姻状态', story.marriage)
}

/** Takes an application down from beginning to end, and returns the id of the file. */
export async function fileApplication(page: Page, story: Application): Promise<string> {
  await fillOrigin(page, story.mode)
  await next(page)
  await fillParty(page, 0, story.applicant)
  await fillParty(page, 1, story.respondent)
  if (story.child) {
    await press(page, '添加所涉子女')
    await fillParty(page, 2, story.child)
  }
  await next(page)
  await next(page)
  await fillDispute(page, story)
  await next(page)
  return handIn(page, story.mode)
}

/** Confirms and sends; the file is opened. */
export async function handIn(page: Page, mode: Application['mode']): Promise<string> {
  await turnOn(page, '已告知申请人调解规则，申请人自愿申请')
  if (mode === '口头申请') await turnOn(page, '申请内容已当面读给申请人听，记录无误')
  await press(page, '提交登记')
  await expect(page.getByRole('heading', { name: '申请已登记' })).toBeVisible()
  const open = page.getByRole('link', { name: '打开案件', exact: true })
  const id = (await open.getAttribute('href'))?.split('/').pop()
  if (!id) throw new Error('the filed application leads nowhere')
  return id
}
