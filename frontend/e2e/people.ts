import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type APIRequestContext, type BrowserContext, type Page } from '@playwright/test'
import { totp } from './totp'

/** A demo account, as `jiahe demo-accounts` prints it. */
export interface DemoAccount {
  username: string
  name: string
  password: string
  totpSecret?: string
  role: string
}

/** The first demo account of a role, or the one of a user name. */
export function demoAccount(who: string): DemoAccount {
  const file = process.env.JIAHE_ACCOUNTS
  if (!file) throw new Error('JIAHE_ACCOUNTS names no file: these tests need the seeded server of scripts/test')
  const accounts = JSON.parse(readFileSync(file, 'utf8')) as DemoAccount[]
  const account = accounts.find((one) => one.role === who || one.username === who)
  if (!account) throw new Error(`no demo account for ${who}`)
  return account
}

/** What is remembered about an account for the whole run: workers come and go with projects and failures. */
interface Memory {
  code?: string
  session?: Awaited<ReturnType<BrowserContext['storageState']>>
}

function memoryFile(account: DemoAccount): string {
  // The runner empties this directory before every run.
  const folder = join(test.info().project.outputDir, 'signed-in')
  mkdirSync(folder, { recursive: true })
  return join(folder, `${account.username}.json`)
}

function recall(account: DemoAccount): Memory {
  const file = memoryFile(account)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Memory) : {}
}

function remember(account: DemoAccount, more: Memory): void {
  writeFileSync(memoryFile(account), JSON.stringify({ ...recall(account), ...more }))
}

/** Codes are good once: the second sign-in of an account within 30 seconds waits for the next. */
export async function freshCode(account: DemoAccount): Promise<string> {
  if (!account.totpSecret) return ''
  const { code: used } = recall(account)
  let code = totp(account.totpSecret)
  while (code === used) {
    await new Promise((wake) => setTimeout(wake, 500))
    code = totp(account.totpSecret)
  }
  remember(account, { code })
  return code
}

/** Signs in by typing, as a person does. */
export async function typeSignIn(page: Page, account: DemoAccount): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('用户名').fill(account.username)
  await page.getByLabel('密码', { exact: true }).fill(account.password)
  await page.getByLabel('动态验证码').fill(await freshCode(account))
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
  remember(account, { session: await page.context().storageState() })
}

/** Gives a window the session an account already has in this run, or begins one. */
export async function signIn(context: BrowserContext, account: DemoAccount): Promise<void> {
  const { session } = recall(account)
  if (session) {
    await context.addCookies(session.cookies)
    const known = await context.request.get('/api/v1/me')
    if (known.ok()) return
  }
  const { username, password } = account
  const answer = await context.request.post('/api/v1/auth/login', {
    data: { username, password, totpCode: await freshCode(account) },
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  })
  expect(answer.ok(), `${username} signs in: ${answer.status()}`).toBe(true)
  remember(account, { session: await context.storageState() })
}

/** A session for somebody who works without a page. It is her own: ending a window's session leaves it alone. */
export async function signInRequests(calls: APIRequestContext, account: DemoAccount): Promise<void> {
  const { username, password } = account
  const answer = await calls.post('/api/v1/auth/login', {
    data: { username, password, totpCode: await freshCode(account) },
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  })
  expect(answer.ok(), `${username} signs in: ${answer.status()}`).toBe(true)
}
