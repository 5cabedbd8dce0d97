import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const shared = { pool: 'forks' as const, testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // Half of what a test file takes is waiting for a database; of two processors vitest would use one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: [
            'server/**/*.test.ts',
            'db/**/*.test.ts',
            'components/**/*.test.ts',
            'scripts/**/*.test.ts',
            'app/**/*.test.ts',
          ],
          exclude: ['**/*.db.test.ts', '**/*.http.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          ...shared,
          name: 'database',
          include: [
            'server/**/*.db.test.ts',
            'server/**/*.http.test.ts',
            'db/**/*.db.test.ts',
            'app/**/*.http.test.ts',
          ],
          globalSetup: ['scripts/test-postgres.ts'],
        },
      },
    ],
  },
});
