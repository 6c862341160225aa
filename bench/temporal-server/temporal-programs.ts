import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { execa } from 'execa'
import { cacheFolder } from '../../src/stack/cache-folder.ts'
import { downloadRelease } from '../../src/stack/release-download.ts'

/** What docker-compose.yml runs too; the last that Go 1.26.8 builds. */
const VERSION = '1.32.1'

/** Of go.temporal.io/server@v1.32.1: the package, and how long a first build takes on two cores, in minutes. */
const PROGRAMS = {
  'temporal-server': { goPackage: 'go.temporal.io/server/cmd/server', minutes: 9 },
  // Sets up Temporal's tables in Postgres. Shares nearly all of its packages with the server.
  'temporal-sql-tool': { goPackage: 'go.temporal.io/server/cmd/tools/sql', minutes: 2 },
}

type Name = keyof typeof PROGRAMS

/** Where a program is kept once it was downloaded or built. */
export const cachedProgram = (name: Name): string =>
  join(cacheFolder(), `${name}-${VERSION}`, `${process.platform}-${process.arch}`, name)

/** The program from the cache, the makers' release, or a build with Go 1.26.8 or newer, which shows its own errors. */
export async function findProgram(name: Name, log: (line: string) => void): Promise<string> {
  const file = cachedProgram(name)
  if (existsSync(file)) return file
  const folder = join(file, '..')
  mkdirSync(folder, { recursive: true })
  const work = mkdtempSync(join(folder, 'work-'))
  try {
    const url = `https://github.com/temporalio/temporal/releases/download/v${VERSION}`
    const release = downloadRelease(url, `temporal_${VERSION}`)
    await release(work, new AbortController().signal).catch(async () => {
      const { goPackage, minutes } = PROGRAMS[name]
      log(`Building ${name} with Go, once: about ${minutes} min on two cores`)
      const args = ['install', '-ldflags=-s -w', `${goPackage}@v${VERSION}`]
      await execa('go', args, { env: { GOBIN: work }, stdout: 'inherit', stderr: 'inherit' })
      // Go names a program after the last part of the path.
      renameSync(join(work, basename(goPackage)), join(work, name))
    })
    renameSync(join(work, name), file)
    return file
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
