import { writeFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts'
import { StackError } from './stack-error.ts'

/** What a pid file says: the child, and the durahook process that started it. */
interface PidRecord {
  child: ProcessIdentity
  owner: ProcessIdentity
}

/** Writes down, before anything else can happen, that this process started `pid`: the next start finds it there. */
export function recordPid(file: string, pid: number): void {
  const child = identifyProcess(pid)
  const owner = identifyProcess(process.pid)
  if (child && owner) writeFileSync(file, JSON.stringify({ child, owner } satisfies PidRecord))
}

/**
 * Stops what an earlier durahook left running according to `file`, and removes the file. Usually the watcher
 * (see child.ts) has done so already, or is about to: then this waits for the end.
 * @throws StackError FOLDER_IN_USE if the earlier durahook is alive itself.
 */
export async function stopLeftover(
  file: string,
  options: { what: string; stopSignal: NodeJS.Signals; graceMs: number },
): Promise<void> {
  const record = await readRecord(file)
  if (record && isAlive(record.child)) {
    if (isAlive(record.owner)) {
      throw new StackError(
        'FOLDER_IN_USE',
        `${options.what} already runs for this folder (process ${record.child.pid}, started by process ${record.owner.pid}, see ${file}). ` +
          `Stop that one first, or use another folder.`,
      )
    }
    await stopProcess(record.child, options)
  }
  await rm(file, { force: true })
}

/** Ends a process that isn't our child: `stopSignal`, and after `graceMs` milliseconds SIGKILL. */
export async function stopProcess(
  target: ProcessIdentity,
  options: { stopSignal: NodeJS.Signals; graceMs: number },
): Promise<void> {
  signal(target.pid, options.stopSignal)
  const deadline = Date.now() + options.graceMs
  let killed = false
  // Nothing reports the end of a process that is not one's child, so this has to look.
  while (isAlive(target)) {
    if (!killed && Date.now() > deadline) {
      signal(target.pid, 'SIGKILL')
      killed = true
    }
    await delay(50)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in the meantime, which is what was wanted.
  }
}

async function readRecord(file: string): Promise<PidRecord | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return JSON.parse(text) as PidRecord
  } catch {
    return null // Half written by a process that was killed just then.
  }
}
