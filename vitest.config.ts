import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// One process, no isolation: tests share no state and never chdir. `git` starts real programs and has real waits.
export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false,
    maxWorkers: Math.max(2, availableParallelism()), // the default leaves one core idle, and most of our waiting is for programs
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/anomalies/**', 'test/cases/**', 'test/agents-live/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'git',
          include: ['test/e2e/**/*.test.ts', 'test/anomalies/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
