/**
 * Builds what integrators use, as JavaScript with types, into dist/libraries: the exports `durahook/receiver` and
 * `durahook/client`, and the command line. The folder is a package of its own, without what only the server needs.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprintOf, isBuiltFrom } from '../src/built-from.ts'

/** What the libraries and the command line import. */
const DEPENDENCIES = ['commander', 'graphql', 'graphql-ws', 'ws']

/** Only for `durahook types export`: 20 MB that no receiver should get. Who needs it installs it beside durahook. */
const OPTIONAL = ['json-schema-to-typescript']

const root = join(import.meta.dirname, '..')
const target = join(root, 'dist/libraries')

const fingerprint = await fingerprintOf(
  'src/*/**/*.ts',
  'scripts/build-libraries.ts',
  'package.json',
  'tsconfig*.json',
)
if (!(await isBuiltFrom(fingerprint, join(target, '.built-from')))) build()

/** Builds beside it first, so that who uses the folder meanwhile finds a whole one. */
function build(): void {
  const partial = `${target}.${process.pid}`
  execFileSync('tsc', ['-p', 'tsconfig.libraries.json', '--outDir', partial], { cwd: root, stdio: 'inherit' })
  chmodSync(join(partial, 'cli/main.js'), 0o755)
  writeFileSync(join(partial, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
  writeFileSync(join(partial, '.built-from'), fingerprint)
  copyFileSync(join(root, 'LICENSE'), join(partial, 'LICENSE'))
  rmSync(target, { recursive: true, force: true })
  renameSync(partial, target)
}

/** The package.json of the folder: our own, of which it has the same exports. */
function manifest() {
  const text = readFileSync(join(root, 'package.json'), 'utf8').replaceAll('./dist/libraries/', './')
  const own = JSON.parse(text) as Record<string, unknown> & { dependencies: Record<string, string> }
  const { name, version, description, license, type, engines, bin, exports, dependencies } = own
  return {
    name,
    version,
    description: `${String(description)} The libraries and the command line.`,
    license,
    type,
    engines,
    sideEffects: false,
    bin,
    exports,
    files: ['**/*.js', '**/*.d.ts'],
    dependencies: Object.fromEntries(DEPENDENCIES.map((each) => [each, dependencies[each]])),
    peerDependencies: Object.fromEntries(OPTIONAL.map((each) => [each, `^${dependencies[each]}`])),
    peerDependenciesMeta: Object.fromEntries(OPTIONAL.map((each) => [each, { optional: true }])),
  }
}
