import type { Page } from '@playwright/test'
import { press } from './form'
import { expect, test } from './fixtures'
import { entries } from './nav'

test.skip(() => test.info().project.name !== 'desktop', 'who finds what does not hang on the size of the window')

/** What waits for her, or the sentence that nothing does. */
async function expectHome(page: Page, name: string): Promise<void> {
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${name}，您好`)
}

/** Cases people: a thing due, with its basis, that leads to its file; or the right empty state. */
async function expectDue(page: Page, due?: string | RegExp): Promise<void> {
  const list = page.getByRole('region', { name: /^待办事项/ })
  await expect(list.getByRole('link').or(list.getByText('没有待办事项')).first()).toBeVisible()
  if (!due) return
  const line = list.getByRole('link').filter({ hasText: due }).first()
  await expect(line).toBeVisible()
  await expect(line).toContainText(/《.+》|规则|规定/)
  await line.click()
  await expect(page).toHaveURL(/\/cases\/[0-9a-f-]{36}/)
  await expect(page.getByRole('heading', { name: '现在可以做' })).toBeVisible()
}

test('a registrar signs in and finds applications waiting for a decision', async ({ page, signInAs }) => {
  const { name } = await signInAs('registrar2')
  await expectHome(page, name)
  await expect(page.getByRole('link', { name: '登记申请' })).toBeVisible()
  await expectDue(page, '受理')
})

for (const [role, due] of [
  ['STATION_HEAD', /逾期|天|待处理/],
  ['MEDIATOR', /逾期|天|待处理/],
  ['COMMITTEE_DIRECTOR', undefined],
  ['SEAL_KEEPER', '盖章'],
  ['ARCHIVIST', '归档'],
] as const) {
  test(`${role} finds what is due for her`, async ({ as }) => {
    const page = await as(role)
    await page.goto('/')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/，您好$/)
    await expectDue(page, due)
  })
}

test('the auditor finds the chain of the journal whole', async ({ as }) => {
  const page = await as('AUDITOR')
  await page.goto('/')
  await expect(page.getByText('完整，未被改动')).toBeVisible()
  await expect(page.getByRole('heading', { name: '最近的记录' })).toBeVisible()
  expect((await entries(page)).join(' ')).not.toContain('案件')
  await page.goto('/cases')
  await expect(page.getByText('没有访问权限')).toBeVisible()
})

test('the platform administrator finds accounts, and no cases', async ({ as }) => {
  const page = await as('PLATFORM_ADMIN')
  await page.goto('/')
  await expect(page.getByRole('heading', { name: '账号概况' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '需要留意' })).toBeVisible()
  expect((await entries(page)).join(' ')).not.toContain('案件')
})

test('a file is found by two characters, by pinyin, by its number', async ({ as }) => {
  const page = await as('COMMITTEE_DIRECTOR')
  await page.goto('/cases')
  const rows = page.getByRole('table').getByRole('row')
  await expect(rows.nth(1)).toBeVisible()
  const search = page.getByRole('searchbox', { name: '搜索案件' })
  for (const words of ['小梅', 'zhangxiaomei', 'zxm']) {
    await search.fill(words)
    await search.press('Enter')
    await expect(page.getByText(`搜索“${words}”`)).toBeVisible()
    await expect(rows.filter({ hasText: '张小梅' }).first()).toBeVisible()
    await expect(rows.filter({ hasText: '王桂兰' })).toHaveCount(0)
  }
  await search.fill('0002号')
  await search.press('Enter')
  await expect(page.getByText('搜索“0002号”')).toBeVisible()
  await expect(rows.filter({ hasText: '第0002号' })).toHaveCount(1)
})

test('a station head sees her station, with names masked where she does not need them', async ({ as }) => {
  const page = await as('STATION_HEAD')
  await page.goto('/cases')
  await expect(page.getByRole('table').getByText(/\*\*/).first()).toBeVisible()
})

test('in English no label of the shell is Chinese', async ({ as }) => {
  const page = await as('registrar3')
  await page.goto('/')
  await press(page, 'English')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  const chinese = /[\u4e00-\u9fff]/
  const words = [
    ...(await entries(page)),
    ...(await page.getByRole('banner').getByRole('button').filter({ hasNotText: '中文' }).allInnerTexts()),
    (await page.getByRole('searchbox').getAttribute('placeholder')) ?? '',
    await page.getByRole('button', { name: 'Sign out' }).innerText(),
    ...(await page.getByRole('heading', { level: 2 }).allInnerTexts()),
  ]
  expect(words.length).toBeGreaterThan(5)
  expect(words.filter((word) => chinese.test(word))).toEqual([])
})
