import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { runs } from '../../../src/stack/leftover.ts'
import { eventually } from '../../support/eventually.ts'

const run = promisify(execFile)

/** Postgres or Temporal, which can be killed and started again on the same port and data. */
export interface Server extends AsyncDisposable {
  readonly name: string
  /** SIGKILL to the server and all its processes; resolves when none is left. */
  kill(): Promise<void>
  /** SIGKILL to one of its processes, chosen by `pick`; Postgres then ends all others and recovers by itself. */
  killOne(pick: (pids: number[]) => number): Promise<void>
  start(): Promise<void>
  /** Whether its process is there. */
  lives(): boolean
  /** Copies its data as a disk's snapshot would, while it runs; returns what puts that back after a kill. */
  snapshot(): Promise<Snapshot>
  /** Takes its data away, after a kill. */
  wipe(): Promise<void>
}

export interface Snapshot {
  /** Kills the server, puts the copy in the place of its data and starts it again. */
  restore(): Promise<void>
}

/** `start` opens it, `pidFile` is where src/stack writes its process id. */
export async function startServer(
  name: string,
  pidFile: string,
  open: () => Promise<AsyncDisposable>,
): Promise<Server> {
  const folder = dirname(pidFile)
  let opened = await open()
  let snapshots = 0
  const pid = () => Number(readFileSync(pidFile, 'utf8'))
  const server: Server = {
    name,
    lives: () => existsSync(pidFile) && runs(pid()),
    async kill() {
      const leader = pid()
      // Stopped first, so that it can't start another process while its processes are being listed and killed.
      process.kill(leader, 'SIGSTOP')
      const processes = [...(await childrenOf(leader)), leader]
      for (const id of processes) kill(id)
      await eventually(() => !processes.some((id) => runs(id)), { deadlineMs: 30_000 })
    },
    async killOne(pick) {
      const children = await childrenOf(pid())
      if (children.length > 0) kill(pick(children))
    },
    async start() {
      // Again if it fails: what was killed a moment ago may still hold the port or the shared memory.
      let failure: unknown
      opened = await eventually(() => open().catch((error: unknown) => void (failure = error)), {
        deadlineMs: 180_000,
        describe: () => `${name} starts again: ${String(failure)}`,
      })
    },
    async snapshot() {
      const copy = `${folder}-snapshot-${++snapshots}`
      const all = [pid(), ...(await childrenOf(pid()))]
      for (const id of all) process.kill(id, 'SIGSTOP')
      await run('cp', ['-a', folder, copy]) // with owners: Postgres's data are not root's
      for (const id of all.reverse()) process.kill(id, 'SIGCONT')
      return {
        async restore() {
          await server.kill()
          await server.wipe()
          await run('cp', ['-a', copy, folder])
          await server.start()
        },
      }
    },
    wipe: () => rm(folder, { recursive: true }),
    [Symbol.asyncDispose]: () => Promise.resolve(opened[Symbol.asyncDispose]()),
  }
  return server
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself meanwhile.
  }
}

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await run('pgrep', ['-P', String(pid)]).catch(() => ({ stdout: '' }))
  return stdout.split('\n').filter(Boolean).map(Number)
}
