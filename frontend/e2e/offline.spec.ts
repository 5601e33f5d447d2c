import type { Page } from '@playwright/test'
import { addClause, clause, expectFinding, save } from './agreement'
import { expectAccessible } from './axe'
import { expectState, followUp, holdSession, notify, steps, take } from './caseFile'
import { citizenNumber, minutesAgo } from './days'
import { foundOnDisk } from './disk'
import { expect, test } from './fixtures'
import { fileApplication, newPerson } from './filing'
import { choose, dialog, draw, finish, press, turnOn, type } from './form'
import { Line } from './line'
import { Desk, Office, type Story } from './office'
import { approve, registryRow, revoke, Tablet } from './tablet'
import { expectTouchable } from './touch'

test.describe.configure({ mode: 'serial' })
// The browser is killed in the middle of it; there is no end of a recording.
test.use({ trace: 'off' })

const serial = 'SN-2026-0002'
const passphrase = '山路-溪水-晚归-灯火-长明'
const longName = '阿依古丽·买买提明·阿布都热西提'
const secret = '柳溪巷里的争吵只有两人知道'

const story = (name: string, husband: string, summary = '双方因家务分担反复争吵，请求调解。'): Story => ({
  wife: newPerson(name, '1990-05-20', '女', '夫妻', '13900110011'),
  husband: newPerson(husband, '1988-11-02', '男', '夫妻', '13900220022'),
  summary,
})
const main = story(longName, '买买提明·阿布都拉', secret)
const spoken = story('田小满', '石大川')
const keeping = story('叶知秋', '段平安')
const asked = story('秦月娥', '贺长庚')
const corrected = story('柳如烟', '康有年')
const moved = story('温秀珍', '卓文海')
/** What waits after the whole day: one application, thirteen steps of the files that go well, and those that meet the office. */
const steps_ = 23
const home = '清源县栖霞街道柳溪巷 6 号'
const mine = '清源县栖霞街道柳溪巷 16 号'
const theirs = '清源县栖霞街道柳溪巷 61 号'
const newcomer = newPerson('骆小溪', '1987-01-02', '女', '夫妻', '13900330033')
const refusing = story('倪晚晴', '关守成')
const twin = story('尤晓燕', '钟立国')
const onPaper = '双方共同承担家务，现住房屋归女方个人所有'
const forbidden = '双方自签字之日起解除婚姻关系'
const hidden = story('易安然', '厉守义')

let office: Office
let line: Line
let tablet: Tablet
const ids: Record<string, string> = {}
/** Every file of these stories, and nothing else of the county. */
const carried = 9
/** What the server says to the same, asked at a desk: the tablet has to use its words. */
const said: Record<string, string[]> = {}

async function look(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true })
  await expectAccessible(page)
  await expectTouchable(page, name)
}

/** How many papers of each form a file has. */
async function counted(desk: Desk, id = ''): Promise<Record<string, number>> {
  const forms = (await desk.papers(id)).map((paper) => paper.form)
  return Object.fromEntries(
    [...new Set(forms)].sort().map((form) => [form, forms.filter((one) => one === form).length]),
  )
}

/** A conversation of two seconds, which everybody agreed to have recorded. */
async function record(page: Page): Promise<void> {
  await page.getByRole('tab', { name: '附件' }).click()
  await turnOn(page, '已当场告知录音，在场各方均已同意')
  await page.getByRole('button', { name: /^开始录音/ }).click()
  await expect(page.getByText('0:02')).toBeVisible()
  await press(page, '停止录音')
  await expect(
    page
      .getByRole('tabpanel')
      .getByText(/^录音.*webm/)
      .first(),
  ).toBeVisible()
  await look(page, 'files')
}

