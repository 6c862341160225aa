import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { signalProcess, type Stop } from './leftover.ts'
import { StackError } from './stack-error.ts'

export interface ChildOptions extends Partial<Stop> {
  /** For the log file `<name>.log` and the pid file `<name>.pid` in `folder`, which is created if missing. */
  name: string
  folder: string
  command: string
  args: readonly string[]
  /** Added to the environment of this process. */
  env?: Record<string, string>
  uid?: number
  gid?: number
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
  /** Asks the process to end, kills it after the grace period, and resolves when it has ended. Safe to call twice. */
  close(): Promise<void>
}

/** A log larger than this, in bytes, is renamed to `<name>.previous.log` at the next start. */
const LOG_LIMIT = 10 * 1024 * 1024

/**
 * Ends the child and its own children as soon as durahook closes the pipe or dies, even by SIGKILL. A line in the pipe
 * means that the child has ended by itself. A shell script, because it is portable and survives our SIGKILL. $1 is the
 * process group, $2 the signal without SIG, $3 the grace period in seconds.
 */
const WATCHER = `
read -r _ && exit
kill -s "$2" -- "-$1"
left=$3
while [ "$left" -gt 0 ] && kill -s 0 -- "-$1"; do sleep 1; left=$((left - 1)); done
kill -s KILL -- "-$1"`

/**
 * Starts a program that never outlives this process. It has its own process group, so that Ctrl-C in the terminal reaches
 * only durahook, which closes everything in order.
 * @throws StackError if the command can't be run
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { name, folder, command, args, env, stopSignal = 'SIGTERM', graceMs = 10_000, ...rest } = options
  mkdirSync(folder, { recursive: true })
  const pidFile = join(folder, `${name}.pid`)
  const logFile = join(folder, `${name}.log`)
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT)
    renameSync(logFile, join(folder, `${name}.previous.log`))
  // The child writes to the file itself: a pipe through this process could fill up, and would break when it dies.
  const log = openSync(logFile, 'a')
  const logStart = statSync(logFile).size
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...env },
    ...rest,
  })
  closeSync(log)
  const { pid } = child
  if (pid === undefined) {
    const [cause] = (await once(child, 'error')) as [Error]
    throw new StackError(`${name} can't be started: ${cause.message}.`, { cause })
  }
  const watch = [`${pid}`, stopSignal.slice(3), `${Math.ceil(graceMs / 1000)}`]
  const watcher = spawn('/bin/sh', ['-c', WATCHER, 'durahook-watcher', ...watch], {
    detached: true, // So that Ctrl-C and a closing terminal don't reach it.
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watcher.stdin.on('error', () => {}) // The watcher was killed; its 'exit' handler deals with that.
  writeFileSync(pidFile, String(pid))

  let running = true
  // Without a watcher the child could outlive this process, so the child is ended.
  watcher.once('exit', () => running && signalProcess(-pid, stopSignal))
  const ended = once(child, 'exit').then(([code, signal]): ChildEnd => {
    running = false
    if (!watcher.stdin.writableEnded) watcher.stdin.end('ended\n')
    // After a kill the next one may have been started already.
    if (existsSync(pidFile) && readFileSync(pidFile, 'utf8') === `${pid}`) rmSync(pidFile)
    return { code, signal }
  })
  const close = async () => {
    watcher.stdin.end()
    await ended
  }
  const logTail = () => {
    const lines = readFileSync(logFile).subarray(logStart).toString().trimEnd().split('\n')
    // Temporal logs stack traces of a thousand characters into one line.
    const tail = lines.slice(-12).map((line) => line.slice(0, 400))
    return tail.join('\n')
  }
  return { pid, logFile, ended, logTail, close, [Symbol.asyncDispose]: close }
}
