import { mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, type BrowserContext, type Locator, type Page } from '@playwright/test'
import config from '../playwright.config'
import { press, type } from './form'
import type { Line } from './line'
import { go } from './nav'
import type { Desk } from './office'

/** The size the screens are made for. */
const viewport = { width: 820, height: 1180 }

/** A tablet: a browser with a disk of its own, which outlives the browser. */
export class Tablet {
  readonly profile = mkdtempSync(join(tmpdir(), 'jiahe-tablet-'))
  private context: BrowserContext | null = null
  private shown: Page | null = null
  /** What the pages complained of: errors nobody caught, and what the security policy refused. */
  readonly complaints: string[] = []

  constructor(readonly line: Line) {}

  get page(): Page {
    if (!this.shown) throw new Error('the tablet is switched off')
    return this.shown
  }

  get browser(): BrowserContext {
    if (!this.context) throw new Error('the tablet is switched off')
    return this.context
  }

  async start(): Promise<Page> {
    const launch = config.use?.launchOptions
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: launch?.executablePath,
      args: [
        ...(launch?.args ?? []),
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        // The line is the only way out: no setting of the machine leads around it.
        '--no-proxy-server',
      ],
      baseURL: this.line.address,
      viewport,
      hasTouch: true,
      isMobile: true,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    })
    this.context.setDefaultTimeout(15_000)
    this.shown = this.context.pages()[0] ?? (await this.context.newPage())
    await this.promise(this.context, this.shown)
    this.watch(this.shown)
    return this.shown
  }

  /** Chromium promises to keep the data of an installed app; one that is driven is told to. */
  private async promise(context: BrowserContext, page: Page): Promise<void> {
    const browser = await context.newCDPSession(page)
    const permission = { name: 'persistent-storage' }
    await browser.send('Browser.setPermission', { origin: this.line.address, permission, setting: 'granted' })
  }

  /** Out of reach: nothing answers any more, and the device knows that it has no network. */
  async intoTheHills(): Promise<void> {
    await this.line.cut()
    await this.browser.setOffline(true)
  }

  async backInReach(): Promise<void> {
    await this.line.connect()
    await this.browser.setOffline(false)
  }

  private watch(page: Page): void {
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted ?Type/i.test(message.text())) this.complaints.push(message.text())
    })
  }

  /** Switched off in order. */
  async stop(): Promise<void> {
    await this.context?.close()
    this.context = this.shown = null
  }

  /** The battery is pulled: the browser's process dies where it stands. */
  async kill(): Promise<void> {
    const gone = new Promise((done) => this.browser.once('close', done))
    process.kill(this.process(), 'SIGKILL')
    await gone
    this.context = this.shown = null
  }

  /** The browser notes on its disk which process has it. */
  private process(): number {
    const pid = Number(readlinkSync(join(this.profile, 'SingletonLock')).split('-').at(-1))
    if (!Number.isInteger(pid)) throw new Error('the browser has no process')
    return pid
  }

  async tryPassphrase(passphrase: string): Promise<void> {
    await type(this.page, '口令', passphrase)
    await press(this.page, '解锁')
  }

  async unlock(passphrase: string): Promise<void> {
    await this.tryPassphrase(passphrase)
    await expect(this.page.getByRole('navigation', { name: '主导航' })).toBeVisible()
  }

  /** Asked for by its owner, approved by the security administrator in her window, and locked by a passphrase. */
  async enrol(owner: Desk, security: Page, serial: string, passphrase: string): Promise<void> {
    const { page } = this
    await this.ask(owner, serial)
    await approve(security, serial)
    await press(page, '现在查看')
    await this.choosePassphrase(passphrase)
    await expect(page.getByRole('heading', { name: /^可离线：\d+ 件/ })).toBeVisible({ timeout: 30_000 })
  }

  async ask(owner: Desk, serial: string): Promise<void> {
    await this.browser.addCookies(await owner.cookies())
    await this.page.goto('/tablet')
    await type(this.page, '平板名称', `平板 ${serial}`)
    await type(this.page, '机身序列号', serial)
    await press(this.page, '申请登记')
    await expect(this.page.getByRole('heading', { name: '等安全管理员批准' })).toBeVisible()
  }

  async choosePassphrase(passphrase: string): Promise<void> {
    await type(this.page, '口令', passphrase)
    await type(this.page, '确认口令', passphrase)
    await press(this.page, '启用并带上案件')
  }

  /** A page of the navigation, without loading the app anew: that would lock it. */
  async go(entry: string): Promise<void> {
    await go(this.page, entry)
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible()
  }

  /** A file of the day, by whom it is about; or one side of it. */
  async open(name: string, side?: string): Promise<void> {
    await this.go('首页')
    await this.page.getByRole('main').getByRole('link', { name }).first().click()
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText(name)
    await expect(this.page.getByRole('heading', { name: '现在可以做' })).toBeVisible()
    if (side) await this.page.getByRole('tab', { name: side }).click()
  }

  async throwAway(): Promise<void> {
    await this.stop().catch(() => undefined)
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** The row of a tablet in the administrator's list. */
export async function registryRow(security: Page, serial: string): Promise<Locator> {
  await security.goto('/devices')
  const row = security.getByRole('row').filter({ hasText: serial })
  await expect(row).toBeVisible()
  return row
}

export async function approve(security: Page, serial: string): Promise<void> {
  const row = await registryRow(security, serial)
  await expect(row).toContainText('待批准')
  await press(row, '批准')
  await press(security.getByRole('alertdialog').or(security.getByRole('dialog')), '批准')
  await expect(row).toContainText('待本人启用')
}

/** Stopped at once, as after a theft. */
export async function revoke(security: Page, serial: string): Promise<void> {
  const row = await registryRow(security, serial)
  await press(row, '停用')
  const open = security.getByRole('dialog', { name: /^停用/ })
  await type(open, '理由', '平板在路上丢失')
  await press(open, '停用')
  await expect(open).toBeHidden()
  await expect(row).toContainText('已停用')
}
