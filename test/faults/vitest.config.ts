import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests that kill the stack itself, so each brings its own. `npm run test:faults`. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: 'test/faults/support/global-setup.ts',
    testTimeout: 10 * 60_000,
    hookTimeout: 120_000,
    // Outages mostly wait, so one of them beside another test costs little.
    maxWorkers: 2,
    reporters: ['default', './test/support/closing-line.ts'],
  },
})
