import { defineConfig } from 'vitest/config'
import { SUITES } from './test/support/suites.ts'

/** The suites of `npm test`, in the order they run: what fails soon comes first. `npx vitest run FILE` finds the file's. */
export default defineConfig({
  // Vite would give our own code graphql's other build, and schemas of one are strangers to the other.
  resolve: { alias: { graphql: import.meta.resolve('graphql').replace('file://', '') } },
  test: {
    reporters: ['default', './test/support/closing-line.ts'],
    testTimeout: 3 * 60_000,
    // What hooks prepare may have to be built or installed first.
    hookTimeout: 10 * 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: SUITES.unit,
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: SUITES.real,
          globalSetup: 'test/support/global-setup.ts',
          setupFiles: ['test/support/quiet-temporal.ts'],
          // Files share a process: loading durahook and its packages anew for each takes longer than most tests.
          isolate: false,
          // Many tests wait most of the time, so two cores do a little more than two files at once.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'dashboard',
          include: ['test/dashboard/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts', 'test/dashboard/support/global-setup.ts'],
          setupFiles: ['test/support/quiet-temporal.ts'],
          testTimeout: 4 * 60_000,
          expect: { poll: { timeout: 60_000 } },
          isolate: false,
          // One browser at a time: figures are measured, on two cores.
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      ...(['workflow', 'direct'] as const).map((lane, index) => ({
        extends: true as const,
        test: {
          name: `faults-${lane}`,
          env: { FIRST_ATTEMPT: lane },
          include: ['test/faults/**/*.test.ts'],
          globalSetup: 'test/faults/support/global-setup.ts',
          testTimeout: 10 * 60_000,
          // Outages mostly wait, so one of them beside another test costs little.
          maxWorkers: 2,
          sequence: { groupOrder: 4 + index },
        },
      })),
    ],
  },
})
