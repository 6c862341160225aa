import { fileURLToPath } from 'node:url'
import { startChild, type Child, type ChildEnd } from '../../../src/stack/child.ts'
import { eventually } from '../../support/eventually.ts'

/** A durahook process, started again whenever it ends, as Docker or systemd would. */
export interface Program extends AsyncDisposable {
  readonly name: string
  /** How each process ended, in order; those killed by the test too. */
  readonly ends: readonly ChildEnd[]
  /** SIGKILL, at once; it comes again by itself. */
  kill(): Promise<void>
  /** SIGTERM; resolves with how it ended. It comes again with `start`. */
  terminate(): Promise<ChildEnd>
  start(): Promise<void>
  close(): Promise<void>
}

export interface ProgramOptions {
  /** Names its log file. */
  name: string
  /** Of `npm start`, or of the command line. */
  command: 'api' | 'worker' | 'listen'
  /** What follows the command. */
  args?: string[]
  /** Where its log file goes. */
  folder: string
  environment: Record<string, string>
}

const main = (folder: string) => fileURLToPath(new URL(`../../../src/${folder}/main.ts`, import.meta.url))
const MAIN = { api: main('app'), worker: main('app'), listen: main('cli') }

/** How long a supervisor waits before it starts what ended again, in milliseconds. */
const RESTART_MS = 500

/** Starts it. An API is waited for; a worker may start while Temporal is away, by starting again and again. */
export async function startProgram({
  name,
  command,
  args = [],
  folder,
  environment,
}: ProgramOptions): Promise<Program> {
  const ends: ChildEnd[] = []
  let child: Child | null = null
  let wanted = true
  let supervising: Promise<void>

  async function supervise(started: () => void): Promise<void> {
    while (wanted) {
      child = await startChild({
        name,
        folder,
        command: process.execPath,
        args: [MAIN[command], command, ...args],
        env: environment,
        graceMs: 60_000,
      })
      started()
      ends.push(await child.ended)
      child = null
      if (wanted) await new Promise((resolve) => setTimeout(resolve, RESTART_MS))
    }
  }

  async function start(): Promise<void> {
    wanted = true
    await new Promise<void>((started) => (supervising = supervise(started)))
    if (command === 'api') await untilHealthy(environment['PORT']!)
  }

  async function close(): Promise<void> {
    wanted = false
    if (child) await child.close()
    await supervising
  }

  await start()
  return {
    name,
    ends,
    async kill() {
      const running = await eventually(() => child, { deadlineMs: 30_000 })
      process.kill(running.pid, 'SIGKILL')
      await running.ended
    },
    async terminate() {
      await close()
      return ends.at(-1)!
    },
    start,
    close,
    [Symbol.asyncDispose]: close,
  }
}

const untilHealthy = (port: string) =>
  eventually(
    () =>
      fetch(`http://127.0.0.1:${port}/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    { deadlineMs: 120_000, describe: () => `the API on port ${port} answers` },
  )
