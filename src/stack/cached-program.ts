import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { lock } from 'proper-lockfile'
import { installWithGo } from './go-install.ts'
import type { Log } from './log.ts'
import { downloadRelease, type Release } from './release-download.ts'

/** A program we need and don't ship, pinned to one version. */
export interface Program {
  /** Its name in the cache, and for people. */
  name: string
  version: string
  release: Release
  /** Go package path, without a version. */
  goPackage: string
  /** How long a first build takes on two cores, in minutes, for the progress lines. */
  usualMinutes: number
}

export interface ProgramOptions {
  /** See cache-folder.ts. */
  cacheFolder: string
  log: Log
  /** The Go command. Default `go`. */
  go?: string
  /** Ends a download, a build, or the wait for somebody else's. */
  signal?: AbortSignal
}

/** A process that died while it built holds the lock for this long at most, in milliseconds. */
const LOCK_STALE_MS = 20_000
const LOCK_RETRY_MS = 1000

/**
 * The path of the program in the cache. If it isn't there it is downloaded, or else built with Go. When two processes
 * want it at once, one does that and the other waits.
 * @throws StackError GO_MISSING, GO_TOO_OLD, BUILD_FAILED; the reason of `signal`
 */
export async function findProgram(program: Program, options: ProgramOptions): Promise<string> {
  const { cacheFolder, log, signal } = options
  // The platform is part of the key: a home folder may be shared between machines.
  const folder = join(
    cacheFolder,
    `${program.name}-${program.version}`,
    `${process.platform}-${process.arch}`,
  )
  const file = join(folder, program.name)
  if (existsSync(file)) return file

  mkdirSync(folder, { recursive: true })
  const onWait = () => log(`Another durahook is fetching or building ${program.name}: waiting for it`)
  const unlock = await lockFolder(folder, { onWait, signal })
  try {
    if (existsSync(file)) return file // The other one has done it.
    const work = mkdtempSync(join(folder, 'work-'))
    try {
      // In one step, so that nobody ever runs half a program.
      renameSync(await obtain(program, work, options), file)
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
    return file
  } finally {
    await unlock()
  }
}

/** The release first: it takes seconds and no Go. */
async function obtain(program: Program, folder: string, options: ProgramOptions): Promise<string> {
  const { log, go = 'go', signal } = options
  try {
    return await downloadRelease(program, { folder, log, signal })
  } catch (error) {
    signal?.throwIfAborted()
    const { message, cause } = error as Error
    const reason = cause instanceof Error ? cause.message : message
    log(`The release of ${program.name} ${program.version} can't be downloaded (${reason})`)
  }
  return installWithGo(program, { folder, log, go, signal })
}

async function lockFolder(
  folder: string,
  { onWait, signal }: { onWait: () => void; signal: AbortSignal | undefined },
): Promise<() => Promise<void>> {
  // Losing the lock, after the machine slept, costs at worst a second build of the same program.
  const options = { stale: LOCK_STALE_MS, onCompromised: () => {} }
  for (let waiting = false; ; waiting = true) {
    try {
      const release = await lock(folder, options)
      return () => release().catch(() => {})
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error
    }
    if (!waiting) onWait()
    await delay(LOCK_RETRY_MS, undefined, signal ? { signal } : {})
  }
}
