import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const rulesFile = fileURLToPath(new URL('../rules/rules.wasm', import.meta.url))
const worker = fileURLToPath(new URL('../src/offline/sw.ts', import.meta.url))
const publicFolder = fileURLToPath(new URL('../public/', import.meta.url))

/**
 * What an installed app needs of the build: `sw.js` that names exactly the files of this build, and the address of
 * the rules (`virtual:rules`), empty when `scripts/rules` has not made them.
 */
export function offline(): Plugin {
  let serves = false
  return {
    name: 'jiahe-offline',
    configResolved(config) {
      serves = config.command === 'serve'
    },
    buildStart() {
      if (serves) return
      this.emitFile({ type: 'chunk', id: worker, fileName: 'sw.js' })
      if (!existsSync(rulesFile)) this.warn('built without the rules: nothing can be decided off the network')
    },
    resolveId: (id) => (id === 'virtual:rules' ? '\0virtual:rules' : undefined),
    load(id) {
      if (id !== '\0virtual:rules') return undefined
      if (!existsSync(rulesFile)) return "export const rulesUrl = ''"
      return `import url from ${JSON.stringify(`${rulesFile}?url`)}\nexport const rulesUrl = url`
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const sw = bundle['sw.js']
        if (sw?.type !== 'chunk') return
        if (sw.imports.length > 0) this.error('the service worker must be one file')
        const built = Object.values(bundle)
          .filter((one) => one.fileName !== 'sw.js' && !/\.(?:map|json)$/.test(one.fileName))
          .map((one) => [one.fileName, one.type === 'chunk' ? one.code : one.source] as const)
        const kept = readdirSync(publicFolder).map((name) => [name, readFileSync(publicFolder + name)] as const)
        const files = [...built, ...kept].sort(([a], [b]) => (a < b ? -1 : 1))
        const print = createHash('sha256')
        for (const [name, content] of files) print.update(name).update('\0').update(content)
        // The page is kept once, under the address that stands for every page.
        const addresses = files.map(([name]) => (name === 'index.html' ? '/' : `/${name}`))
        const build = print.digest('hex').slice(0, 12)
        sw.code = `const BUILD=${JSON.stringify(build)},FILES=${JSON.stringify(addresses)};\n${sw.code}`
      },
    },
  }
}
