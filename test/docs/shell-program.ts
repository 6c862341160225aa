import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A text that a shell runs, and what it prints. */
export interface ShellProgram extends AsyncDisposable {
  /** Standard output and errors, in the order they came. */
  output: string
  /** Its exit code, when it has ended, with all that it started, and all output is there. */
  ended: Promise<number | null>
}

/** Starts it; disposing ends it, with all that it started. */
export function startShell(text: string, cwd: string, environment: Record<string, string>): ShellProgram {
  const child = spawn('bash', ['-c', text], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  const program: ShellProgram = {
    output: '',
    ended,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGTERM')
      await ended
    },
  }
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (program.output += String(data)))
  return program
}
