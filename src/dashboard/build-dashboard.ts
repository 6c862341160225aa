import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fingerprintOf, isBuiltFrom } from '../built-from.ts'
import { DASHBOARD_FOLDER } from './serve-dashboard.ts'

const PAGE = resolve(import.meta.dirname, 'page')

/** This file contains the fingerprint of the source that the page was built from. */
const FINGERPRINT_FILE = join(DASHBOARD_FOLDER, '.built-from')

/**
 * Builds the page into dist/dashboard, which takes a few seconds, unless the existing build has the same source. If Vite
 * is not installed (in production, without the development packages), the existing build is used.
 */
export async function buildDashboard(print: (line: string) => void): Promise<void> {
  const fingerprint = await fingerprintOf('src/dashboard/page/**/*.*', 'package.json')
  if (await isBuiltFrom(fingerprint, FINGERPRINT_FILE)) return
  const vite = await import('vite').catch(() => null)
  if (!vite) return
  print('Building the dashboard')
  // With any other NODE_ENV, such as that of a test run, Vite would bundle React's development build.
  const { NODE_ENV } = process.env
  process.env['NODE_ENV'] = 'production'
  try {
    await vite.build({ configFile: join(PAGE, 'vite.config.ts'), logLevel: 'warn' })
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
  }
  await writeFile(FINGERPRINT_FILE, fingerprint)
}

if (import.meta.main) await buildDashboard(console.log)
