import type { TestProject } from 'vitest/node'
import { buildDashboard } from '../../../src/dashboard/build-dashboard.ts'
import { findChromium } from './find-chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the browser the tests drive. */
    chromium: string
  }
}

/** Builds the page if it changed, and finds or installs a browser. */
export default async function setup(project: TestProject) {
  await buildDashboard(console.log)
  project.provide('chromium', findChromium(console.log))
}
