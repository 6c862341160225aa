import { Command, CommanderError } from 'commander'
import { addDeliveries } from './deliveries.ts'
import { describeError } from './describe-error.ts'
import { EXIT, EXIT_MEANINGS, type ExitCode } from './exit-codes.ts'
import { addGlobalOptions } from './global-options.ts'
import { addListen } from './listen.ts'
import { addReplay } from './replay.ts'
import { addTail } from './tail.ts'
import type { Terminal } from './terminal.ts'
import { addTrigger } from './trigger.ts'
import { addTypes } from './types.ts'
import { addWebhooks } from './webhooks.ts'

const EXIT_HELP = `
Exit codes:
${EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(4)}${meaning}`).join('\n')}`

/** `durahook` with all its commands. */
export function createProgram(terminal: Terminal): Command {
  const program = new Command('durahook')
    .description('Publishes events to durahook, and shows and controls their deliveries.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.warn(text.trimEnd()),
    })
    .showHelpAfterError('(--help shows how it is used)')
    .addHelpText('afterAll', EXIT_HELP)
  addGlobalOptions(program)
  // Commands take what was set above from the program, so they come last.
  addTrigger(program, terminal)
  addTail(program, terminal)
  addDeliveries(program, terminal)
  addReplay(program, terminal)
  addWebhooks(program, terminal)
  addListen(program, terminal)
  addTypes(program, terminal)
  return program
}

/** Runs a command line, without the program's name, to its end. Errors go to stderr, so it never rejects. */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    await createProgram(terminal).parseAsync(args, { from: 'user' })
    return terminal.signal.aborted ? EXIT.interrupted : EXIT.done
  } catch (error) {
    if (terminal.signal.aborted) return EXIT.interrupted
    // commander has printed it. Help that was asked for is no error.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    const { lines, exitCode } = describeError(error)
    lines.forEach((line) => terminal.warn(line))
    return exitCode
  }
}
