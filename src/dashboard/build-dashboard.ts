import { resolve } from 'node:path'
import { buildPage } from './build-page.ts'
import { DASHBOARD_FOLDER } from './serve-dashboard.ts'

/** Builds the dashboard into dist/dashboard, unless it is up to date. */
export const buildDashboard = (print: (line: string) => void): Promise<void> =>
  buildPage(
    {
      title: 'the dashboard',
      source: resolve(import.meta.dirname, 'page'),
      files: ['src/dashboard/page/**/*.*'],
      target: DASHBOARD_FOLDER,
    },
    print,
  )

if (import.meta.main) await buildDashboard(console.log)
