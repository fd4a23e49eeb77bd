// Unit, property and short fuzz tests, run by Node 24.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/setup/vitest.setup.ts'],
    testTimeout: 15_000,
    // Two workers suit the smallest machines that run this, and leave nothing to chance about order.
    maxWorkers: 2,
  },
});
