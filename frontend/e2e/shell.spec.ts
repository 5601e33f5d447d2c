import type { Page } from '@playwright/test'
import { expectAccessible } from './axe'
import { expect, test } from './fixtures'

/** The shell with invented answers: what it shows and says, whatever the server holds. */
const me = {
  account: { id: '0192', name: '周敏', username: 'zhoumin' },
  roles: [{ role: 'MEDIATOR', orgId: '0190', orgName: '河东街道调解委员会' }],
  office: { id: '0191', name: '清河县妇女联合会', shortName: '清河妇联' },
  permissions: ['mediation.case.list', 'mediation.tasks.read'],
}

const day = (days: number) => new Date(Date.now() + days * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10)

const line = (id: string, applicants: string, respondents: string, number?: string) => ({
  id,
  applicants,
  respondents,
  number,
  state: 'ACCEPTED',
  category: 'A1',
  stationId: '0190',
  stationName: '河东街道调解站',
  sealed: false,
  minor: false,
  requestedAt: '2026-03-01T01:00:00Z',
  updatedAt: '2026-03-01T01:00:00Z',
})

const tasks = {
  today: day(0),
  more: false,
  tablets: [],
  counts: [],
  items: [
    {
      kind: 'CLOCK',
      clock: 'T_ACCEPT',
      labelZh: '决定是否受理',
      labelEn: 'Decide on acceptance',
      dueOn: day(-2),
      overdue: true,
      basis: '人民调解工作若干规定第二十三条',
      caseFile: line('01', '王芳', '李强'),
    },
    {
      kind: 'CLOCK',
      clock: 'T_FIRST',
      labelZh: '告知双方当事人权利义务',
      labelEn: 'Tell both parties their rights',
      dueOn: day(1),
      overdue: false,
      basis: '人民调解法第二十三条',
      caseFile: line('02', '陈丽', '赵刚', '清妇调〔2026〕018号'),
    },
    {
      kind: 'CLOCK',
      clock: 'T_FU1',
      labelZh: '回访协议履行情况',
      labelEn: 'Follow up the performance',
      dueOn: day(12),
      overdue: false,
      basis: '人民调解法第三十一条',
      caseFile: line('03', '孙梅', '周伟', '清妇调〔2026〕007号'),
    },
  ],
}

const wrong = {
  type: '/problems/credentials',
  title: '用户名、密码或验证码不正确',
  status: 401,
  code: 'credentials',
  instance: 'req-7f31',
}

async function serve(page: Page, state: { signedIn: boolean }) {
  const json = (body: unknown, status = 200) => ({
    status,
    contentType: status < 400 ? 'application/json' : 'application/problem+json',
    body: JSON.stringify(body),
  })
  await page.route('**/api/v1/**', async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname.endsWith('/auth/login')) {
      const { password } = route.request().postDataJSON() as { password: string }
      if (password !== 'right') return route.fulfill(json(wrong, 401))
      state.signedIn = true
      return route.fulfill({ status: 204 })
    }
    if (pathname.endsWith('/auth/logout')) {
      state.signedIn = false
      return route.fulfill({ status: 204 })
    }
    if (!state.signedIn) return route.fulfill(json({ ...wrong, code: 'unauthenticated' }, 401))
    if (pathname.endsWith('/me')) return route.fulfill(json(me))
    if (pathname.endsWith('/mediation/tasks')) return route.fulfill(json(tasks))
    return route.fulfill(json({ title: '不存在', status: 404, code: 'not_found' }, 404))
  })
}

async function fill(page: Page, password: string) {
  await page.getByLabel('用户名').fill('zhoumin')
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByLabel('动态验证码').fill('123 456')
  await page.getByRole('button', { name: '登录' }).click()
}

