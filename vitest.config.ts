import { defineConfig } from 'vitest/config'
import { SUITES } from './test/support/suites.ts'

export default defineConfig({
  // Vite would give our own code graphql's other build, and schemas of one are strangers to the other.
  resolve: { alias: { graphql: import.meta.resolve('graphql').replace('file://', '') } },
  test: {
    projects: [
      { extends: true, test: { name: 'unit', include: SUITES.unit, testTimeout: 60_000 } },
      {
        extends: true,
        test: {
          name: 'real',
          include: SUITES.real,
          globalSetup: 'test/support/global-setup.ts',
          setupFiles: ['test/support/quiet-temporal.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
    // Files share a process: loading durahook and its packages anew for each takes longer than most tests.
    isolate: false,
    maxWorkers: 3,
    reporters: ['default', './test/support/closing-line.ts'],
  },
})
