import { hostname } from 'node:os'
import type { Command } from 'commander'
import { subscribe } from '../client/subscribe.ts'
import { parseList, parseUrl } from './arguments.ts'
import { describeError } from './describe-error.ts'
import { describeForwarded } from './listen/describe-forwarded.ts'
import { forward, type ForwardResult } from './listen/forward.ts'
import { listenerName } from './listen/listener-name.ts'
import { createReports, LISTEN, type ListenInput, type ListenMessage } from './listen/operations.ts'
import type { RequestToForward } from './listen/request-to-forward.ts'
import { readSecret } from './read-secret.ts'
import { openSession, type Session } from './session.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  forwardTo: string
  types?: string[]
  channel?: string
  dialect?: string
  secret?: string
}

/** Adds `durahook listen`, which brings events to a server on this machine (docs/decisions/0024). */
export function addListen(program: Command, terminal: Terminal): void {
  program
    .command('listen')
    .description(
      'Forward events to a server on this machine, signed and logged as any delivery. Ctrl-C ends it.',
    )
    .requiredOption('--forward-to <address>', 'as in http://localhost:3000/hooks', parseUrl)
    .option(
      '--types <names>',
      'only these event types, as in lead.created,invoice.*; all unless given',
      parseList,
    )
    .option('--channel <id>', 'only events that concern this channel')
    .option('--dialect <name>', "the wire format; the organization's unless given")
    .option(
      '--secret <secret>',
      'sign with this one, so that the server need not change; - reads it from standard input',
    )
    .action((options: Options, command: Command) => listen(options, openSession(command, terminal), terminal))
}

async function listen(options: Options, session: Session, terminal: Terminal): Promise<void> {
  const target = new URL(options.forwardTo)
  const input: ListenInput = {
    organizationId: session.organizationId,
    name: listenerName(hostname(), target, options.dialect),
    forwardTo: target.href,
    eventTypes: options.types ?? ['*'],
    channelId: options.channel,
    dialect: options.dialect,
    secret: await readSecret(options.secret, terminal),
  }
  await session.reach()
  const report = createReports(session)
  const underWay = new Set<Promise<void>>()
  let shown = false
  const messages = subscribe<{ message: ListenMessage }>(session.connection, {
    query: LISTEN,
    variables: () => ({ input }),
    signal: terminal.signal,
    onDisconnect: ({ message }) =>
      terminal.warn(`The connection broke (${message}). Connecting again; nothing is missed.`),
  })
  // The API gives as many at once as a webhook may have, so none has to wait for another here.
  try {
    for await (const { message } of messages) {
      const { request } = message
      if (request) {
        const done = forwardAndReport(request).finally(() => underWay.delete(done))
        underWay.add(done)
      } else if (!shown) {
        shown = true
        describeListener(message, target, terminal)
      }
    }
  } finally {
    // A success counts also when the listener has ended.
    const { size } = underWay
    if (size > 0) terminal.warn(`Waiting for ${size} ${size === 1 ? 'answer' : 'answers'}.`)
    await Promise.all(underWay)
  }

  async function forwardAndReport(request: RequestToForward): Promise<void> {
    const result = await forward(target, request)
    terminal.print(
      session.json ? JSON.stringify(jsonOf(request, result)) : describeForwarded(request, result, terminal),
    )
    try {
      await report({ request, result })
    } catch (error) {
      const { lines } = describeError(error)
      terminal.warn(
        `The answer to ${request.deliveryId} could not be reported, so the request comes again: ${lines.join(' ')}`,
      )
    }
  }
}

function describeListener({ listener, secret }: ListenMessage, target: URL, { warn }: Terminal): void {
  warn(`Listening. Events go to ${target.href}, as ${listener.dialect.title} sends them; Ctrl-C ends it.`)
  warn(`Signed with ${secret ?? 'the secret that was shown when this listener was made'}`)
}

const jsonOf = (
  { deliveryId, number, eventType }: RequestToForward,
  { response, error, latency }: ForwardResult,
) => ({
  deliveryId,
  number,
  eventType,
  statusCode: response?.statusCode ?? null,
  errorKind: error?.kind ?? null,
  error: error?.message ?? null,
  latency,
})
