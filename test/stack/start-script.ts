import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

export interface Script {
  process: ChildProcess
  /** The next line it prints. */
  nextLine(): Promise<string>
  kill(signal: NodeJS.Signals): Promise<void>
}

/** Runs a script of fixtures/ in a process of its own, which is killed after the test. */
export function startScript(name: string, ...args: string[]): Script {
  // A group of its own, so that a test can send it what Ctrl-C in a terminal sends.
  const child = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', name), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  onTestFinished(() => kill('SIGKILL'))
  return {
    process: child,
    kill,
    nextLine: async () => {
      const { value, done } = await lines.next()
      if (done) throw new Error(`${name} ended without a line`)
      return value
    },
  }
}
