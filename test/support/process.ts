import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { fileURLToPath } from 'node:url'
import { findFreePorts } from '../../src/stack/ports.ts'
import type { TestApp } from './app.ts'
import { eventually } from './eventually.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A real process that is a part of an app. */
export interface TestProcess extends AsyncDisposable {
  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** What it has written. */
  output(): string
  pid: number
  /** Resolves when it has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** Resolves when it answers. `root`: the folder of another version. */
export async function startApiProcess(
  app: TestApp,
  more: Record<string, string> = {},
  { root = ROOT, probe = '/ready' } = {},
): Promise<TestProcess & { port: number }> {
  const { HOST: host = '127.0.0.1', PORT: port = await freePort() } = more
  const api = startProcess(app, 'api', { PORT: String(port), ...more }, root)
  await eventually(
    () =>
      fetch(`http://${isIPv6(host) ? `[${host}]` : host}:${port}${probe}`).then(
        (response) => response.ok,
        () => false,
      ),
    {
      deadlineMs: 120_000,
      describe: () => `the API answers: ${api.output()}`,
    },
  )
  return { ...api, port: Number(port) }
}

/** Resolves when it takes deliveries. `root`: the folder of another version. */
export async function startWorkerProcess(
  app: TestApp,
  more: Record<string, string> = {},
  { root = ROOT } = {},
): Promise<TestProcess> {
  const level = app.settings.LOG_LEVEL === 'trace' ? {} : { LOG_LEVEL: 'info' }
  const worker = startProcess(app, 'worker', { ...level, ...more }, root)
  await eventually(() => worker.output().includes('The worker takes deliveries.'), {
    deadlineMs: 120_000,
    describe: () => `the worker starts: ${worker.output()}`,
  })
  return worker
}

function startProcess(
  app: TestApp,
  command: string,
  more: Record<string, string>,
  root: string,
): TestProcess {
  const child: ChildProcess = spawn(process.execPath, ['src/app/main.ts', command], {
    cwd: root,
    env: { PATH: process.env['PATH']!, ...app.environment, ...more },
  })
  let output = ''
  child.stdout!.on('data', (data) => (output += data))
  child.stderr!.on('data', (data) => (output += data))
  const ended = once(child, 'close').then(([code, signal]): Awaited<TestProcess['ended']> => ({
    code,
    signal,
  }))
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return { pid: child.pid!, ended, kill, output: () => output, [Symbol.asyncDispose]: () => kill('SIGKILL') }
}

export const freePort = async (): Promise<number> => (await findFreePorts(1))[0]!
