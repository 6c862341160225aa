import { createHash } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')

/**
 * Of the files that these patterns name, from durahook's folder on: changes with each name and each byte of them.
 * With package.json among them, whose versions are exact, also with the packages.
 */
export async function fingerprintOf(...patterns: string[]): Promise<string> {
  const files = globSync(patterns, { cwd: ROOT })
  if (files.length === 0) throw new Error(`There is no ${patterns.join(', ')} in ${ROOT}.`)
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(file).update(await readFile(resolve(ROOT, file)))
  return hash.digest('hex')
}

/** Whether what was built was built from these sources; `mark` is the file that holds their fingerprint. */
export async function isBuiltFrom(fingerprint: string, mark: string): Promise<boolean> {
  return existsSync(mark) && (await readFile(mark, 'utf8')) === fingerprint
}
