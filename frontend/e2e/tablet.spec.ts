import type { BrowserContext, Page } from '@playwright/test'
import { expectState, openFile, take } from './caseFile'
import { citizenNumber, minutesAgo } from './days'
import { fillDispute, fillParty, handIn, newPerson, next } from './filing'
import { expect, test } from './fixtures'
import { choose, find, finish, press, turnOn, type } from './form'
import { demoAccount, signIn } from './people'
import { killProfile, openProfile, searchProfile } from './profile'

test.describe.configure({ mode: 'serial' })
test.skip(() => test.info().project.name !== 'tablet', 'a tablet of its own, set up once')

const passphrase = '春风又绿江南岸明月何时照我还'
const mother = newPerson('欧阳静怡', '1988-03-12', '女', '前夫妻', '13900007701')
const father = newPerson('司徒文博', '1986-07-05', '男', '前夫妻', '13900007702')
const summary = '琥珀色的杯子摔碎以后两人又争吵起来'
const planted = [mother, father].flatMap((one) => [one.name, one.phone ?? '', citizenNumber(one.born, one.serial)])

let folder = ''
let context: BrowserContext
let page: Page
/** A file the mediator carries, and the one she takes down without a network. */
let carried = ''
let filed = ''
let investigated = 0

async function start(): Promise<void> {
  context = await openProfile(folder)
  page = context.pages()[0] ?? (await context.newPage())
}

async function unlock(): Promise<void> {
  await type(page, '口令', passphrase)
  await press(page, '解锁')
  await expect(page.getByRole('navigation', { name: '主导航' })).toBeVisible()
}

/** In the app, as a finger does it: an address typed into the browser would lock the tablet. */
async function go(entry: string): Promise<void> {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: entry }).click()
}

test.afterAll(async () => {
  await context?.close()
})

test('a mediator asks for a tablet, the security administrator approves it, a passphrase brings the files', async ({
  as,
}) => {
  folder = test.info().outputPath('tablet')
  await start()
  await signIn(context, demoAccount('MEDIATOR'))
  await page.goto('/')
  carried = await page.evaluate(async () => {
    const json = async (path: string) => (await fetch(`/api/v1/mediation/cases${path}`)).json()
    const { items } = (await json('?limit=200')) as { items: { id: string }[] }
    for (const { id } of items) {
      const { steps } = (await json(`/${id}/steps`)) as { steps: { step: string; possible: boolean }[] }
      if (steps.some(({ step, possible }) => step === 'INVESTIGATE' && possible)) return id
    }
    return ''
  })
  expect(carried, 'a file in which something can be investigated').not.toBe('')
  investigated = await investigations(page)

  await page.goto('/tablet')
  await type(page, '平板名称', '入户平板')
  await type(page, '机身序列号', 'HX-2026-0117')
  await press(page, '申请登记')
  await expect(page.getByText('安全管理员').first()).toBeVisible()

  const admin = await as('SECURITY_ADMIN')
  expect(await command(admin, 'approve')).toBe(200)

  await page.reload()
  await type(page, '口令', passphrase)
  await type(page, '确认口令', passphrase)
  await press(page, '启用并带上案件')
  await expect(page.getByText('平板已启用，案件已经带上')).toBeVisible()
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller?.state)).toBe('activated')
})

test('without a network, started cold, she investigates and takes down an application', async () => {
  await context.setOffline(true)
  await page.goto(`/cases/${carried}`)
  await expect(page).toHaveURL(/unlock/)
  await unlock()
  const talk = await take(page, '调查', '调查记录')
  await type(talk, '开始时间', minutesAgo(90))
  await type(talk, '结束时间', minutesAgo(60))
  await type(talk, '地点', '村民委员会')
  await type(talk, '被调查人', '村组长')
  await type(talk, '答 1', '两家一直为地界争吵。')
  await turnOn(talk, '记录已念给被调查人听，本人认为无误')
  await finish(talk, '保存调查记录')
  await expect(page.getByText('1 项待传').first()).toBeVisible()

  await go('案件')
  await page.getByRole('link', { name: '登记申请' }).click()
  await choose(page, '申请方式', '口头申请')
  await find(page, '登记单位', '栖霞街道')
  await next(page)
  await fillParty(page, 0, mother)
  await fillParty(page, 1, father)
  await next(page)
  await next(page)
  await fillDispute(page, {
    ...{ mode: '口头申请', applicant: mother, respondent: father, group: '子女', category: '抚养权及其变更' },
    ...{ summary, claim: '请求确定孩子由谁抚养', marriage: '已离婚' },
  })
  await next(page)
  filed = await handIn(page, '口头申请')
  await go('案件')
  await expect(page.getByRole('row', { name: new RegExp(mother.name) })).toContainText(/T-\d+-\d+/)
})

test('the power goes: all is there behind the passphrase, and nothing can be read in the files of the browser', async () => {
  await killProfile(folder)
  const { found, bytes } = searchProfile(folder, [...planted, summary, passphrase])
  expect(found).toEqual([])
  expect(bytes).toBeGreaterThan(1_000_000)
  await start()
  await context.setOffline(true)
  await page.goto('/')
  await expect(page).toHaveURL(/unlock/)
  await unlock()
  await go('案件')
  await expect(page.getByRole('link', { name: mother.name })).toBeVisible()
  await expect(page.getByText('2 项待传').first()).toBeVisible()
})

test('with the network back everything goes up by itself, once', async ({ as }) => {
  await context.setOffline(false)
  await expect(page.getByText('已全部上传').first()).toBeVisible({ timeout: 40_000 })
  const desk = await as('MEDIATOR')
  await openFile(desk, filed)
  await expectState(desk, '待受理')
  expect(await investigations(desk)).toBe(investigated + 1)
})

test('a lost tablet is revoked: at its next contact it erases itself and says so', async ({ as }) => {
  const admin = await as('SECURITY_ADMIN')
  expect(await command(admin, 'revoke', { reason: '下乡途中遗失', uploadHours: 0 })).toBe(200)
  await expect(page.getByText('平板上的数据已抹除')).toBeVisible({ timeout: 45_000 })
  const left = () =>
    page.evaluate(async () => [...(await caches.keys()), ...(await indexedDB.databases()).map(({ name }) => name)])
  await expect.poll(left).toEqual([])
  await expect
    .poll(() =>
      admin.evaluate(async () => ((await (await fetch('/api/v1/devices')).json()) as Devices).items[0]?.state),
    )
    .toBe('WIPED')
})

/** Records of investigation in the carried file, as the office has them. */
function investigations(reader: Page): Promise<number> {
  return reader.evaluate(async (id) => {
    const answer = await fetch(`/api/v1/mediation/cases/${id}/papers`)
    return ((await answer.json()) as { items: { form: string }[] }).items.filter(({ form }) => form === 'F08').length
  }, carried)
}

interface Devices {
  items: { id: string; version: number; state: string }[]
}

/** A step of the administrator on the newest tablet; the pages for it have tests of their own. */
async function command(admin: Page, step: string, body?: object): Promise<number> {
  await admin.goto('/')
  return admin.evaluate(
    async ([verb, content]) => {
      const { items } = (await (await fetch('/api/v1/devices')).json()) as Devices
      const newest = items[0]
      const headers = {
        ...{ 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
        'If-Match': `"${newest?.version}"`,
      }
      const path = `/api/v1/devices/${newest?.id}/${verb}`
      return (await fetch(path, { method: 'POST', headers, body: content ? JSON.stringify(content) : undefined }))
        .status
    },
    [step, body] as const,
  )
}
