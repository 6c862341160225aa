import type { Command } from 'commander'
import { parseInteger, parseList, parseUrl } from './arguments.ts'
import { createWebhook, type CreateOptions } from './create-webhook.ts'
import { listWebhooks } from './list-webhooks.ts'
import { rotateSecret, type RotateOptions } from './rotate-secret.ts'
import { openSession } from './session.ts'
import type { Terminal } from './terminal.ts'

/** The longest overlap, in seconds: seven days. */
const LONGEST_OVERLAP = 7 * 86_400

/** Adds `durahook webhooks`: list, create, rotate. */
export function addWebhooks(program: Command, terminal: Terminal): void {
  const webhooks = program.command('webhooks').description('List and create webhooks, rotate their secrets.')
  webhooks
    .command('list')
    .description('The webhooks, the newest first.')
    .option('--text <part>', 'only those with this in their address, description or uid')
    .option('--limit <number>', 'at most so many', parseInteger(1, 100_000), 200)
    .action((options: Parameters<typeof listWebhooks>[0], command: Command) =>
      listWebhooks(options, openSession(command, terminal), terminal),
    )
  webhooks
    .command('create')
    .description('Create a webhook, and print its secret.')
    // An argument: --url is the API's address.
    .argument('<receiver>', 'where events are POSTed to: an https address', parseUrl)
    .requiredOption(
      '--types <names>',
      "the event types, as in lead.created,invoice.*; '*' for all",
      parseList,
    )
    .option('--channel <id>', 'the one channel it is limited to')
    .option('--dialect <name>', "its wire format; the organization's unless given")
    .option('--description <text>', 'a note')
    .option('--uid <id>', 'an id of your own, unique in the organization')
    .option('--secret <secret>', 'of another system; - reads it from stdin; a new one unless given')
    .action((receiver: string, options: CreateOptions, command: Command) =>
      createWebhook(receiver, options, openSession(command, terminal), terminal),
    )
  webhooks
    .command('rotate <id>')
    .description('Give a webhook a new secret, and print it.')
    .option(
      '--overlap <seconds>',
      'how long the old secrets sign too, if the dialect can; 0 unless given',
      parseInteger(0, LONGEST_OVERLAP),
    )
    .option('--secret <secret>', 'of another system; - reads it from stdin; a new one unless given')
    .action((id: string, options: RotateOptions, command: Command) =>
      rotateSecret(id, options, openSession(command, terminal), terminal),
    )
}
