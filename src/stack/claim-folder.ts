import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StackError } from './stack-error.ts'

/** Keeps the locks from the garbage collector, which would release those that nobody refers to. */
const locks = new Set<DatabaseSync>()

/**
 * Locks the folder for this process: two processes that start on one folder would both create data, keys and certificates
 * in it. Uses SQLite's file lock, because Node can't lock a file. The system releases the lock when the process ends, even
 * if it is killed.
 * @returns a function that releases the lock
 * @throws StackError if another process has it
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
    // The owner may not have written its process id yet.
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
