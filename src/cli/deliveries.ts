import type { Command } from 'commander'
import { parseInteger, parseWords } from './arguments.ts'
import { listDeliveries } from './list-deliveries.ts'
import { retryDelivery } from './retry-delivery.ts'
import { openSession } from './session.ts'
import { showDelivery } from './show-delivery.ts'
import { DELIVERY_STATUSES } from './statuses.ts'
import type { Terminal } from './terminal.ts'

/** Adds `durahook deliveries`: list, show, retry. */
export function addDeliveries(program: Command, terminal: Terminal): void {
  const deliveries = program.command('deliveries').description('List, show and retry deliveries.')
  deliveries
    .command('list')
    .description('The newest deliveries.')
    .option('--status <names>', `only ${DELIVERY_STATUSES.join(', ')}`, parseWords(DELIVERY_STATUSES))
    .option('--webhook <id>', "only one webhook's")
    .option('--event <id>', "only one event's")
    .option('--limit <number>', 'at most so many', parseInteger(1, 100_000), 50)
    .action((options: Parameters<typeof listDeliveries>[0], command: Command) =>
      listDeliveries(options, openSession(command, terminal), terminal),
    )
  deliveries
    .command('show <id>')
    .description('A delivery with its attempts. Exit code 5 if it has failed.')
    .action((id: string, _: unknown, command: Command) =>
      showDelivery(id, openSession(command, terminal), terminal),
    )
  deliveries
    .command('retry <id>')
    .description('Make the next attempt now. What has ended is sent again, also what has succeeded.')
    .action((id: string, _: unknown, command: Command) =>
      retryDelivery(id, openSession(command, terminal), terminal),
    )
}
