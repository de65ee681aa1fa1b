import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Kernel tests build namespaces; two cores is what the smallest machine has.
    maxWorkers: 2,
    pool: 'forks',
  },
});
