import { readFileSync } from 'node:fs'
import { test as base, type Page } from '@playwright/test'
import { totp } from './totp'

/** A demo account, as `jiahe seed` prints it. */
export interface DemoAccount {
  username: string
  password: string
  totpSecret?: string
  role: string
}

/** The file the test script wrote the demo accounts to: a JSON array. */
function demoAccounts(): DemoAccount[] {
  const file = process.env.JIAHE_ACCOUNTS
  if (!file) throw new Error('JIAHE_ACCOUNTS names no file: these tests need the seeded server of scripts/test')
  return JSON.parse(readFileSync(file, 'utf8')) as DemoAccount[]
}

/** Codes are good once: the second sign-in of an account within 30 seconds waits for the next. */
const lastCode = new Map<string, string>()

async function freshCode(page: Page, account: DemoAccount): Promise<string> {
  if (!account.totpSecret) return ''
  let code = totp(account.totpSecret)
  while (code === lastCode.get(account.username)) {
    await page.waitForTimeout(1000)
    code = totp(account.totpSecret)
  }
  lastCode.set(account.username, code)
  return code
}

interface Fixtures {
  /** Signs in through the page as the first demo account of a role, or as a user name. */
  signInAs: (who: string) => Promise<DemoAccount>
}

export const test = base.extend<Fixtures>({
  page: async ({ page }, use) => {
    const refused: string[] = []
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted ?Type/i.test(message.text())) refused.push(message.text())
    })
    await use(page)
    if (refused.length > 0) throw new Error(`the security policy refused something:\n${refused.join('\n')}`)
  },
  signInAs: async ({ page }, use) => {
    await use(async (who) => {
      const account = demoAccounts().find((one) => one.role === who || one.username === who)
      if (!account) throw new Error(`no demo account for ${who}`)
      await page.goto('/sign-in')
      await page.getByLabel('用户名').fill(account.username)
      await page.getByLabel('密码', { exact: true }).fill(account.password)
      await page.getByLabel('动态验证码').fill(await freshCode(page, account))
      await page.getByRole('button', { name: '登录' }).click()
      await page.getByRole('navigation', { name: '主导航' }).waitFor()
      return account
    })
  },
})

export { expect } from '@playwright/test'
