import { createHash } from 'node:crypto'
import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')

/**
 * A hash over the names and contents of the files that match the patterns, relative to durahook's folder. package.json
 * pins exact versions: when it is among the files, the hash also changes with the packages.
 */
export async function fingerprintOf(...patterns: string[]): Promise<string> {
  const files = globSync(patterns, { cwd: ROOT })
  if (files.length === 0) throw new Error(`There is no ${patterns.join(', ')} in ${ROOT}.`)
  const hash = createHash('sha256')
  for (const file of files.sort()) hash.update(file).update(await readFile(resolve(ROOT, file)))
  return hash.digest('hex')
}

/** Whether a build is up to date: `fingerprintFile` holds the fingerprint of the sources it was built from. */
export async function isBuiltFrom(fingerprint: string, fingerprintFile: string): Promise<boolean> {
  return existsSync(fingerprintFile) && (await readFile(fingerprintFile, 'utf8')) === fingerprint
}
