// Looks at every screen of the windows in a real browser, with the program's own content policy and a bridge of fixtures.

import { defineConfig } from '@playwright/test';

const PORT = Number(process.env['SCREENS_PORT'] ?? 4179);

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/screens',
  fullyParallel: true,
  workers: 2,
  timeout: 180_000,
  reporter: [['list']],
  snapshotPathTemplate: '{testDir}/golden/{arg}{ext}',
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    browserName: 'chromium',
    launchOptions: { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'] },
    contextOptions: { reducedMotion: 'reduce' },
    timezoneId: 'UTC',
  },
  webServer: {
    command: `"${process.execPath}" serve.ts ${PORT}`,
    url: `http://127.0.0.1:${PORT}/citizen/index.html`,
    reuseExistingServer: false,
    timeout: 120_000,
  },
});
