import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  id: string
  nodes: { target: unknown }[]
}

/** What axe finds on the page as it is now, by WCAG 2.2 AA. */
export async function findingsOf(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's security policy does not concern.
  await page.evaluate(source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (context: Document, options: object) => Promise<{ violations: Violation[] }> }
    }
    // A menu or list that pops up stands beside the landmarks, as the pattern has it.
    const popped = ['[data-reka-popper-content-wrapper]']
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await axe.run({ exclude: popped } as unknown as Document, { runOnly: tags })
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => String(node.target)).join(' | ')}`)
  })
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await findingsOf(page)).toEqual([])
}