test('a person signs in, and comes to the page she wanted', async ({ page }) => {
  await serve(page, { signedIn: false })
  await page.goto('/nowhere')
  await expect(page).toHaveTitle('登录 · 家和')
  await expectAccessible(page)
  await page.screenshot({ path: test.info().outputPath('sign-in.png') })

  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('group', { name: '有 3 处需要修改' })).toBeFocused()
  await expectAccessible(page)

  await fill(page, 'wrong')
  await expect(page.getByRole('alert')).toContainText('用户名、密码或验证码不正确')
  await expect(page.getByLabel('动态验证码')).toHaveValue('')
  await expectAccessible(page)
  await page.screenshot({ path: test.info().outputPath('sign-in-refused.png') })

  await fill(page, 'right')
  await expect(page.getByRole('heading', { name: '页面不存在' })).toBeVisible()
})

test('the home page stands in the shell, in both languages', async ({ page }) => {
  await serve(page, { signedIn: true })
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('周敏，您好')
  await expect(page.getByText('告知双方当事人权利义务')).toBeVisible()
  await expectAccessible(page)
  await page.screenshot({ path: test.info().outputPath('home.png') })

  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/[a-z], 周敏$/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await expectAccessible(page)
  await page.screenshot({ path: test.info().outputPath('home-en.png') })
})

test('the search box leads to the cases', async ({ page }) => {
  await serve(page, { signedIn: true })
  await page.goto('/')
  await page.getByRole('searchbox', { name: '搜索案件' }).fill('王芳')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/cases?q=%E7%8E%8B%E8%8A%B3')
})

test('signing out leads to the sign-in page', async ({ page }) => {
  await serve(page, { signedIn: true })
  await page.goto('/')
  await page.getByRole('button', { name: '退出登录' }).click()
  await expect(page.getByRole('button', { name: '登录' })).toBeVisible()
})

test('quick exit ends the session and leaves no way back', async ({ page }) => {
  const state = { signedIn: true }
  await serve(page, state)
  await page.route('https://www.gov.cn/', (route) => route.fulfill({ body: 'neutral', contentType: 'text/plain' }))
  await page.goto('/')
  await page.getByText('告知双方当事人权利义务').waitFor()
  await page.getByRole('button', { name: '快速离开' }).click()
  await expect(page).toHaveURL('https://www.gov.cn/')
  await expect.poll(() => state.signedIn).toBe(false)
})

test('twice Esc leaves as well, but the Esc that closes something does not count', async ({ page }) => {
  const state = { signedIn: true }
  await serve(page, state)
  await page.route('https://www.gov.cn/', (route) => route.fulfill({ body: 'neutral', contentType: 'text/plain' }))
  await page.goto('/cases')
  const station = page.getByRole('combobox', { name: '调解站' })
  await station.click()
  await expect(station).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.waitForTimeout(800)
  await expect(page).toHaveURL('/cases')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL('https://www.gov.cn/')
})

test('a sensitive page is veiled after a minute, and shown when asked for', async ({ page }) => {
  await page.clock.install()
  await serve(page, { signedIn: true })
  await page.goto('/')
  const task = page.getByText('告知双方当事人权利义务')
  await expect(task).toBeVisible()
  await page.clock.runFor(61_000)
  await expect(task).toBeHidden()
  await expectAccessible(page)
  await page.screenshot({ path: test.info().outputPath('veiled.png') })
  await page.getByRole('button', { name: '点击显示' }).click()
  await expect(task).toBeVisible()

  await page.clock.runFor(13 * 60_000 + 1000)
  await expect(page.getByText('2 分钟后将自动退出登录')).toBeVisible()
  await page.clock.runFor(2 * 60_000)
  await expect(page.getByText('长时间未操作，已自动退出登录。')).toBeVisible()
})

test('a window without network says so', async ({ page, context }) => {
  await serve(page, { signedIn: true })
  await page.goto('/')
  await page.getByText('告知双方当事人权利义务').waitFor()
  await context.setOffline(true)
  await expect(page.getByText('网络已断开')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('网络已断开')).toBeHidden()
})
