import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Every file below a folder that has one of the texts in it, in the ways a browser writes text: UTF-8 and UTF-16. */
export function foundOnDisk(folder: string, texts: readonly string[]): string[] {
  const wanted = texts.flatMap((text) => [
    { text, bytes: Buffer.from(text, 'utf8') },
    { text, bytes: Buffer.from(text, 'utf16le') },
  ])
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name)
      const content = readFileSync(path)
      return wanted.filter(({ bytes }) => content.includes(bytes)).map(({ text }) => `${text} in ${path}`)
    })
}
