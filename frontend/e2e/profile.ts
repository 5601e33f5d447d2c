import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, test, type BrowserContext } from '@playwright/test'

/** A browser of its own on a folder of its own, as a tablet has it: it can be killed, started again and searched. */
export function openProfile(folder: string): Promise<BrowserContext> {
  const { launchOptions, baseURL, locale, timezoneId, viewport, hasTouch } = test.info().project.use
  const options = { ...launchOptions, baseURL, locale, timezoneId, viewport, hasTouch }
  return chromium.launchPersistentContext(folder, options)
}

/** The power goes: every process of this browser at once, without a chance to write anything. */
export async function killProfile(folder: string): Promise<void> {
  const own = execFileSync('pgrep', ['--full', `user-data-dir=${folder}`])
    .toString()
    .trim()
    .split('\n')
  for (const pid of own) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It went with its parent.
    }
  }
  await new Promise((wake) => setTimeout(wake, 1_000))
}

function* filesIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const kind = statSync(path, { throwIfNoEntry: false })
    if (kind?.isDirectory()) yield* filesIn(path)
    else if (kind?.isFile()) yield path
  }
}

/** Which of the words lie readable in the browser's files, in either way browsers write text; and how much was read. */
export function searchProfile(folder: string, words: readonly string[]): { found: string[]; bytes: number } {
  const found: string[] = []
  let bytes = 0
  for (const path of filesIn(folder)) {
    const content = readFileSync(path)
    bytes += content.length
    for (const word of words) {
      if (content.includes(Buffer.from(word, 'utf8')) || content.includes(Buffer.from(word, 'utf16le'))) {
        found.push(`${word} in ${path}`)
      }
    }
  }
  return { found, bytes }
}
