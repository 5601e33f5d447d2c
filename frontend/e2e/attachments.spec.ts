import type { Page } from '@playwright/test'
import config from '../playwright.config'
import { openFile, take } from './caseFile'
import { expect, test } from './fixtures'
import { press, turnOn, type } from './form'

const launch = config.use?.launchOptions
test.use({
  launchOptions: {
    ...launch,
    args: [...(launch?.args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  },
})

/** A file the mediator works on. */
async function ownFile(page: Page): Promise<string> {
  const list = await page.request.get('/api/v1/mediation/cases?state=MEDIATING')
  const { items } = (await list.json()) as { items: { id: string }[] }
  if (!items[0]) throw new Error('no file in mediation')
  return items[0].id
}

/** Where a camera writes the place and the device. */
const secret = 'GPS 24.9N 102.4E'

/** A photo of 12 megapixels with what a camera writes into it. */
async function photo(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 4000
    canvas.height = 3000
    const context = canvas.getContext('2d')
    if (!context) throw new Error('no canvas')
    for (let i = 0; i < 400; i++) {
      context.fillStyle = `hsl(${(i * 47) % 360} 60% ${30 + (i % 50)}%)`
      context.fillRect((i * 791) % 4000, (i * 557) % 3000, 300, 200)
    }
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.9))
    if (!blob) throw new Error('no picture')
    const bytes = new Uint8Array(await blob.arrayBuffer())
    let text = ''
    for (let i = 0; i < bytes.length; i += 30_000) text += String.fromCharCode(...bytes.subarray(i, i + 30_000))
    return btoa(text)
  })
  const plain = Buffer.from(base64, 'base64')
  const told = Buffer.from(`Exif\0\0${secret}`)
  const length = Buffer.from([0, told.length + 2])
  return Buffer.concat([plain.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, told, plain.subarray(2)])
}

interface Listed {
  id: string
  fileName: string
  size: number
  state: string
  mediaType: string
  takenAt: string
  endedAt: string
  recordingAgreed: boolean
}

async function listed(page: Page, id: string): Promise<Listed[]> {
  const answer = await page.request.get(`/api/v1/mediation/cases/${id}/attachments`)
  return ((await answer.json()) as { items: Listed[] }).items
}

async function named(page: Page, id: string, name: string): Promise<Listed> {
  const found = (await listed(page, id)).find((one) => one.fileName === name)
  if (!found) throw new Error(`${name} is not there`)
  return found
}

test('a photo becomes small, loses the place it was taken, and is looked at again', async ({ as }) => {
  const page = await as('MEDIATOR')
  const id = await ownFile(page)
  await openFile(page, id, 'attachments')
  const buffer = await photo(page)
  expect(buffer.includes(secret)).toBe(true)
  const name = `现场 ${test.info().project.name}`
  await page.locator('input[capture]').setInputFiles({ name: `${name}.jpg`, mimeType: 'image/jpeg', buffer })
  const row = page.getByRole('row').filter({ hasText: `${name}.webp` })
  await expect(row).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: `${name}.webp 已加入` })).toBeVisible()
  const kept = await named(page, id, `${name}.webp`)
  expect(kept).toMatchObject({ state: 'READY', mediaType: 'image/webp' })
  expect(kept.size).toBeLessThan(buffer.length / 3)
  const content = await page.request.get(`/api/v1/mediation/cases/${id}/attachments/${kept.id}/content`)
  expect((await content.body()).includes('GPS')).toBe(false)

  await row.getByRole('button', { name: /^查看/ }).click()
  const picture = page.getByRole('dialog').getByRole('img')
  await expect(picture).toBeVisible()
  const size = await picture.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])
  expect(size).toEqual([1600, 1200])
  await page.screenshot({ path: test.info().outputPath('photo.png') })
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
  await page.screenshot({ path: test.info().outputPath('list.png'), fullPage: true })
})

