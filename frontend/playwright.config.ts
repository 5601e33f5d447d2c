import { defineConfig } from '@playwright/test'

const chromium = process.env.JIAHE_CHROMIUM ?? '/usr/bin/chromium'

/**
 * With `JIAHE_URL` the tests run against that server (scripts/test starts it, seeded); without it only the built
 * shell can be tried, on a preview with the server's own security policy and invented answers.
 */
const url = process.env.JIAHE_URL
const preview = 'http://127.0.0.1:4173'

export default defineConfig({
  testDir: 'e2e',
  testMatch: url ? '*.spec.ts' : 'shell.spec.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 1,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: url ?? preview,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    // only a tablet has a vault, and a day without signal
    { name: 'desktop', testIgnore: /(?:locked|offline)\.spec/, use: { viewport: { width: 1280, height: 800 } } },
    { name: 'tablet', use: { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true } },
  ],
  webServer: url
    ? undefined
    : {
        command: 'npx vite preview --host 127.0.0.1 --port 4173 --strictPort',
        url: preview,
        reuseExistingServer: true,
      },
})
