import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { lock } from 'proper-lockfile'
import { installWithGo } from './go-install.ts'
import type { Log } from './log.ts'

/** A program that is built from a pinned Go module. */
export interface GoTool {
  /** Its name in the cache, and for people. */
  name: string
  /** Go package path, without a version. All of these build a program called by the path's last part. */
  package: string
  version: string
  /** How long a first build takes on two cores, in minutes, for the progress lines. */
  usualMinutes: number
}

export interface GoToolOptions {
  cacheFolder: string
  log: Log
  /** The Go command. Default `go`. */
  go?: string
  /** Ends a build, or the wait for somebody else's. */
  signal?: AbortSignal
}

/** A process that died while it built holds the lock for this long at most, in milliseconds. */
const LOCK_STALE_MS = 20_000
const LOCK_RETRY_MS = 1000

/**
 * The path of the program in the cache, built first if it isn't there. When two processes want it at once, one builds
 * and the other waits.
 * @throws StackError GO_MISSING, GO_TOO_OLD, BUILD_FAILED
 */
export async function findOrBuild(tool: GoTool, options: GoToolOptions): Promise<string> {
  const { cacheFolder, log } = options
  // The platform is part of the key: a home folder may be shared between machines.
  const folder = join(cacheFolder, `${tool.name}-${tool.version}`, `${process.platform}-${process.arch}`)
  const program = join(folder, tool.name)
  if (existsSync(program)) return program

  mkdirSync(folder, { recursive: true })
  const unlock = await lockFolder(folder, {
    onWait: () => log(`Another durahook is building ${tool.name}: waiting for it`),
    signal: options.signal,
  })
  try {
    if (existsSync(program)) return program // The other one has built it.
    const work = mkdtempSync(join(folder, 'build-'))
    try {
      const built = await installWithGo(tool, {
        folder: work,
        log,
        go: options.go ?? 'go',
        signal: options.signal,
      })
      renameSync(built, program) // In one step, so that nobody ever runs half a program.
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
    return program
  } finally {
    await unlock()
  }
}

async function lockFolder(
  folder: string,
  { onWait, signal }: { onWait: () => void; signal: AbortSignal | undefined },
): Promise<() => Promise<void>> {
  // Losing the lock, after the machine slept, costs at worst a second build of the same program.
  const options = { stale: LOCK_STALE_MS, onCompromised: () => {} }
  for (let waiting = false; ;) {
    try {
      const release = await lock(folder, options)
      return () => release().catch(() => {})
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error
    }
    if (!waiting) onWait()
    waiting = true
    await delay(LOCK_RETRY_MS, undefined, signal ? { signal } : {})
  }
}
