// The size of what a browser loads, read from the build: `npm run build && npm run budget`.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const shellLimit = 75 * 1024
const routeLimit = 40 * 1024

const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('manifest.json', dist), 'utf8'))
const sizes = new Map()

function sizeOf(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length)
  return sizes.get(file)
}

/** The chunk and everything it imports at once. */
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen
  seen.add(key)
  for (const next of manifest[key].imports ?? []) closure(next, seen)
  return seen
}

const total = (keys) => [...keys].reduce((sum, key) => sum + sizeOf(manifest[key].file), 0)
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`

const shell = closure('index.html')

test('the office shell stays within its budget', () => {
  const bytes = total(shell)
  console.log(`shell ${kib(bytes)} of ${kib(shellLimit)}`)
  assert.ok(bytes <= shellLimit, `shell is ${kib(bytes)}`)
})

test('no page adds more than its budget', () => {
  for (const key of Object.keys(manifest).filter((one) => manifest[one].isDynamicEntry)) {
    const bytes = total([...closure(key)].filter((one) => !shell.has(one)))
    if (bytes > 4096) console.log(`  + ${kib(bytes)} ${key}`)
    assert.ok(bytes <= routeLimit, `${key} adds ${kib(bytes)}`)
  }
})

test('nothing in the page needs an inline script or style', () => {
  const html = readFileSync(fileURLToPath(new URL('index.html', dist)), 'utf8')
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/)
})
