import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const ROOT = new URL('../../', import.meta.url).pathname

/** They kill what the others share, or need a browser: npm run test:faults, npm run test:dashboard. */
const APART = /^test\/(faults|dashboard)\//

const files = globSync('test/**/*.test.ts', { cwd: ROOT }).filter((file) => !APART.test(file))

/** Asking vitest for the servers of global-setup.ts, or starting others. */
const SERVERS = /\binject\(|src\/stack\/(postgres|postgres-account|temporal|stack)\.ts/

/** Whether a test, or something it imports from test/, needs Postgres or Temporal. */
function needsServers(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false
  seen.add(file)
  const source = readFileSync(join(ROOT, file), 'utf8')
  if (SERVERS.test(source)) return true
  const imported = [...source.matchAll(/from '(\.[^']+\.ts)'/g)].map(([, path]) => join(dirname(file), path!))
  return imported.some((path) => path.startsWith('test/') && needsServers(path, seen))
}

const { unit = [], real = [] } = Object.groupBy(files, (file) => (needsServers(file) ? 'real' : 'unit'))

/** The test files of `npm test`, in the order they run: those that need no servers first, since they fail within seconds. */
export const SUITES = { unit, real }
