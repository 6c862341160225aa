import { existsSync, readFileSync, rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { execaSync } from 'execa'

/** Which signal asks a server to end, and after how many milliseconds it is killed. */
export interface Stop {
  stopSignal: NodeJS.Signals
  graceMs: number
}

/**
 * Ends a server that a killed durahook left running, and removes its pid file. Usually the watcher (see child.ts) has
 * ended the server already, or is about to; then this only waits.
 * @param pidFile its first line is the process id
 * @param argument text that the process's command line must contain, because process ids are soon reused, above all in
 *   containers
 */
export async function endLeftover(pidFile: string, argument: string, stop: Stop): Promise<void> {
  if (!existsSync(pidFile)) return
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
  if (runs(pid, argument)) signalProcess(pid, stop.stopSignal)
  const deadline = Date.now() + stop.graceMs
  // Polls, because the end of a process that is not our child is not reported.
  while (runs(pid, argument)) {
    if (Date.now() > deadline) signalProcess(pid, 'SIGKILL')
    await delay(50)
  }
  rmSync(pidFile, { force: true })
}

/** Whether this process runs, with `argument` in its command line. A zombie has no command line. */
export function runs(pid: number, argument = ''): boolean {
  const command = pid > 0 ? commandOf(pid) : ''
  return command !== '' && command.includes(argument)
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
    // It has ended in the meantime.
  }
}
