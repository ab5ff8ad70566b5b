import { defineConfig } from 'vitest/config';

// Real programs, each some hundred MB, installed beside the home: not part of `npm test`.
export default defineConfig({
  test: {
    include: ['test/agents-live/*.live.ts'],
    testTimeout: 180_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
