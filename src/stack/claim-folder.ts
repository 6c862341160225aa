import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lock } from 'proper-lockfile'
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts'
import { StackError } from './stack-error.ts'

/** Looking and writing takes milliseconds; a process that died in between holds the lock for this long, in milliseconds. */
const LOCK = { stale: 5_000, retries: { retries: 40, minTimeout: 50, maxTimeout: 200 } }

/**
 * Makes the folder this process's own until it ends or gives it up: two that start on one folder at once would each make
 * data, keys and certificates in it. A process that was killed holds nothing.
 * @returns what gives it up
 * @throws StackError FOLDER_IN_USE
 */
export async function claimFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'durahook.pid')
  const unlock = await lock(folder, { ...LOCK, onCompromised: () => {} })
  try {
    const owner = readOwner(file)
    if (owner && owner.pid !== process.pid && isAlive(owner)) {
      throw new StackError(
        'FOLDER_IN_USE',
        `Another durahook starts or runs on ${folder} (process ${owner.pid}). Stop that one first, or set DATA_FOLDER to another folder.`,
      )
    }
    writeFileSync(file, JSON.stringify(identifyProcess(process.pid)))
  } finally {
    await unlock().catch(() => {})
  }
  return () => rmSync(file, { force: true })
}

function readOwner(file: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity | null
  } catch {
    return null // Nobody's, or half written by a process that was killed just then.
  }
}
