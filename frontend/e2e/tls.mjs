// What a browser makes of the office's own authority; run by scripts/try-tls.
import assert from 'node:assert/strict'
import { chromium } from '@playwright/test'

const { OFFICE, STRANGER, NAME, PORT } = process.env
const place = `https://${NAME}:${PORT}/`

/** A browser whose certificates are those of a home directory. */
async function browse(home, act) {
  const browser = await chromium.launch({
    executablePath: process.env.JIAHE_CHROMIUM ?? '/usr/bin/chromium',
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: `${home}/config`, XDG_CACHE_HOME: `${home}/cache` },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--host-resolver-rules=MAP *.office.lan 127.0.0.1'],
  })
  try {
    return await act(await browser.newPage())
  } finally {
    await browser.close()
  }
}

const failure = (page, address) =>
  page.goto(address).then(
    () => 'opened',
    (error) => /net::(ERR_\w+)/.exec(String(error))?.[1] ?? String(error),
  )

await browse(STRANGER, async (page) => {
  assert.equal(await failure(page, place), 'ERR_CERT_AUTHORITY_INVALID', 'without the root there is a warning')
})

await browse(OFFICE, async (page) => {
  const answer = await page.goto(place)
  assert.equal(answer.status(), 200)
  assert.equal((await answer.securityDetails()).subjectName, NAME)
  const found = await page.evaluate(async () => {
    const policy = window.trustedTypes.createPolicy('try', { createScriptURL: (address) => address })
    const registration = await navigator.serviceWorker.register(policy.createScriptURL('/worker.js'))
    await navigator.serviceWorker.ready
    return {
      secure: isSecureContext,
      worker: registration.active !== null,
      subtle: typeof crypto.subtle,
      uuid: typeof crypto.randomUUID,
      camera: typeof navigator.mediaDevices,
      locks: typeof navigator.locks,
      storage: typeof navigator.storage?.persist,
    }
  })
  assert.deepEqual(found, {
    secure: true,
    worker: true,
    subtle: 'object',
    uuid: 'function',
    camera: 'object',
    locks: 'object',
    storage: 'function',
  })
  await page.goto(`https://127.0.0.1:${PORT}/`)
  assert.equal(await failure(page, `https://other.office.lan:${PORT}/`), 'ERR_CERT_COMMON_NAME_INVALID')
})
console.log(`tls: ${place} opens without a warning, and a service worker registers`)
