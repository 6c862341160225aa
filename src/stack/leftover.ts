import { existsSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { execaSync } from 'execa'

/** How a server is asked to end, and after how many milliseconds it is killed. */
export interface Stop {
  stopSignal: NodeJS.Signals
  graceMs: number
}

/**
 * Ends what a killed durahook left running, and removes the pid file that names it. Usually the watcher (see child.ts)
 * has done so already, or is about to: then this waits for the end.
 * @param pidFile its first line is the process id
 * @param mark what its command line must hold: process ids are soon used again, in containers above all
 */
export async function endLeftover(pidFile: string, mark: string, stop: Stop): Promise<void> {
  if (!existsSync(pidFile)) return
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
  if (runs(pid, mark)) signalProcess(pid, stop.stopSignal)
  const deadline = Date.now() + stop.graceMs
  // Nothing reports the end of a process that is not one's child, so this has to look.
  while (runs(pid, mark)) {
    if (Date.now() > deadline) signalProcess(pid, 'SIGKILL')
    await delay(50)
  }
  rmSync(pidFile, { force: true })
}

/** Whether this process is there, with `mark` in its command line. One that has ended has none. */
export function runs(pid: number, mark = ''): boolean {
  const command = pid > 0 ? commandOf(pid) : ''
  return command !== '' && command.includes(mark)
}

function commandOf(pid: number): string {
  if (process.platform !== 'linux')
    return execaSync('ps', ['-o', 'command=', '-p', String(pid)], { reject: false }).stdout
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') // Slim images have no `ps`.
  } catch {
    return ''
  }
}

/** A negative id means the process group. */
export function signalProcess(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in the meantime, which is what was wanted.
  }
}