test.beforeAll(async () => {
  test.setTimeout(120_000)
  line = new Line(new URL(process.env.JIAHE_URL ?? ''))
  await line.connect()
  tablet = new Tablet(line)
  office = await Office.of('mediator2')
  ids.main = await office.assigned(main)
  ids.spoken = await office.mediated(spoken, 'AGREED_ORAL')
  said.settle = await office.whyNotSettled(twin, forbidden)
  said.spoken = await office.whyNotSpoken(ids.spoken, onPaper)
  ids.keeping = await office.performing(keeping)
  ids.asked = await office.agreed(asked)
  ids.corrected = await office.assigned(corrected)
  ids.refusing = await office.assigned(refusing)
  ids.moved = await office.assigned(moved)
  ids.hidden = await office.assigned(hidden)
})

test.afterAll(async () => {
  await tablet.throwAway()
  await line.cut()
})

test('a tablet is asked for, approved by somebody else, locked by a passphrase, and says what it carries', async ({
  as,
}) => {
  const page = await tablet.start()
  await tablet.browser.addCookies(await office.mediator.cookies())
  await page.goto('/tablet')
  await look(page, 'enrol')
  await tablet.ask(office.mediator, serial)
  await look(page, 'pending')
  const security = await as('SECURITY_ADMIN')
  await registryRow(security, serial)
  await look(security, 'devices')
  await approve(security, serial)
  await press(page, '现在查看')
  await tablet.choosePassphrase('太短的口令')
  await expect(page.getByText('口令还差 7 位').first()).toBeVisible()
  await look(page, 'passphrase')
  await tablet.choosePassphrase(passphrase)
  await expect(page.getByRole('heading', { name: `可离线：${carried} 件` })).toBeVisible({ timeout: 30_000 })
  await look(page, 'carried')

  const shell = await page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]')
    const manifest = (await (await fetch(link?.href ?? '')).json()) as Record<string, unknown>
    return { worker: worker.active?.state, caches: await caches.keys(), manifest }
  })
  expect(shell.worker).toBe('activated')
  expect(shell.caches).toEqual([expect.stringMatching(/^jiahe-shell-/)])
  expect(shell.manifest).toMatchObject({ name: '家和', display: 'standalone', start_url: '/' })
  expect(JSON.stringify(shell.manifest)).toContain('512x512')
})

