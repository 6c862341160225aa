import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../../src/stack/cache-folder.ts'

/** The release of Debian whose packages these tests know; part of the cache's path. */
const RELEASE = 'bookworm'

/**
 * A program of one of Debian's packages that needs no other, without installing it: `path` as it lies in the package. Downloads
 * the package once for all checkouts; throws where there is no apt-get.
 */
export function debianProgram(name: string, path: string): string {
  const cache = join(cacheFolder(), `debian-${RELEASE}`)
  const folder = join(cache, name)
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true })
    const making = mkdtempSync(join(cache, `${name}-`))
    try {
      download(name, making)
      const [file] = readdirSync(making).filter((each) => each.endsWith('.deb'))
      execFileSync('dpkg-deb', ['--extract', file!, 'content'], { cwd: making })
      // Another checkout may have been first.
      if (!existsSync(folder)) renameSync(join(making, 'content'), folder)
    } finally {
      rmSync(making, { recursive: true, force: true })
    }
  }
  return join(folder, path)
}

function download(name: string, folder: string): void {
  const get = () => execFileSync('apt-get', ['download', '-qq', name], { cwd: folder, stdio: 'ignore' })
  try {
    get()
  } catch {
    // A bare machine has no lists yet.
    execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'] })
    get()
  }
}
