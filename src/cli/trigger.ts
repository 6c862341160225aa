import { readFile } from 'node:fs/promises'
import { InvalidArgumentError, type Command } from 'commander'

import { requireNone, type UserError } from '../client/request.ts'
import { collect, parseInteger } from './arguments.ts'
import { awaitDeliveries } from './await-deliveries.ts'
import { CommandError } from './command-error.ts'
import { parseExactly } from './exact-json.ts'
import { EXIT } from './exit-codes.ts'
import { openSession, type Session } from './session.ts'
import { applySetting, parseSetting, type Setting } from './set-path.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  data?: string
  set?: Setting[]
  channel?: string[]
  key?: string
  /** Seconds; true: as long as unless given. */
  wait?: number | true
}

/** Seconds that `--wait` waits unless given. */
const WAIT_SECONDS = 30

const PUBLISH = /* GraphQL */ `
  mutation ($input: PublishEventInput!) {
    published: publishEvent(input: $input) {
      event {
        id
      }
      duplicate
      unknownChannels
      userErrors {
        code
        field
        message
      }
    }
  }
`

const EVENT_TYPES = /* GraphQL */ `
  query ($organizationId: ID) {
    eventTypes(organizationId: $organizationId) {
      name
      example
    }
  }
`

/** Adds `durahook trigger`, which publishes an event. */
export function addTrigger(program: Command, terminal: Terminal): void {
  program
    .command('trigger <type>')
    .description('Publish an event, with the example of its type as data unless given.')
    .option('--data <file>', 'JSON; - reads it from stdin')
    .option(
      '--set <path=value>',
      'put a value into the data, as in lead.status=pending; JSON, or else text; can be repeated',
      collect(parseSetting),
    )
    .option('--channel <id>', 'a channel that it concerns; can be repeated', collect(String))
    .option('--key <key>', 'idempotency key: publishing it again gives the same event')
    .option(
      '--wait [seconds]',
      `wait until each delivery is delivered, for ${WAIT_SECONDS} s unless given; exit code 5 when one is not`,
      parseInteger(1, 86_400),
    )
    .action((type: string, options: Options, command: Command) =>
      trigger(type, options, openSession(command, terminal), terminal),
    )
}

async function trigger(type: string, options: Options, session: Session, terminal: Terminal): Promise<void> {
  const data =
    options.data === undefined
      ? await exampleOf(type, session)
      : parseData(await readData(options.data, terminal), options.data)
  for (const setting of options.set ?? []) applyTo(data, setting)
  const { published } = await session.ask<{ published: Published }>(PUBLISH, {
    input: {
      type,
      data,
      ...(session.organizationId && { organizationId: session.organizationId }),
      ...(options.channel && { channels: options.channel }),
      // Without one, an event whose answer was lost would be published twice.
      idempotencyKey: options.key ?? crypto.randomUUID(),
    },
  })
  requireNone(published.userErrors)
  const { event, duplicate, unknownChannels } = published
  for (const channel of unknownChannels)
    terminal.warn(`There is no channel "${channel}"; webhooks for all channels receive the event.`)
  if (session.json) terminal.print(JSON.stringify({ event, duplicate, unknownChannels }))
  else terminal.print(`${event!.id}  ${duplicate ? 'was published before with this key' : 'published'}`)
  if (options.wait !== undefined)
    await awaitDeliveries(event!.id, options.wait === true ? WAIT_SECONDS : options.wait, session, terminal)
}

interface Published {
  event: { id: string } | null
  duplicate: boolean
  unknownChannels: string[]
  userErrors: UserError[]
}

async function exampleOf(type: string, session: Session): Promise<unknown> {
  const { eventTypes } = await session.ask<{ eventTypes: { name: string; example: unknown }[] }>(
    EVENT_TYPES,
    {
      organizationId: session.organizationId,
    },
  )
  const found = eventTypes.find(({ name }) => name === type)
  if (found) return found.example
  const names = eventTypes.map(({ name }) => name).join(', ') || 'none'
  throw new CommandError(EXIT.refused, `There is no event type "${type}". There are: ${names}.`)
}

async function readData(file: string, terminal: Terminal): Promise<string> {
  if (file === '-') return terminal.readInput()
  try {
    // Without the byte order mark that some editors write, as stdin is read.
    return new TextDecoder().decode(await readFile(file))
  } catch (error) {
    const { message } = error as Error
    throw new CommandError(EXIT.usage, `${file} can't be read (${message}). Give --data another file.`)
  }
}

function parseData(text: string, file: string): unknown {
  try {
    return parseExactly(text)
  } catch (error) {
    const where = file === '-' ? 'What came on stdin' : file
    throw new CommandError(EXIT.usage, `${where} is not JSON (${(error as Error).message}). Mend it.`)
  }
}

function applyTo(data: unknown, setting: Setting): void {
  try {
    applySetting(data, setting)
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    throw new CommandError(EXIT.usage, `--set ${setting.path.join('.')} is wrong: ${error.message}`)
  }
}