test('without the network it opens cold, and everything carried can be read', async () => {
  await tablet.stop()
  const page = await tablet.start()
  await tablet.intoTheHills()
  await page.goto('/')
  await expect(page.getByRole('heading', { name: '解锁平板' })).toBeVisible()
  await look(page, 'unlock')
  await tablet.unlock(passphrase)
  await expect(page.getByRole('heading', { name: /随身案件/ })).toBeVisible()
  await look(page, 'home')
  await tablet.open(longName)
  await look(page, 'file')
  await page.getByRole('tab', { name: '文书' }).click()
  await page.getByRole('tabpanel').getByRole('link', { name: '人民调解申请书' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('申请书')
  await expect(page.getByRole('main')).toContainText(secret)
  await tablet.go('法规卡')
  await type(page, '查找', '第28条')
  await look(page, 'law cards')
  await expect(page.getByRole('main')).toContainText('《人民调解法》第28条')
})

test('an application is taken down in the village, under a number of the tablet', async () => {
  const { page } = tablet
  await tablet.go('首页')
  await page.getByRole('main').getByRole('link', { name: '登记申请' }).click()
  await expect(page).toHaveURL(/cases.new/)
  ids.fresh = await fileApplication(page, {
    mode: '口头申请',
    applicant: newcomer,
    respondent: newPerson('骆向前', '1985-03-04', '男', '夫妻', '13900440044'),
    group: '夫妻关系',
    category: '夫妻日常矛盾',
    summary: '双方为老人看病的花销争吵，申请人回了娘家。',
    claim: '请求调解，商定花销分担',
    marriage: '婚姻存续',
  })
  await expect(page.getByText(/T-\d+-\d+/)).toBeVisible()
  await look(page, 'filed')
  await tablet.open(newcomer.name)
  await expect(page.getByText(/T-\d+-\d+/)).toBeVisible()
  await expect(page.getByText('未经核对前不生效')).toBeVisible()
})

test('a file is led from the notice to the last signature, and what the law forbids is refused on the spot', async () => {
  test.setTimeout(120_000)
  const { page } = tablet
  await tablet.open(longName)
  await notify(page, longName)
  await notify(page, main.husband.name)
  await expectState(page, '已告知')

  const talk = await take(page, '调查', '调查记录')
  await type(talk, '开始时间', minutesAgo(90))
  await type(talk, '结束时间', minutesAgo(60))
  await type(talk, '地点', '社区居民委员会')
  await type(talk, '被调查人', '社区网格员')
  await type(talk, '答 1', '他们常为家务吵，孩子由奶奶带。')
  await turnOn(talk, '记录已念给被调查人听，本人认为无误')
  await finish(talk, '保存调查记录')
  await holdSession(page, [longName, main.husband.name], '达成协议（书面）')

  const proof = await take(page, '补充证据')
  await type(proof, '名称', '家务分工的字条')
  await type(proof, '种类', '书证')
  await type(proof, '提供人', longName)
  await type(proof, '证明内容', '双方曾经商量过家务分工。')
  const buffer = await page.screenshot()
  await proof.locator('input[capture]').setInputFiles({ name: '字条.png', mimeType: 'image/png', buffer })
  await expect(proof.getByText('字条.webp').first()).toBeAttached()
  await finish(proof, '登记证据')
  await record(page)

  await steps(page).getByRole('link', { name: '起草协议' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '起草调解协议' })).toBeVisible()
  const living = await addClause(page, '共同生活约定')
  await type(living, '约定内容', '双方共同承担家务，遇事先商量')
  const status = await addClause(page, '其他')
  await type(status, '约定内容', forbidden)
  await save(page)
  await expectFinding(clause(page, 2), '不得约定 L8')
  await page.getByRole('button', { name: /^定稿，准备签字/ }).click()
  const why = page.getByRole('status').filter({ hasText: '依据' })
  await expect(why).toContainText('L8')
  for (const words of said.settle ?? []) await expect(why).toContainText(words)
  await look(page, 'clauses')

  await type(clause(page, 2), '约定内容', '双方今后有事当面商量')
  await save(page)
  await press(page, '定稿，准备签字')
  await finish(dialog(page, '定稿'), '定稿')
  await expect(page).toHaveURL(/sign$/)
  for (const name of [longName, main.husband.name, office.mediator.account.name]) {
    const row = page.locator('li', { has: page.getByText(name, { exact: true }) }).filter({ hasText: '签字' })
    await row.first().getByRole('button', { name: '签字', exact: true }).click()
    const open = dialog(page, `${name} 签字`)
    await draw(page, open)
    await finish(open, '确认签署')
  }
  await expect(page.getByRole('heading', { name: '各方已签完，等待盖章' })).toBeVisible()
  await expect(page.getByText('未经核对前不生效').first()).toBeVisible()
  await look(page, 'signed')

  await page.emulateMedia({ media: 'print' })
  const sheet = page.getByRole('main')
  await expect(sheet).toContainText('双方共同承担家务，遇事先商量')
  const stamp = sheet.locator('.print-only').filter({ hasText: '离线打印件' })
  await expect(stamp).toBeVisible()
  await expect(stamp).toContainText('未经核对前不生效')
  const printed = await page.pdf({ preferCSSPageSize: true })
  expect(printed.subarray(0, 4).toString()).toBe('%PDF')
  await page.screenshot({ path: test.info().outputPath('print.png'), fullPage: true })
  await page.emulateMedia({ media: null })
})

test('an oral agreement, a promise kept and a visit are written down where they happen', async () => {
  const { page } = tablet
  await tablet.open(spoken.wife.name)
  await steps(page).getByRole('link', { name: '登记口头协议' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '登记口头协议' })).toBeVisible()
  const living = await addClause(page, '共同生活约定')
  await type(living, '约定内容', onPaper)
  for (const { name } of [spoken.wife, spoken.husband]) await choose(page, '谁不要书面协议', name)
  await press(page, '登记口头协议')
  const refused = page.getByRole('alert')
  await expect(refused).toContainText('《人民调解法》第28条')
  for (const words of said.spoken ?? []) await expect(refused).toContainText(words)
  await type(clause(page, 1), '约定内容', '双方共同承担家务，遇事先商量')
  await turnOn(page, '当场已经履行完毕')
  await press(page, '登记口头协议')
  await expect(page.getByText('口头协议已登记')).toBeVisible()

  await tablet.open(keeping.wife.name)
  const receipt = await take(page, '登记履行')
  await type(receipt, '怎么给的', '分工表当面交付')
  await receipt.getByLabel('谁收到的').selectOption({ index: 1 })
  await finish(receipt, '登记履行')

  await tablet.open(asked.wife.name)
  await followUp(page, [asked.wife.name, asked.husband.name])
  await tablet.go('待传与处理')
  await look(page, 'outbox')
})

