import { hostname } from 'node:os'
import type { Command } from 'commander'
import { parseList, parseUrl } from './arguments.ts'
import { describeError } from './describe-error.ts'
import { describeForwarded } from './listen/describe-forwarded.ts'
import { forward, type ForwardResult } from './listen/forward.ts'
import { listenerUid } from './listen/listener-uid.ts'
import { reportAttempt } from './listen/operations.ts'
import type { RequestToForward } from './listen/request-to-forward.ts'
import { takeRequests } from './listen/take-requests.ts'
import { openSession, type Session } from './session.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  forwardTo: string
  types?: string[]
  channel?: string
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
    .action((options: Options, command: Command) => listen(options, openSession(command, terminal), terminal))
}

async function listen(options: Options, session: Session, terminal: Terminal): Promise<void> {
  const target = new URL(options.forwardTo)
  const listener = {
    organizationId: session.organizationId,
    uid: listenerUid(hostname(), target),
    eventTypes: options.types ?? ['*'],
    channelId: options.channel,
  }
  terminal.warn(`Listening. Events go to ${target.href}; Ctrl-C ends it.`)
  const underWay = new Set<Promise<void>>()
  // The API gives as many at once as a webhook may have, so none has to wait for another here.
  for await (const request of takeRequests(session.connection, listener, terminal)) {
    const done = forwardAndReport(request, target, session, terminal).finally(() => underWay.delete(done))
    underWay.add(done)
  }
  await Promise.all(underWay)
}

async function forwardAndReport(
  request: RequestToForward,
  target: URL,
  session: Session,
  terminal: Terminal,
): Promise<void> {
  const result = await forward(target, request)
  terminal.print(
    session.json ? JSON.stringify(jsonOf(request, result)) : describeForwarded(request, result, terminal),
  )
  try {
    await reportAttempt(session, request, result)
  } catch (error) {
    const { lines } = describeError(error)
    terminal.warn(`The answer to ${request.attemptId} is not in the log: ${lines.join(' ')}`)
  }
}

const jsonOf = (request: RequestToForward, { response, error, latency }: ForwardResult) => ({
  attemptId: request.attemptId,
  eventType: request.eventType,
  statusCode: response?.statusCode ?? null,
  errorKind: error?.kind ?? null,
  error: error?.message ?? null,
  latency,
})
