import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fingerprintOf, isBuiltFrom } from '../built-from.ts'

/** A page that Vite builds. */
export interface Page {
  /** What is printed when it has to be built. */
  title: string
  /** Has its vite.config.ts. */
  source: string
  /** Patterns of the files it is built from, relative to durahook's folder. */
  files: readonly string[]
  /** Where Vite puts it. */
  target: string
}

/**
 * Builds a page in a few seconds, unless it is up to date. Without Vite (in production, without the development packages) the
 * existing build is used.
 */
export async function buildPage(
  { title, source, files, target }: Page,
  print: (line: string) => void,
): Promise<void> {
  /** Holds the fingerprint of the source the page was built from. */
  const fingerprintFile = join(target, '.built-from')
  const fingerprint = await fingerprintOf(...files, 'package.json')
  if (await isBuiltFrom(fingerprint, fingerprintFile)) return
  const vite = await import('vite').catch(() => null)
  if (!vite) return
  print(`Building ${title}`)
  // Vite bundles React's development build under any other NODE_ENV, such as a test run's.
  const { NODE_ENV } = process.env
  process.env['NODE_ENV'] = 'production'
  try {
    await vite.build({ configFile: join(source, 'vite.config.ts'), logLevel: 'warn' })
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
  }
  await writeFile(fingerprintFile, fingerprint)
}