test('corrections and steps are taken down while the office changes the same files', async () => {
  const { page } = tablet
  await tablet.open(corrected.wife.name)
  const open = await take(page, '更正登记内容')
  await open.getByLabel('更正谁的内容').selectOption({ label: `${corrected.wife.name} · 申请人` })
  await type(open, '现住址', mine)
  await type(open, '职业', '裁缝')
  await type(open, '更正理由', '当面核对')
  await finish(open, '保存更正')
  for (const { wife } of [moved, hidden]) {
    await tablet.open(wife.name)
    await notify(page, wife.name)
  }
  await tablet.open(refusing.wife.name)
  for (const { name } of [refusing.wife, refusing.husband]) await notify(page, name)
  await holdSession(page, [refusing.wife.name, refusing.husband.name], '未达成协议')
  await tablet.go('待传与处理')
  await expect(page.getByRole('article')).toHaveCount(steps_)

  const { registrar, head } = office
  const file = await registrar.file(ids.corrected ?? '')
  const partyId = file.parties.find((one) => one.name === corrected.wife.name)?.id
  await registrar.step(file.id, 'correct-particulars', {
    changes: [
      { field: 'RESIDENCE_ADDRESS', partyId, base: home, value: theirs },
      { field: 'EDUCATION', partyId, base: null, value: '高中' },
    ],
    reason: '申请人来站里更正',
  })
  const unwilling = (await registrar.file(ids.refusing ?? '')).parties[0]?.id
  await registrar.step(ids.refusing ?? '', 'record-refusal', { partyId: unwilling, words: '我不愿意调解了' })
  const outgoing = office.mediatorId
  const other = await Desk.of('mediator')
  const { account } = await other.get<{ account: { id: string } }>('/me')
  await head.step(ids.moved ?? '', 'replace-mediator', { outgoing, incoming: account.id, reason: '调解员休假' })
  const director = await Desk.of('director')
  await director.step(ids.hidden ?? '', 'seal-file', { reason: '当事人申请保密' })
})

test('the battery dies: everything is there again, behind the passphrase', async () => {
  await tablet.kill()
  const page = await tablet.start()
  await tablet.intoTheHills()
  await page.goto('/')
  await expect(page.getByRole('heading', { name: '解锁平板' })).toBeVisible()
  await expect(page.getByText(longName)).toHaveCount(0)
  await tablet.tryPassphrase('不是这一句口令不是这一句')
  await expect(page.getByRole('alert')).toContainText('口令不对')
  await expect(page.getByRole('alert')).toContainText('还可以试 4 次')
  await look(page, 'wrong passphrase')
  await tablet.unlock(passphrase)
  await tablet.go('待传与处理')
  await expect(page.getByRole('article')).toHaveCount(steps_)
  await tablet.open(newcomer.name)
  await expect(page.getByText(/T-\d+-\d+/).first()).toBeVisible()
  await tablet.open(longName, '协议与履行')
  await expect(page.getByRole('tabpanel').getByText('未经核对前不生效')).toBeVisible()
})

