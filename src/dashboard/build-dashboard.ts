import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fingerprintOf, isBuiltFrom } from '../built-from.ts'
import { DASHBOARD_FOLDER } from './serve-dashboard.ts'

const PAGE = resolve(import.meta.dirname, 'page')

/** Holds the fingerprint of the source the page was built from. */
const MARK = join(DASHBOARD_FOLDER, '.built-from')

/**
 * Builds the page into dist/dashboard, a few seconds' work, unless what is there was built from the same source. Where
 * Vite is not installed (production, without the development packages) what is there is used.
 */
export async function buildDashboard(say: (line: string) => void): Promise<void> {
  const fingerprint = await fingerprintOf('src/dashboard/page/**/*.*', 'package.json')
  if (await isBuiltFrom(fingerprint, MARK)) return
  const vite = await import('vite').catch(() => null)
  if (!vite) return
  say('Building the dashboard')
  // Vite bundles React's development build under any other NODE_ENV, such as a test run's.
  const { NODE_ENV } = process.env
  process.env['NODE_ENV'] = 'production'
  try {
    await vite.build({ configFile: join(PAGE, 'vite.config.ts'), logLevel: 'warn' })
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
  }
  await writeFile(MARK, fingerprint)
}

if (import.meta.main) await buildDashboard(console.log)
