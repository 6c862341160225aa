import { text } from 'node:stream/consumers'
import { styleText } from 'node:util'
import { EXIT } from './exit-codes.ts'
import { showControls } from './printable.ts'

/** Where a command reads and writes; tests have one of their own. */
export interface Terminal {
  /** Writes a line to stdout: what was asked for. */
  print(line: string): void
  /** Writes a line to stderr: what went wrong, and remarks that a program must not read as an answer. */
  warn(line: string): void
  /** Shows how far something is, on stdout: on a terminal in place of what was shown before, else as a line. */
  progress(line: string): void
  /** Reads stdin to its end. */
  readInput(): Promise<string>
  /** Colours what goes to stdout, where it is a terminal that has colours. */
  paint(colour: Colour, text: string): string
  /** Aborts when the user wants the command to end. */
  signal: AbortSignal
}

export type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold'

/** The process's own. NO_COLOR is heeded. */
export function openTerminal(signal: AbortSignal): Terminal {
  const { stdin, stdout, stderr } = process
  // Whoever reads us may have had enough: `durahook tail | head -1`.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done)
    stderr.write(`Writing to stdout failed (${error.message}).\n`)
    process.exit(EXIT.usage)
  })
  // Nor has a command that does what it should failed because nobody reads its remarks.
  stderr.on('error', () => {})
  const colours = stdout.isTTY && stdout.hasColors()
  let unfinished = false
  const finish = () => {
    if (unfinished) stdout.write('\n')
    unfinished = false
  }
  return {
    print(line) {
      finish()
      stdout.write(`${showControls(line)}\n`)
    },
    warn(line) {
      finish()
      stderr.write(`${showControls(line)}\n`)
    },
    progress(line) {
      if (!stdout.isTTY) return void stdout.write(`${line}\n`)
      // Cut at the margin: the rest of a line that is wrapped would stay.
      stdout.write(`\r\u001b[K\u001b[?7l${line}\u001b[?7h`)
      unfinished = true
    },
    readInput: () => text(stdin),
    paint: (colour, words) => (colours ? styleText(colour, words) : words),
    signal,
  }
}
