import { expect, type Page } from '@playwright/test'

/** What a finger cannot hit: controls of the page or the open dialog smaller than 44 px. */
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const within = document.querySelector('[role="dialog"], [role="alertdialog"]') ?? document.querySelector('main')
    const controls = within?.querySelectorAll<HTMLElement>(
      'button, a.button, input, select, textarea, summary, [role="tab"], [role="option"]',
    )
    return Array.from(controls ?? []).flatMap((control) => {
      // A chooser of files is never hit itself: its button is.
      if (control.matches('input[type="file"].visually-hidden')) return []
      const choice = control.matches('input[type="checkbox"], input[type="radio"]')
      // A choice is hit anywhere on its words.
      const target = (choice && control.closest('label')) || control
      if (!target.checkVisibility({ visibilityProperty: true, opacityProperty: false })) return []
      const { width, height } = target.getBoundingClientRect()
      if (width === 0 || height === 0 || (width >= 43.5 && height >= 43.5)) return []
      const name = control.getAttribute('aria-label') ?? target.textContent?.trim() ?? ''
      return [`${control.tagName.toLowerCase()} “${name.slice(0, 30)}” ${Math.round(width)}×${Math.round(height)}`]
    })
  })
}

export async function expectTouchable(page: Page, where: string): Promise<void> {
  expect.soft(await tooSmall(page), `${where}: every control can be hit with a finger`).toEqual([])
}
