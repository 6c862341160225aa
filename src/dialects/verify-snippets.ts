import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface VerifySnippet {
  language: string
  code: string
}

/** The file of each language in a dialect's folder `verify`. */
const FILES: readonly [file: string, language: string][] = [
  ['verify.mjs', 'Node.js'],
  ['verify.py', 'Python'],
  ['verify.go', 'Go'],
  ['verify.rb', 'Ruby'],
]

/**
 * Example handlers that verify the requests of a dialect, for receivers to copy. The tests run the same files. Empty for a
 * dialect without such a folder.
 */
export async function readVerifySnippets(
  dialect: string,
  folder: string = import.meta.dirname,
): Promise<VerifySnippet[]> {
  const files = FILES.map(([file, language]) => ({ path: join(folder, dialect, 'verify', file), language }))
  return Promise.all(
    files
      .filter(({ path }) => existsSync(path))
      .map(async ({ path, language }) => ({ language, code: await readFile(path, 'utf8') })),
  )
}
