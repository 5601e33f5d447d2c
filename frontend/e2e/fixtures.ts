import { test as base, type BrowserContext, type Page } from '@playwright/test'
import { demoAccount, signIn, typeSignIn, type DemoAccount } from './people'

interface Fixtures {
  /** Signs in through the page as the first demo account of a role, or as a user name. */
  signInAs: (who: string) => Promise<DemoAccount>
  /** The window of another person, signed in; the same one each time within a test. */
  as: (who: string) => Promise<Page>
}

/** Notes what the security policy refused. */
function watch(page: Page, refused: string[]): void {
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted ?Type/i.test(message.text())) refused.push(message.text())
  })
}

function nothingRefused(refused: string[]): void {
  if (refused.length > 0) throw new Error(`the security policy refused something:\n${refused.join('\n')}`)
}

export const test = base.extend<Fixtures>({
  page: async ({ page }, use) => {
    const refused: string[] = []
    watch(page, refused)
    await use(page)
    nothingRefused(refused)
  },
  signInAs: async ({ page }, use) => {
    await use(async (who) => {
      const account = demoAccount(who)
      await typeSignIn(page, account)
      return account
    })
  },
  as: async ({ browser }, use) => {
    const windows = new Map<string, Page>()
    const contexts: BrowserContext[] = []
    const refused: string[] = []
    await use(async (who) => {
      const account = demoAccount(who)
      const known = windows.get(account.username)
      if (known) {
        await known.bringToFront()
        return known
      }
      const context = await browser.newContext()
      contexts.push(context)
      await signIn(context, account)
      const page = await context.newPage()
      watch(page, refused)
      windows.set(account.username, page)
      return page
    })
    for (const context of contexts) await context.close()
    nothingRefused(refused)
  },
})

export { expect } from '@playwright/test'
