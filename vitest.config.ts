import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    testTimeout: 60_000,
    // Vitest leaves a core free; on two that is half of the machine.
    maxWorkers: '100%',
    // A worker reads each source once, not once for every file of tests: half of the time. No test leaves anything behind for the next.
    isolate: false,
  },
});
