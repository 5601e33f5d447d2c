import type { Locator, Page } from '@playwright/test'
import { openFile, steps, take } from './caseFile'
import { choose, dialog, field, press, type } from './form'
import { expect, test } from './fixtures'

test.skip(() => test.info().project.name !== 'desktop', 'the network is the same for every window')

/** An agreement in force that the mediator follows up. */
async function agreedFile(page: Page): Promise<string> {
  const list = await page.request.get('/api/v1/mediation/cases?state=AGREED')
  const { items } = (await list.json()) as { items: { id: string; applicants: string }[] }
  const found = items.find((one) => !one.applicants.includes('*'))
  if (!found) throw new Error('no agreement in force')
  return found.id
}

async function followUps(page: Page, id: string): Promise<number> {
  const list = await page.request.get(`/api/v1/mediation/cases/${id}/papers`)
  const { items } = (await list.json()) as { items: { form: string }[] }
  return items.filter((one) => one.form === 'F13').length
}

/** A follow-up as it is told on the phone, not sent yet. */
async function writeFollowUp(page: Page, words: string): Promise<Locator> {
  const open = await take(page, '回访')
  await choose(open, '回访方式', '电话')
  await open
    .getByRole('group', { name: /^问了谁/ })
    .getByRole('checkbox')
    .first()
    .check()
  await choose(open, '发现', '协议正常履行')
  await type(open, '回访记录', words)
  await choose(open, '满意度', '满意')
  return open
}

test('without network a save keeps what was typed, and succeeds later exactly once', async ({ as }) => {
  const page = await as('MEDIATOR')
  const id = await agreedFile(page)
  const before = await followUps(page, id)
  await openFile(page, id)
  const words = '双方都说按协议做了。'
  const open = await writeFollowUp(page, words)
  const keys: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/follow-up')) keys.push(request.headers()['idempotency-key'])
  })

  await page.context().setOffline(true)
  await expect(page.getByText('网络已断开。已填写的内容仍在本页，请勿关闭窗口。')).toBeVisible()
  await press(open, '保存回访记录')
  await expect(open.getByRole('alert')).toContainText('无法连接服务器')
  await expect(field(open, '回访记录')).toHaveValue(words)
  expect(await followUps(page, id).catch(() => before)).toBe(before)

  // Back again, but the answer is lost on the way: the server has done it, the page does not know.
  await page.context().setOffline(false)
  await expect(page.getByText('网络已断开')).toBeHidden()
  await page.route('**/follow-up', async (route) => {
    await route.fetch()
    await route.abort('connectionreset')
  })
  await press(open, '保存回访记录')
  await expect.poll(() => keys.length).toBe(2)
  await expect(open.getByRole('alert')).toContainText('无法连接服务器')
  await expect.poll(() => followUps(page, id)).toBe(before + 1)
  await page.unroute('**/follow-up')

  await press(open, '保存回访记录')
  await expect(open).toBeHidden()
  expect(new Set(keys).size).toBe(1)
  expect(keys).toHaveLength(3)
  expect(await followUps(page, id)).toBe(before + 1)
})

test('who was slower is told so, loses no word, and can go on', async ({ as }) => {
  const page = await as('MEDIATOR')
  const id = await agreedFile(page)
  const before = await followUps(page, id)
  await openFile(page, id)
  const words = '第二个窗口里写的回访记录。'
  const open = await writeFollowUp(page, words)

  const other = await page.context().newPage()
  await openFile(other, id)
  const first = await writeFollowUp(other, '第一个窗口里写的回访记录。')
  await press(first, '保存回访记录')
  await expect(first).toBeHidden()
  await other.close()

  await page.bringToFront()
  await press(open, '保存回访记录')
  await expect(page.getByText('案件刚刚被其他人更新，已为您刷新。请核对后再办理。')).toBeVisible()
  await expect(open.getByRole('alert')).toBeVisible()
  await expect(field(open, '回访记录')).toHaveValue(words)
  await press(open, '保存回访记录')
  await expect(open).toBeHidden()
  expect(await followUps(page, id)).toBe(before + 2)
  await expect(dialog(page, '回访')).toHaveCount(0)
  await expect(steps(page)).toBeVisible()
})
