import { expect, type Locator, type Page } from '@playwright/test'
import { press } from './form'

/** The nth clause of the text in the editor. */
export function clause(page: Page, n: number): Locator {
  return page.getByRole('article', { name: new RegExp(`^第${n}条`) })
}

/** Adds a clause of a kind at the end. */
export async function addClause(page: Page, kind: string): Promise<Locator> {
  const before = await page.getByRole('article').count()
  const add = page.getByRole('button', { name: '添加条款', exact: true })
  if (before > 0) await add.click()
  await press(page, kind)
  await expect(clause(page, before + 1)).toBeVisible()
  return clause(page, before + 1)
}

export async function save(page: Page): Promise<void> {
  await press(page, '保存并检查')
  await expect(page.getByRole('status').filter({ hasText: '草稿已保存，检查结果已更新' })).toBeVisible()
  await page.getByRole('status').getByRole('button', { name: '关闭' }).first().click()
}

/** The check speaks of a clause. */
export async function expectFinding(of: Locator, finding: string): Promise<void> {
  await expect(of.getByText(finding)).toBeVisible()
}
