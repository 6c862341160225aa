import type { ExitCode } from './exit-codes.ts'

/** Ends a command with a sentence on stderr and an exit code: for what the user can mend, or asked to be told. */
export class CommandError extends Error {
  override name = 'CommandError'
  readonly exitCode: ExitCode

  constructor(exitCode: ExitCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.exitCode = exitCode
  }
}
