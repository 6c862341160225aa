import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const ROOT = new URL('../../', import.meta.url).pathname

/** The PATH of who reads README: without the Node that durahook brings for its own scripts. */
export const READERS_PATH = process.env['PATH']!.split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter)

/**
 * A folder in the checkout for what README says to save there: it finds the packages, and durahook's own libraries, which are
 * built if they are out of date. `npx durahook` in its shell is the built command line.
 */
export function openReadmeFolder() {
  execFileSync('npm', ['run', '--silent', 'build:libraries'], { cwd: ROOT })
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  const path = mkdtempSync(join(ROOT, 'dist/readme-'))
  return {
    path,
    /** Before a text for the shell. */
    prelude: `npx() { shift; node ${ROOT}dist/libraries/cli/main.js "$@"; }`,
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  }
}
