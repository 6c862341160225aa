import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Limits of memory, as `npm start` sets them. */
function memoryLimits(): { flags: string[]; environment: Record<string, string> } {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  return {
    flags: scripts.start.match(/--max\S+/g)!,
    environment: Object.fromEntries(
      [...scripts.start.matchAll(/(MALLOC_\w+)=(\S+)/g)].map(([, ...pair]) => pair),
    ),
  }
}

export interface NodeProcess extends AsyncDisposable {
  pid: number
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

/** Runs a TypeScript file in a process of its own, its output in a file as it would be in production. */
export function startNode(options: {
  name: string
  /** Path from `root`. */
  file: string
  /** The folder of another version; this repository's unless given. */
  root?: string
  args?: readonly string[]
  environment: Record<string, string>
  folder: string
}): NodeProcess {
  const output = openSync(join(options.folder, `${options.name}.log`), 'a')
  const root = options.root ?? join(import.meta.dirname, '../..')
  const { flags, environment } = memoryLimits()
  const profile = process.env.BENCH_PROFILE
  const child = spawn(
    process.execPath,
    [
      ...flags,
      ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}/${options.name}`] : []),
      join(root, options.file),
      ...(options.args ?? []),
    ],
    {
      cwd: root,
      env: { ...process.env, ...environment, ...options.environment },
      stdio: ['ignore', output, output, 'ipc'],
    },
  )
  closeSync(output)
  let closing = false
  child.once('exit', (code) => {
    if (closing) return
    console.error(`${options.name} ended by itself (${code}); see ${options.folder}/${options.name}.log`)
    process.exit(1)
  })
  return {
    pid: child.pid!,
    send: (message) => void child.send(message as object),
    onMessage: (listener) => void child.on('message', listener),
    async [Symbol.asyncDispose]() {
      closing = true
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
