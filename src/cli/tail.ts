import type { Command } from 'commander'
import type { LogEntry, LoggedAttempt } from '../client/index.ts'
import { parseList } from './arguments.ts'
import { paintStatus } from './paint-status.ts'
import { openSession, type Session } from './session.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  failed?: boolean
  webhook?: string
  types?: string[]
  after?: string
}

/** Adds `durahook tail`, which follows the delivery log. */
export function addTail(program: Command, terminal: Terminal): void {
  program
    .command('tail')
    .description('Follow the delivery log live: a line for each attempt when it ends. Ctrl-C ends it.')
    .option('--failed', 'only attempts that did not succeed')
    .option('--webhook <id>', "only one webhook's")
    .option('--types <names>', 'only these event types, as in lead.created,invoice.*', parseList)
    .option('--after <cursor>', "first what came after this cursor; '' is the log's start")
    .action((options: Options, command: Command) => tail(options, openSession(command, terminal), terminal))
}

async function tail(options: Options, session: Session, terminal: Terminal): Promise<void> {
  await session.reach()
  const log = session.client.followLog({
    signal: terminal.signal,
    onDisconnect: ({ message }) => terminal.warn(`The connection broke (${message}). Connecting again.`),
    ...(options.after !== undefined && { after: options.after }),
    ...(options.webhook && { webhookId: options.webhook }),
  })
  let last: string | undefined
  for await (const entry of log) {
    last = entry.cursor
    if (isAskedFor(entry.attempt, options))
      terminal.print(session.json ? JSON.stringify(entry) : lineOf(entry, terminal))
  }
  if (last !== undefined && !session.json) terminal.warn(`Go on from here with: --after ${last}`)
}

/** Whether an attempt is one that the options ask for. */
export const isAskedFor = (
  { outcome, eventType }: Pick<LoggedAttempt, 'outcome' | 'eventType'>,
  { failed, types }: Pick<Options, 'failed' | 'types'>,
): boolean =>
  !(failed && outcome === 'SUCCEEDED') && (types?.some((type) => isOfType(eventType, type)) ?? true)

/** As a webhook asks: a name, `invoice.*`, or `*`. */
const isOfType = (eventType: string, asked: string) =>
  asked === '*' || asked === eventType || (asked.endsWith('.*') && eventType.startsWith(asked.slice(0, -1)))

/** Widths of columns: lines come one by one, so none can know the next. */
const WIDTH = { outcome: 'INTERRUPTED'.length, eventType: 24, answer: 'CONNECTION_REFUSED'.length, ms: 8 }

function lineOf({ attempt }: LogEntry, terminal: Terminal): string {
  const { finishedAt, outcome, eventType, statusCode, errorKind, latency, id, webhookId, decision } = attempt
  const padding = ' '.repeat(WIDTH.outcome - outcome.length)
  return [
    terminal.paint('dim', new Date(finishedAt).toTimeString().slice(0, 8)),
    paintStatus(outcome, terminal) + padding,
    eventType.padEnd(WIDTH.eventType),
    String(statusCode ?? errorKind ?? '').padEnd(WIDTH.answer),
    `${Math.round(latency.totalMs)} ms`.padStart(WIDTH.ms),
    id,
    webhookId,
    decision,
  ].join('  ')
}
