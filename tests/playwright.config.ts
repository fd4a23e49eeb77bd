// End-to-end tests in the real Electron. tests/setup/e2e.mjs starts them with what they need: a built dist/, an Electron,
// and on Linux a display in memory for each worker.
import { defineConfig } from '@playwright/test';

const displays = process.env.MOT_CUA_DISPLAYS?.split(' ') ?? [];
const worker = process.env.TEST_PARALLEL_INDEX;
if (displays.length > 0 && worker !== undefined) process.env.DISPLAY = displays[Number(worker) % displays.length];


export default defineConfig({
  testDir: '.',
  testMatch: ['e2e', 'security', 'faults'].map((folder) => `${folder}/**/*.spec.ts`),
  outputDir: '../test-results/e2e',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // A limit is for what never comes: every wait is for a state, and machines are slow and shared.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  reporter: 'list',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
});
