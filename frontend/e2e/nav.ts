import type { Page } from '@playwright/test'

const navigation = (page: Page) => page.getByRole('navigation', { name: /主导航|Main navigation/ })
const more = (page: Page) => navigation(page).getByRole('button', { name: /更多页面|More pages/ })

/** Every entry of the main navigation, those behind “more” too. */
export async function entries(page: Page): Promise<string[]> {
  const shown = await navigation(page).getByRole('link').allInnerTexts()
  if (!(await more(page).isVisible())) return shown
  await more(page).click()
  const behind = await navigation(page).getByRole('menuitem').allInnerTexts()
  await page.keyboard.press('Escape')
  return [...shown, ...behind]
}

/** Goes to a page by its entry, wherever that stands. */
export async function go(page: Page, entry: string): Promise<void> {
  const link = navigation(page).getByRole('link', { name: entry })
  if (await link.isVisible()) return link.click()
  await more(page).click()
  await navigation(page).getByRole('menuitem', { name: entry }).click()
}
