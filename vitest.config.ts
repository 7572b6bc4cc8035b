import { defineConfig } from 'vitest/config';

const REPORTERS = ['default', './test/support/reporter.ts'];

export default defineConfig({
  test: {
    reporters: REPORTERS,
    restoreMocks: true,
    // A test waits for what it looks for, however slow the machine is; a longer limit costs nothing but a later failure.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
    // Many tests wait for what they look for, so no core is left free.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'default',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/postgres/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: ['test/postgres/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
