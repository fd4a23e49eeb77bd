// Unit, property and short fuzz tests, run by Node 24. `npm run test:unit` runs the project "unit" alone, which stays
// under half a minute; "whole" are those that read whole chips, start processes or wait for the disk.
import { defineConfig } from 'vitest/config';

const all = 'tests/**/*.test.{ts,tsx}';
const whole = [
  'tests/integration/**',
  'tests/simulation/**',
  'tests/unit/bench/**',
  'tests/unit/probe/**',
  'tests/unit/renderer/imaging/known-pages.test.ts',
  'tests/unit/papers/recognise.test.ts',
  'tests/unit/devices/card-reader/{read,passive-authentication}.test.ts',
  'tests/unit/storage/{backup,client,crash,integrity,vault}.test.ts',
].map((path) => (path.endsWith('**') ? `${path}/*.test.{ts,tsx}` : path));

const common = { setupFiles: ['tests/setup/vitest.setup.ts'], testTimeout: 15_000 };

export default defineConfig({
  test: {
    // Two suit the smallest machines that run this.
    maxWorkers: 2,
    projects: [
      // Files share a worker's modules, which saves most of the time: a test leaves nothing behind in a module.
      { test: { ...common, name: 'unit', include: [all], exclude: whole, isolate: false } },
      { test: { ...common, name: 'whole', include: whole, testTimeout: 60_000 } },
    ],
  },
});
