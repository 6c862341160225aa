import type { Terminal } from '../../src/cli/terminal.ts'

/** A terminal that keeps what a command writes; `input` is its stdin. */
export interface TestTerminal extends Terminal {
  stdout: string[]
  stderr: string[]
  /** As Ctrl-C does. */
  interrupt(): void
}

export function createTestTerminal(input = ''): TestTerminal {
  const ending = new AbortController()
  const stdout: string[] = []
  const stderr: string[] = []
  return {
    stdout,
    stderr,
    interrupt: () => ending.abort(),
    print: (line) => void stdout.push(line),
    warn: (line) => void stderr.push(line),
    progress: (line) => void stdout.push(line),
    readInput: () => Promise.resolve(input),
    paint: (_, text) => text,
    signal: ending.signal,
  }
}
