import { Option, type Command } from 'commander'
import { openSession } from './session.ts'
import type { Terminal } from './terminal.ts'
import { exportTypes, FORMATS, type ExportOptions } from './types/export-types.ts'

/** Adds `durahook types`: export. */
export function addTypes(program: Command, terminal: Terminal): void {
  const types = program.command('types').description('Event types, for those who write receivers.')
  types
    .command('export')
    .description(
      'Print the event types as TypeScript, JSON Schema or OpenAPI 3.1, with the bodies that receivers get.',
    )
    .addOption(
      new Option('--format <format>', 'what to make').choices(Object.keys(FORMATS)).default('typescript'),
    )
    .option('--out <file>', 'write it to this file')
    .option('--dialect <name>', "whose bodies; the organization's unless given")
    .action((options: ExportOptions, command: Command) =>
      exportTypes(options, openSession(command, terminal), terminal),
    )
}
