import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StackError } from './stack-error.ts'

/** Keeps the locks from the garbage collector, which would release those that nobody refers to. */
const locks = new Set<DatabaseSync>()

/**
 * Makes the folder this process's own until it ends or gives it up: two that start on one folder at once would each make
 * data, keys and certificates in it. Through SQLite, because Node itself can't lock a file; the system lets go of the
 * lock when the process ends, however it ends.
 * @returns what gives it up
 * @throws StackError if another has it
 */
export function claimFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const lockFile = join(folder, 'durahook.lock')
  const pidFile = join(folder, 'durahook.pid')
  appendFileSync(lockFile, '') // SQLite's own error would not say why the file can't be written.
  const lock = new DatabaseSync(lockFile)
  try {
    lock.exec('begin immediate')
  } catch (cause) {
    lock.close()
    // It has the lock, and perhaps has not yet written who it is.
    const owner = existsSync(pidFile) ? readFileSync(pidFile, 'utf8') : 'unknown'
    throw new StackError(
      `Another durahook starts or runs on ${folder} (process ${owner}). Stop that one first, or set DATA_FOLDER to another folder.`,
      { cause },
    )
  }
  locks.add(lock)
  writeFileSync(pidFile, String(process.pid))
  return () => {
    rmSync(pidFile, { force: true })
    lock.close()
    locks.delete(lock)
  }
}
