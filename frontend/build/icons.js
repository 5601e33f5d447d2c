// Draws the icons of the installed app from public/icon.svg: `npm run icons`, after the drawing changed.
import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'

const folder = new URL('../public/', import.meta.url)
const drawing = readFileSync(new URL('icon.svg', folder), 'utf8')
// Systems cut a maskable icon to their own shape: colour to the edge, the drawing within the inner four fifths.
const maskable = drawing
  .replace(/<rect[^>]*>/, '<rect width="32" height="32" fill="#17566e"/><g transform="translate(4 4) scale(.75)">')
  .replace('</svg>', '</g></svg>')

const icons = [
  { name: 'icon-192.png', size: 192, svg: drawing },
  { name: 'icon-512.png', size: 512, svg: drawing },
  { name: 'icon-maskable-512.png', size: 512, svg: maskable },
]

const browser = await chromium.launch({
  executablePath: process.env.JIAHE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
for (const { name, size, svg } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
  writeFileSync(new URL(name, folder), await page.screenshot({ omitBackground: true }))
  await page.close()
}
await browser.close()
