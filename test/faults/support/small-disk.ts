import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A file system of its own in memory, small enough to be filled. */
export interface SmallDisk extends AsyncDisposable {
  /** Takes all space that is left. */
  fill(): void
  /** Gives it back. */
  free(): void
}

/** Mounting takes root on Linux. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = '/tmp/durahook-faults-mount'
  try {
    mountSmallDisk(folder, 1)
    unmount(folder)
    return true
  } catch {
    return false
  }
}

export function mountSmallDisk(folder: string, megabytes: number): SmallDisk {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', folder])
  const filler = join(folder, 'filler')
  return {
    fill() {
      const file = openSync(filler, 'w')
      try {
        // Smaller and smaller pieces, until not a page is left.
        for (const size of [1024 * 1024, 4096]) writeUntilFull(file, Buffer.alloc(size))
      } finally {
        closeSync(file)
      }
    },
    free: () => rmSync(filler, { force: true }),
    [Symbol.asyncDispose]: () => Promise.resolve(unmount(folder)),
  }
}

function writeUntilFull(file: number, piece: Buffer): void {
  for (;;) {
    try {
      writeSync(file, piece)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return
      throw error
    }
  }
}

/** Lazily: nothing of it is needed any more, whoever still has a file of it open. */
const unmount = (folder: string) => void execFileSync('umount', ['--lazy', folder])