test('back in reach everything goes up by itself, in order and once, and what cannot says why', async () => {
  test.setTimeout(120_000)
  const { page } = tablet
  await tablet.go('待传与处理')
  // The line is still bad: the server does the first commands, and their answers never arrive.
  line.loseAnswers(2)
  await tablet.backInReach()
  const status = page.getByRole('link', { name: /^同步状态/ })
  await expect(status).toContainText('4 项要处理', { timeout: 90_000 })
  await look(page, 'attention')

  const desk = await Desk.of('mediator2')
  expect(await counted(desk, ids.main)).toEqual({ F03: 1, F04: 1, F05: 2, F06: 2, F08: 1, F09: 1, F10: 1, F11: 1 })
  expect((await desk.papers(ids.main ?? '')).find(({ form }) => form === 'F11')?.marks).toBe(3)
  await expect
    .poll(async () => (await desk.attachments(ids.main ?? '')).map((one) => `${one.mediaType} ${one.state}`).sort())
    .toEqual(['audio/webm READY', 'image/webp READY'])
  expect(await counted(desk, ids.spoken)).toMatchObject({ F12: 1 })
  expect(await counted(desk, ids.keeping)).toMatchObject({ F24: 1 })
  expect(await counted(desk, ids.asked)).toMatchObject({ F13: 1 })
  expect((await desk.timeline(ids.main ?? '')).map(({ action }) => action.split('.').at(-1)).reverse()).toEqual([
    ...['file', 'accept', 'assign'],
    ...['notify', 'notify', 'investigate', 'open-session', 'add-evidence'],
    ...['draft-agreement', 'draft-agreement', 'settle', 'sign', 'sign', 'sign'],
    // Pictures and recordings come last: they are large, and no step waits for them.
    ...['announce', 'add', 'announce', 'add'],
  ])

  const attention = page.getByRole('region', { name: /要您处理/ })
  const taken = attention.getByRole('article').filter({ hasText: '案件已改派' })
  await expect(taken).toContainText('服务器没有接受')
  for (const way of ['原样再传', '放弃'])
    await expect(taken.getByRole('button', { name: way, exact: true })).toBeVisible()
  const sealed = attention.getByRole('article').filter({ hasText: '案件已封存' })
  await expect(sealed).toContainText('请在办公室的电脑上办理')
  const refused = attention.getByRole('article').filter({ hasText: refusing.wife.name }).first()
  await expect(refused).toContainText('依据')
  await expect(refused.getByRole('button', { name: '修改后再传' })).toBeVisible()
  await expect(page.getByText('已上传').first()).toBeVisible()

  // What was sealed meanwhile takes nothing from a tablet, and is not carried any more.
  expect((await counted(desk, ids.hidden)).F05).toBeUndefined()
  await tablet.go('平板离线')
  await expect(page.getByRole('heading', { name: `可离线：${carried + 1 - 2} 件` })).toBeVisible()
})

