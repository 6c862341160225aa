import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, closeSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { recordPid, stopLeftover } from './pid-file.ts'
import { StackError } from './stack-error.ts'
import { startWatcher } from './watcher.ts'

export interface ChildOptions {
  /** Names the log file `<name>.log` and the pid file `<name>.pid` in `folder`. */
  name: string
  /** Where the log and the pid file go; made if missing. One running child per name and folder. */
  folder: string
  command: string
  args: readonly string[]
  cwd?: string
  /** Added to the environment of this process. */
  env?: Record<string, string>
  uid?: number
  gid?: number
  /** What asks it to end. Default SIGTERM. */
  stopSignal?: NodeJS.Signals
  /** How long it may take to end before it is killed, in milliseconds. Default 10 000. */
  graceMs?: number
}

export interface ChildEnd {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface Child extends AsyncDisposable {
  readonly pid: number
  readonly logFile: string
  /** Resolves when the process has ended, for whatever reason; never rejects. */
  readonly ended: Promise<ChildEnd>
  /** The last lines of the log, for an error message. */
  logTail(): string
  /** Asks it to end and resolves when it has; kills it after the grace period. Safe to call twice. */
  close(): Promise<void>
}

/** A log is kept across starts until it is larger than this, in bytes; then it becomes `<name>.previous.log`. */
const LOG_LIMIT = 10 * 1024 * 1024

/** How much of the log an error message shows. */
const TAIL_LINES = 12
const TAIL_WIDTH = 400

/**
 * Starts an outside process that never outlives this one. It leads its own process group, so that Ctrl-C in the
 * terminal reaches only durahook, which closes its parts in order; if durahook is killed, a watcher ends the child.
 * A leftover of an earlier start in the same folder is stopped first.
 * @throws StackError CHILD_NOT_STARTED if the command can't be run, FOLDER_IN_USE if a living durahook owns it.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, folder, command, stopSignal = 'SIGTERM', graceMs = 10_000 } = options
  mkdirSync(folder, { recursive: true })
  const pidFile = join(folder, `${name}.pid`)
  const logFile = join(folder, `${name}.log`)
  await stopLeftover(pidFile, { what: name, stopSignal, graceMs })
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) {
    renameSync(logFile, join(folder, `${name}.previous.log`))
  }

  // The log is a file and not a pipe through this process: it must not fill up or break when this process dies.
  const log = openSync(logFile, 'a')
  const logStart = statSync(logFile).size
  const spawned = spawn(command, options.args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  })
  const { pid } = spawned
  const watcher = pid === undefined ? null : startWatcher({ pid, stopSignal, graceMs })
  if (pid !== undefined) recordPid(pidFile, pid)
  closeSync(log)

  if (pid === undefined || watcher === null) {
    const [cause] = (await once(spawned, 'error')) as [Error]
    throw new StackError('CHILD_NOT_STARTED', `${name} can't be started: ${cause.message}.`, { cause })
  }

  const ended = new Promise<ChildEnd>((resolve) => {
    spawned.once('exit', (code, signal) => {
      watcher.dismiss()
      rmSync(pidFile, { force: true })
      resolve({ code, signal })
    })
  })

  async function close(): Promise<void> {
    if (spawned.exitCode !== null || spawned.signalCode !== null) return
    signalGroup(pid as number, stopSignal)
    const timer = setTimeout(() => signalGroup(pid as number, 'SIGKILL'), graceMs)
    await ended
    clearTimeout(timer)
  }

  return {
    pid,
    logFile,
    ended,
    logTail: () => tail(readFileSync(logFile).subarray(logStart).toString()),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function tail(text: string): string {
  // Temporal logs stack traces of a thousand characters into one line.
  return text
    .trimEnd()
    .split('\n')
    .slice(-TAIL_LINES)
    .map((line) => line.slice(0, TAIL_WIDTH))
    .join('\n')
}

/** A negative pid means the whole group: what the child has started itself ends with it. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
