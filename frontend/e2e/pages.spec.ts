import type { Page } from '@playwright/test'
import { findingsOf } from './axe'
import { openFile, steps } from './caseFile'
import { press } from './form'
import { fillOrigin } from './filing'
import { expect, test } from './fixtures'
import { expectTouchable } from './touch'

/**
 * Every page and every dialog a person can reach, as it is: axe finds nothing, and on the tablet a finger hits every
 * control. Nothing is sent: what is opened is closed again.
 */
async function inspect(page: Page, where: string): Promise<void> {
  await expect(page.getByText('加载中…').or(page.locator('[aria-busy="true"]'))).toHaveCount(0)
  expect.soft(await findingsOf(page), `${where}: axe`).toEqual([])
  if (test.info().project.name === 'tablet') await expectTouchable(page, where)
}

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await inspect(page, address.replace(/[0-9a-f-]{36}/g, '…'))
}

/** Opens, looks, closes. */
async function inspectDialog(page: Page, where: string): Promise<void> {
  const open = page.getByRole('dialog')
  await expect(open).toBeVisible()
  await inspect(page, where)
  await page.keyboard.press('Escape')
  await expect(open).toBeHidden()
}

/** A file in a state this person may open, from the list she sees. */
async function fileIn(page: Page, state: string): Promise<string> {
  const list = await page.request.get(`/api/v1/mediation/cases?state=${state}&limit=50`)
  const { items } = (await list.json()) as { items: { id: string; applicants: string }[] }
  // Where she has no part, the names are masked and there is nothing to do.
  const found = items.find((one) => !one.applicants.includes('*'))
  if (!found) throw new Error(`no file in state ${state}`)
  return found.id
}

/** Every dialog of the steps that are possible now. */
async function inspectSteps(page: Page, id: string): Promise<number> {
  await openFile(page, id)
  const names = await steps(page).locator('ul.possible').getByRole('button').allInnerTexts()
  for (const name of names) {
    await press(steps(page), name)
    await inspectDialog(page, `step ${name}`)
  }
  return names.length
}

const tabs = ['papers', 'agreement', 'volume', 'history']

test('sign-in and a page that is not there', async ({ page, as }) => {
  await visit(page, '/sign-in')
  const mediator = await as('MEDIATOR')
  await visit(mediator, '/nowhere')
  await visit(mediator, '/me')
})

test('the desk: home, list, application in its parts, dialogs', async ({ as }) => {
  test.setTimeout(120_000)
  const page = await as('REGISTRAR')
  await visit(page, '/')
  await visit(page, '/cases')
  const searchById = page.getByRole('button', { name: '按证件号查找' })
  if (await searchById.isVisible()) {
    await searchById.click()
    await inspectDialog(page, 'search by number')
  }
  await fillOrigin(page, '口头申请')
  await inspect(page, 'application: origin')
  await press(page, '下一步')
  await press(page, '添加所涉子女')
  await page.getByText('更多信息').click()
  await inspect(page, 'application: people')
  await press(page, '下一步')
  await expect(page.getByRole('group', { name: /处需要修改/ })).toBeFocused()
  await inspect(page, 'application: people, with mistakes')

  const head = await as('STATION_HEAD')
  await visit(head, '/')
  const applied = await fileIn(head, 'APPLIED').catch(() => undefined)
  if (applied) await inspectSteps(head, applied)
})

test('the mediator: a file from all sides, and every step', async ({ as }) => {
  test.setTimeout(180_000)
  const page = await as('MEDIATOR')
  await visit(page, '/')
  const mediating = await fileIn(page, 'MEDIATING')
  for (const tab of ['', ...tabs.map((one) => `?tab=${one}`)]) await visit(page, `/cases/${mediating}${tab}`)
  expect(await inspectSteps(page, mediating)).toBeGreaterThan(6)
  await visit(page, `/cases/${mediating}/agreement`)
  await visit(page, `/cases/${mediating}/oral-agreement`)

  const pending = await fileIn(page, 'AGREED_PENDING')
  await visit(page, `/cases/${pending}/sign`)
  await visit(page, `/cases/${pending}?tab=agreement`)
  await visit(page, `/cases/${pending}?tab=papers`)
  await inspectSteps(page, pending)
  const agreed = await fileIn(page, 'AGREED')
  await inspectSteps(page, agreed)
  await openFile(page, agreed, 'papers')
  const paper = page.getByRole('tabpanel').getByRole('link').first()
  await visit(page, (await paper.getAttribute('href')) ?? '')
})

test('the tablet before it is one: set up, outbox, law cards, door; and the list of tablets', async ({ as }) => {
  const mediator = await as('MEDIATOR')
  for (const page of ['/tablet', '/outbox', '/outbox/1/conflict', '/unlock']) await visit(mediator, page)
  for (const part of ['guards', 'clauses', 'forms']) {
    await visit(mediator, `/law-cards?part=${part}`)
    await expect(mediator.getByRole('tabpanel').getByRole('listitem').first()).toBeVisible()
    await inspect(mediator, `law cards, ${part}`)
  }
  await visit(mediator, '/law-cards?part=guards&q=拒绝')
  for (const one of ['SECURITY_ADMIN', 'AUDITOR']) await visit(await as(one), '/devices')
})

test('seal, volume, appointments', async ({ as }) => {
  test.setTimeout(120_000)
  const keeper = await as('SEAL_KEEPER')
  await visit(keeper, '/')
  await visit(keeper, '/seal')
  await keeper.getByRole('table').getByRole('link').first().click()
  await expect(keeper.getByRole('heading', { level: 1, name: '盖章' })).toBeVisible()
  await inspect(keeper, 'an agreement to be sealed')

  const archivist = await as('ARCHIVIST')
  await visit(archivist, '/')
  const closed = await fileIn(archivist, 'CLOSED')
  await visit(archivist, `/cases/${closed}?tab=volume`)
  await inspectSteps(archivist, closed)

  const director = await as('COMMITTEE_DIRECTOR')
  await visit(director, '/')
  await visit(director, '/appointments')
  await director.getByRole('button', { name: '聘任', exact: true }).click()
  await inspectDialog(director, 'appoint')
})

test('journal, accounts, integration clients', async ({ as }) => {
  test.setTimeout(120_000)
  const auditor = await as('AUDITOR')
  await visit(auditor, '/')
  await visit(auditor, '/audit')
  await auditor.getByRole('button', { name: '详细' }).first().click()
  await inspectDialog(auditor, 'one fact')

  const admin = await as('PLATFORM_ADMIN')
  await visit(admin, '/')
  await visit(admin, '/accounts')
  await press(admin, '新建账号')
  await inspectDialog(admin, 'new account')
  const account = admin.getByRole('table').getByRole('link').first()
  await visit(admin, (await account.getAttribute('href')) ?? '')
  await visit(admin, '/integration-clients')
  await press(admin, '登记对接系统')
  await inspectDialog(admin, 'new integration client')

  const security = await as('SECURITY_ADMIN')
  await visit(security, '/accounts')
  await security.getByRole('table').getByRole('link').first().click()
  await security.getByRole('button', { name: '授予岗位' }).click()
  await inspectDialog(security, 'grant a post')
})