test('what two people wrote differently is decided field by field, and the decision is history', async () => {
  const { page } = tablet
  await tablet.go('待传与处理')
  await page.getByRole('link', { name: '逐项决定' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '两处改了同一内容' })).toBeVisible()
  const field = page.getByRole('group', { name: /现住址/ })
  for (const words of [home, mine, theirs, '刘登云']) await expect(field).toContainText(words)
  await look(page, 'conflict')
  await press(page, '按以上决定上传')
  await expect(page.getByText('还有 1 处没有决定')).toBeVisible()
  await field.getByRole('radio', { name: /用我的/ }).check()
  await press(page, '按以上决定上传')
  await expect(page.getByRole('link', { name: /^同步状态/ })).toContainText('3 项要处理')

  const of = async (field: string) =>
    (await office.registrar.file(ids.corrected ?? '')).narrative.corrections.filter((one) => one.field === field)
  await expect
    .poll(() => of('RESIDENCE_ADDRESS'))
    .toMatchObject([
      { from: home, to: theirs, byName: '刘登云' },
      { from: theirs, to: mine, verdict: 'MINE', against: theirs, byName: office.mediator.account.name },
    ])
  expect(await of('EDUCATION')).toMatchObject([{ to: '高中', byName: '刘登云' }])
  expect(await of('OCCUPATION')).toMatchObject([{ to: '裁缝', byName: office.mediator.account.name }])
  await tablet.open(corrected.wife.name)
  for (const words of ['裁缝', '高中', theirs]) await expect(page.getByRole('main')).toContainText(words)
  await look(page, 'corrected')
})

test('the number of the office stands beside that of the tablet; what is given up keeps its reason', async () => {
  const { page } = tablet
  const accepted = await office.head.step(ids.fresh ?? '', 'accept', {
    partiesConsent: true,
    difficulty: 'SIMPLE',
  })
  await tablet.go('待传与处理')
  await press(page, '现在上传')
  await page.getByText('已上传', { exact: true }).first().click()
  await expect(page.getByText(new RegExp(`T-\\d+-\\d+ 已正式编号：${accepted.number ?? '?'}`))).toBeVisible()

  for (const left of [2, 1, 0]) {
    await page.getByRole('button', { name: '放弃', exact: true }).first().click()
    const open = page.getByRole('dialog', { name: /^放弃/ })
    await type(open, '放弃的理由', '当事人已到站里重新办理')
    await press(open, '确定放弃')
    await expect(open).toBeHidden()
    await expect(page.getByRole('link', { name: /^同步状态/ })).toContainText(left ? `${left} 项要处理` : '已全部上传')
  }
  await page.getByText('已放弃', { exact: true }).first().click()
  await expect(page.getByText('理由：当事人已到站里重新办理').first()).toBeVisible()
  await look(page, 'outbox at the end')
  expect(tablet.complaints).toEqual([])
})

test('a copy of the disk says nothing of anybody', async () => {
  const canary = '金丝雀在未加密的地方'
  await tablet.page.evaluate(async (text) => {
    const kept = await caches.open('canary')
    await kept.put('/canary', new Response(text))
  }, canary)
  await tablet.stop()
  const people = [main, spoken, keeping, asked, corrected, moved, hidden, refusing, twin]
  const texts = people.flatMap(({ wife, husband, summary }) => [
    summary,
    ...[wife, husband].flatMap((one) => [one.name, one.phone ?? one.name, citizenNumber(one.born, one.serial)]),
  ])
  const typed = [newcomer.name, mine, theirs, home, '他们常为家务吵', '家务分工的字条', '裁缝', passphrase]
  expect(foundOnDisk(tablet.profile, [canary])).toHaveLength(1)
  expect(foundOnDisk(tablet.profile, [...texts, ...typed])).toEqual([])
})

test('a stolen tablet is stopped, and wipes itself the moment it meets the network', async ({ as }) => {
  const security = await as('SECURITY_ADMIN')
  await revoke(security, serial)
  const page = await tablet.start()
  await page.goto('/')
  await expect(page.getByText('平板上的数据已抹除')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('安全管理员已停用这台平板')).toBeVisible()
  await look(page, 'wiped')
  const left = async () =>
    page.evaluate(async () => ({
      databases: (await indexedDB.databases()).map((one) => one.name),
      caches: (await caches.keys()).filter((name) => name !== 'canary'),
    }))
  await expect.poll(left).toEqual({ databases: [], caches: [] })
  await expect(await registryRow(security, serial)).toContainText('已抹除')
  await look(security, 'registry')
})
