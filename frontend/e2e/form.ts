import { expect, type Locator, type Page } from '@playwright/test'

type Scope = Page | Locator

/** Names of controls carry more than their label: "必填", a hint. */
function begins(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
}

/** A field of its own line: text, date, select. */
export function field(scope: Scope, label: string): Locator {
  return scope.getByLabel(label, { exact: true })
}

export async function type(scope: Scope, label: string, text: string): Promise<void> {
  await field(scope, label).fill(text)
}

export async function select(scope: Scope, label: string, option: string): Promise<void> {
  await field(scope, label).selectOption({ label: option })
}

/** Finds one of a long list by a part of its words. */
export async function find(scope: Scope, label: string, option: string): Promise<void> {
  const box = scope.getByRole('combobox', { name: begins(label) })
  await box.fill(option)
  await scope.getByRole('option', { name: option }).first().click()
  await expect(box).toHaveValue(new RegExp(option))
}

/** An answer of a group of radio buttons or check boxes. */
export function answer(scope: Scope, group: string, option: string): Locator {
  return scope
    .getByRole('group', { name: begins(group) })
    .getByLabel(begins(option))
    .first()
}

export async function choose(scope: Scope, group: string, option: string): Promise<void> {
  await answer(scope, group, option).check()
}

export async function turnOn(scope: Scope, label: string): Promise<void> {
  await scope.getByRole('switch', { name: label }).check({ force: true })
}

export async function press(scope: Scope, name: string): Promise<void> {
  await scope.getByRole('button', { name, exact: true }).click()
}

/** The open dialog of a title. */
export function dialog(page: Page, title: string | RegExp): Locator {
  return page.getByRole('dialog', { name: title })
}

/** Presses the button of a dialog that ends it, and sees it gone. */
export async function finish(open: Locator, button: string): Promise<void> {
  await press(open, button)
  await expect(open).toBeHidden()
}

/** Draws something like a name on the pad. */
export async function draw(page: Page, scope: Scope): Promise<void> {
  const pad = scope.getByRole('img', { name: '请在此处签名' })
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (!box) throw new Error('there is no pad to sign on')
  const strokes = [
    [
      [0.2, 0.3],
      [0.3, 0.7],
      [0.4, 0.25],
    ],
    [
      [0.5, 0.3],
      [0.55, 0.6],
      [0.7, 0.35],
      [0.75, 0.75],
    ],
  ] as const
  for (const stroke of strokes) {
    for (const [i, [x, y]] of stroke.entries()) {
      await page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 6 })
      if (i === 0) await page.mouse.down()
    }
    await page.mouse.up()
  }
  await expect(scope.getByRole('img', { name: '签名', exact: true })).toBeVisible()
}
