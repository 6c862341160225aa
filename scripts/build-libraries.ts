/**
 * Builds what integrators use, as JavaScript with types, into dist/libraries: the packages' exports `durahook/receiver` and
 * `durahook/client`, and the command line. The folder is a package of its own, without what only the server needs.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const target = join(root, 'dist/libraries')

/** What the libraries import. */
const DEPENDENCIES = ['commander', 'graphql', 'graphql-ws', 'json-schema-to-typescript', 'ws']

rmSync(target, { recursive: true, force: true })
execFileSync('tsc', ['-p', 'tsconfig.libraries.json'], { cwd: root, stdio: 'inherit' })
chmodSync(join(target, 'cli/main.js'), 0o755)

const { name, version, description, license, type, bin, exports, dependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Record<string, unknown> & { description: string; dependencies: Record<string, string> }
const inTarget = (value: unknown) =>
  JSON.parse(JSON.stringify(value).replaceAll('./dist/libraries/', './')) as unknown
const own = {
  name,
  version,
  description: `${description} The libraries and the command line.`,
  license,
  type,
  engines: { node: '>=20' },
  sideEffects: false,
  bin: inTarget(bin),
  exports: inTarget(exports),
  dependencies: Object.fromEntries(DEPENDENCIES.map((each) => [each, dependencies[each]])),
}
writeFileSync(join(target, 'package.json'), `${JSON.stringify(own, null, 2)}\n`)
copyFileSync(join(root, 'LICENSE'), join(target, 'LICENSE'))
