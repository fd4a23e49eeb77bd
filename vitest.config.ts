// Unit, property and short fuzz tests, run by Node 24.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/unit/**/*.test.{ts,tsx}', 'tests/fuzz/**/*.test.ts'],
    setupFiles: ['tests/setup/vitest.setup.ts'],
    testTimeout: 15_000,
    // Two workers suit the smallest machines that run this, and leave nothing to chance about order.
    maxWorkers: 2,
  },
});
