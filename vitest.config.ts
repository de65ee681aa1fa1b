import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Other kernels in virtual machines take long and 3 GB of downloads: scripts/vm-test runs them, and scripts/test as its last step.
    exclude: process.env.VETHTOP_VM === undefined ? ['test/vm/**'] : [],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Kernel tests build namespaces; two cores is what the smallest machine has.
    maxWorkers: 2,
    pool: 'forks',
  },
});
