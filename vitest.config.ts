import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Vite would give our own code graphql's other build, and schemas of one are strangers to the other.
  resolve: { alias: { graphql: import.meta.resolve('graphql').replace('file://', '') } },
  test: {
    include: ['test/**/*.test.ts'],
    // They kill what these share, and bring their own: npm run test:faults.
    exclude: ['test/faults/**', 'test/dashboard/**'],
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: ['test/support/quiet-temporal.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores: more files at once only make each other late.
    maxWorkers: 2,
    reporters: ['default', './test/support/closing-line.ts'],
  },
})
