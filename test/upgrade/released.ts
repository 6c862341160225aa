import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../../src/stack/cache-folder.ts'

/** The sources of the last released version; CONTRIBUTING.md says how they are made. */
const [ARCHIVE] = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.tar.gz'))

export const RELEASED = /^durahook-(.*)\.tar\.gz$/.exec(ARCHIVE!)![1]!

/** Unpacks it and installs its packages, once for all checkouts; returns its folder. */
export function installReleased(): string {
  const archive = join(import.meta.dirname, ARCHIVE!)
  const hash = createHash('sha256').update(readFileSync(archive)).digest('hex').slice(0, 12)
  const folder = join(cacheFolder(), `released-${RELEASED}-${hash}`)
  if (existsSync(folder)) return folder
  mkdirSync(cacheFolder(), { recursive: true })
  const making = mkdtempSync(join(cacheFolder(), 'released-'))
  try {
    execFileSync('tar', ['--extract', '--gzip', `--file=${archive}`], { cwd: making })
    execFileSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: making,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (!existsSync(folder)) renameSync(making, folder)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
  return folder
}
