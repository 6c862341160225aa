import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

/** The checkout. */
export const ROOT = new URL('../../', import.meta.url).pathname

/** Which file imports which, types included, in what runs in production; paths from the root. */
export function readImports(): { from: string; to: string }[] {
  const files = globSync(['src/**/*.{ts,tsx}', 'workflows/**/*.ts', 'activities/**/*.ts'], { cwd: ROOT })
  return files.flatMap((from) =>
    [...readFileSync(ROOT + from, 'utf8').matchAll(/(?:from |import\(|import )'(\.[^']+)'/g)].map(
      ([, path]) => ({
        from,
        to: posix.join(posix.dirname(from), path!),
      }),
    ),
  )
}

/** The folder a file counts for: `src/log`, `workflows`; for those beside each other in `src`, `src`. */
export function folderOf(file: string): string {
  const parts = posix.dirname(file).split('/')
  return parts.slice(0, parts[0] === 'src' ? 2 : 1).join('/')
}
