import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { DASHBOARD_FOLDER } from './serve-dashboard.ts'

const PAGE = resolve(import.meta.dirname, 'page')

/** Holds the fingerprint of the source the page was built from. */
const FINGERPRINT = join(DASHBOARD_FOLDER, '.built-from')

/**
 * Builds the page into dist/dashboard, a few seconds' work, unless what is there was built from the same source. Where
 * Vite is not installed (production, without the development packages) what is there is used.
 */
export async function buildDashboard(say: (line: string) => void): Promise<void> {
  const fingerprint = await fingerprintOf(PAGE)
  if (existsSync(FINGERPRINT) && (await readFile(FINGERPRINT, 'utf8')) === fingerprint) return
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
  await writeFile(FINGERPRINT, fingerprint)
}

async function fingerprintOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(relative(folder, file)).update(await readFile(file))
  return hash.digest('hex')
}

if (import.meta.main) await buildDashboard(console.log)
