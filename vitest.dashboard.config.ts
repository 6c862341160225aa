import { mergeConfig, defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** The tests of the page, in a real Chromium: `npm run test:dashboard`. */
const config = mergeConfig(
  base,
  defineConfig({
    test: {
      // One browser at a time: figures are measured, on two cores.
      maxWorkers: 1,
      testTimeout: 120_000,
      expect: { poll: { timeout: 30_000 } },
    },
  }),
)
config.test!.globalSetup = ['test/support/global-setup.ts', 'test/dashboard/support/global-setup.ts']
config.test!.include = ['test/dashboard/**/*.test.ts']
config.test!.exclude = ['node_modules/**']
export default config