test('an upload that breaks off goes on where it was, and nothing comes twice', async ({ as }) => {
  const page = await as('MEDIATOR')
  const id = await ownFile(page)
  await openFile(page, id, 'attachments')
  const name = `扫描件 ${test.info().project.name}.pdf`
  const buffer = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1_200_000, name)])
  const parts: string[] = []
  let broken = false
  await page.route('**/chunks/*', async (route) => {
    if (broken) return route.abort('internetdisconnected')
    parts.push(route.request().url().split('/').at(-1) ?? '')
    if (parts.length === 2) broken = true
    return route.continue()
  })
  await page.locator('input[type=file][multiple]').setInputFiles({ name, mimeType: 'application/pdf', buffer })
  await expect(page.getByText(`${name} 没有传完`)).toBeVisible({ timeout: 30_000 })
  expect(parts).toEqual(['0', '1'])
  await page.screenshot({ path: test.info().outputPath('failed.png'), fullPage: true })
  broken = false
  await page.getByRole('button', { name: '继续上传' }).click()
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible()
  expect(parts).toEqual(['0', '1', '2', '3', '4'])
  const found = (await listed(page, id)).filter((one) => one.fileName === name)
  expect(found).toMatchObject([{ state: 'READY', size: buffer.length }])
})

test('a conversation is recorded only when it was agreed to, and keeps its beginning and end', async ({ as }) => {
  const page = await as('MEDIATOR')
  const id = await ownFile(page)
  await openFile(page, id, 'attachments')
  const before = (await listed(page, id)).length
  const start = page.getByRole('button', { name: /^开始录音/ })
  await start.click()
  await expect(page.getByText('须先告知并取得在场各方同意')).toBeVisible()
  await expect(page.getByRole('button', { name: '停止录音' })).toBeHidden()
  await turnOn(page, '已当场告知录音，在场各方均已同意')
  await start.click()
  await expect(page.getByText('0:02')).toBeVisible()
  await page.getByRole('button', { name: '停止录音' }).click()
  await expect.poll(async () => (await listed(page, id)).filter((one) => one.state === 'READY').length).toBe(before + 1)
  const kept = await named(page, id, (await listed(page, id)).at(-1)?.fileName ?? '')
  expect(kept).toMatchObject({ mediaType: 'audio/webm', recordingAgreed: true })
  const seconds = (Date.parse(kept.endedAt) - Date.parse(kept.takenAt)) / 1000
  expect(seconds).toBeGreaterThan(1)
  expect(seconds).toBeLessThan(20)
  await page.getByRole('row').filter({ hasText: kept.fileName }).getByRole('button', { name: /^查看/ }).click()
  const sound = page.locator('audio')
  await expect(sound).toBeVisible()
  await expect.poll(() => sound.evaluate((one: HTMLAudioElement) => one.readyState)).toBeGreaterThan(0)
  // the next recording needs an agreement of its own
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
  await expect(page.getByRole('switch', { name: /已当场告知录音/ })).not.toBeChecked()
})

test('a piece of evidence has its photo, taken while it is written down', async ({ as }) => {
  const page = await as('MEDIATOR')
  const id = await ownFile(page)
  await openFile(page, id)
  const open = await take(page, '补充证据')
  const name = `转账凭证 ${test.info().project.name}`
  await type(open, '名称', name)
  await type(open, '种类', '书证')
  await type(open, '提供人', '当事人')
  await type(open, '证明内容', '抚养支出')
  const buffer = await photo(page)
  await open.locator('input[capture]').setInputFiles({ name: `${name}.jpg`, mimeType: 'image/jpeg', buffer })
  await expect(open.getByRole('combobox', { name: '对应附件' })).toHaveValue(/[0-9a-f-]{36}/)
  await page.screenshot({ path: test.info().outputPath('evidence.png'), fullPage: true })
  await expect
    .poll(async () => (await listed(page, id)).find((one) => one.fileName === `${name}.webp`)?.state)
    .toBe('READY')
  await press(open, '登记证据')
  await expect(open).toBeHidden()
  await openFile(page, id, 'papers')
  await page.getByRole('link', { name: '证据材料' }).first().click()
  const files = page.getByRole('heading', { name: '附件' }).locator('..')
  await files.getByRole('button', { name: `查看 ${name}` }).click()
  await expect(page.getByRole('dialog').getByRole('img')).toBeVisible()
})
