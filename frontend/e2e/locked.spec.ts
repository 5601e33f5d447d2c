import { expect, test } from './fixtures'
import { Line } from './line'
import { Desk } from './office'
import { Tablet } from './tablet'

test.describe.configure({ mode: 'serial' })
test.use({ trace: 'off' })

const passphrase = '石桥-白鹭-秋收-铜铃-旧渡口'
const hour = 3_600_000

let line: Line
let tablet: Tablet

/** Opened out of reach by a browser whose clock is wrong by so much. */
async function openedWithClock(wrongBy: number) {
  await tablet.stop()
  const page = await tablet.start()
  await tablet.intoTheHills()
  await page.clock.setSystemTime(Date.now() + wrongBy)
  await page.goto('/')
  await expect(page.getByRole('heading', { name: '解锁平板' })).toBeVisible()
  return page
}

/** With the network and a right clock it opens again: nothing was lost. */
async function opensAtTheOffice() {
  await tablet.stop()
  const page = await tablet.start()
  await tablet.line.connect()
  await page.goto('/unlock?next=/tablet')
  await tablet.unlock(passphrase)
  await expect(page.getByRole('heading', { name: /^可离线：\d+ 件/ })).toBeVisible({ timeout: 30_000 })
}

test.beforeAll(async () => {
  line = new Line(new URL(process.env.JIAHE_URL ?? ''))
  await line.connect()
  tablet = new Tablet(line)
})

test.afterAll(async () => {
  await tablet.throwAway()
  await line.cut()
})

test('a tablet whose lease has ended stays shut until it has met the office', async ({ as }) => {
  test.setTimeout(120_000)
  await tablet.start()
  await tablet.enrol(await Desk.of('mediator15'), await as('SECURITY_ADMIN'), 'SN-2026-0015', passphrase)

  const page = await openedWithClock(80 * hour)
  await expect(page.getByText('须连接网络才能解锁')).toBeVisible()
  await expect(page.getByText('离线使用期限已到')).toBeVisible()
  await expect(page.getByLabel('口令', { exact: true })).toHaveCount(0)
  await page.screenshot({ path: test.info().outputPath('lease over.png') })
  await opensAtTheOffice()
})

test('a clock that was set back opens nothing', async () => {
  test.setTimeout(90_000)
  const page = await openedWithClock(-50 * hour)
  await expect(page.getByText('须连接网络才能解锁')).toBeVisible()
  await expect(page.getByText('平板的时间比上次联网时还早')).toBeVisible()
  await expect(page.getByLabel('口令', { exact: true })).toHaveCount(0)
  await page.screenshot({ path: test.info().outputPath('set back.png') })
  await opensAtTheOffice()
})

test('the fifth wrong passphrase erases everything, also when the app is killed in between', async ({ as }) => {
  test.setTimeout(90_000)
  let page = await openedWithClock(0)
  for (const left of [4, 3]) {
    await tablet.tryPassphrase('猜错的口令猜错的口令')
    await expect(page.getByRole('alert')).toContainText(`还可以试 ${left} 次`)
  }
  await tablet.kill()
  page = await tablet.start()
  await tablet.intoTheHills()
  await page.goto('/')
  await expect(page.getByText('还可以试 3 次')).toBeVisible()
  await tablet.tryPassphrase('猜错的口令猜错的口令')
  await expect(page.getByRole('alert')).toContainText('还可以试 2 次')
  await tablet.tryPassphrase('猜错的口令猜错的口令')
  await expect(page.getByRole('alert')).toContainText('这是最后一次机会')
  await tablet.tryPassphrase('猜错的口令猜错的口令')
  await expect(page.getByText('平板上的数据已抹除')).toBeVisible()
  await expect(page.getByText('口令连续输错五次')).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('erased.png') })

  // The office is told with the next contact.
  await tablet.backInReach()
  await page.goto('/')
  const security = await as('SECURITY_ADMIN')
  await expect(async () => {
    await security.goto('/devices')
    await expect(security.getByRole('row').filter({ hasText: 'SN-2026-0015' })).toContainText('已抹除')
  }).toPass({ timeout: 20_000 })
  expect(await page.evaluate(() => indexedDB.databases())).toEqual([])
})
