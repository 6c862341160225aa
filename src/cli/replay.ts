import type { Command } from 'commander'

import { requireNone, type UserError } from '../client/request.ts'
import { parseInstant, parseInteger, parseNames, parseWords } from './arguments.ts'
import { followReplay, REPLAY_FIELDS, type ReplayFigures } from './follow-replay.ts'
import { openSession, type Session } from './session.ts'
import { REPLAYED_STATUSES } from './statuses.ts'
import type { Terminal } from './terminal.ts'

interface Options {
  webhook?: string
  since?: string
  until?: string
  status?: string[]
  types?: string[]
  missed?: boolean
  rate: number
  dryRun?: boolean
}

const PLAN = /* GraphQL */ `
  query ($input: PlanReplayInput!) {
    plan: planReplay(input: $input) {
      matched
      exact
      oldest
      newest
      seconds
    }
  }
`

const START = /* GraphQL */ `
  mutation ($input: StartReplayInput!) {
    started: startReplay(input: $input) {
      replay {
        ${REPLAY_FIELDS}
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`

interface Plan {
  matched: number
  exact: boolean
  oldest: string | null
  newest: string | null
  seconds: number
}

/** Deliveries a second, unless given. */
const RATE = 10

/** Adds `durahook replay`, which sends many deliveries again. */
export function addReplay(program: Command, terminal: Terminal): void {
  program
    .command('replay')
    .description('Send many deliveries again, and show how far it is. Ctrl-C ends only the showing.')
    .option('--webhook <id>', "only one webhook's")
    .option(
      '--since <time>',
      'created not before: 30m, 2h or 7d ago, or an instant; 24h unless given',
      toInstant,
    )
    .option('--until <time>', 'created before; now unless given', toInstant)
    .option(
      '--status <names>',
      `of ${REPLAYED_STATUSES.join(', ')}; FAILED,SKIPPED unless given`,
      parseWords(REPLAYED_STATUSES),
    )
    .option('--types <names>', 'only these event types, by their whole names', parseNames)
    .option(
      '--missed',
      'also events that made no delivery, because the webhook was disabled or not there yet',
    )
    .option('--rate <number>', 'deliveries a second, 1 to 1000', parseInteger(1, 1_000), RATE)
    .option('--dry-run', 'only show what would be sent')
    .action((options: Options, command: Command) => replay(options, openSession(command, terminal), terminal))
}

/** commander gives the value before as the second argument, where parseInstant takes the time it is. */
function toInstant(text: string): string {
  return parseInstant(text)
}

async function replay(options: Options, session: Session, terminal: Terminal): Promise<void> {
  const input = inputOf(options, session)
  const { plan } = await session.ask<{ plan: Plan }>(PLAN, { input })
  if (session.json) terminal.print(JSON.stringify({ plan }))
  else terminal.print(describePlan(plan, options.rate))
  if (options.dryRun || (plan.matched === 0 && plan.exact)) return
  // The same key when the request is repeated after its answer was lost: one replay.
  const { started } = await session.ask<{
    started: { replay: ReplayFigures | null; userErrors: UserError[] }
  }>(START, { input: { ...input, idempotencyKey: crypto.randomUUID() } })
  requireNone(started.userErrors)
  await followReplay(started.replay!, session, terminal)
}

function inputOf({ webhook, since, until, status, types, missed, rate }: Options, session: Session) {
  return {
    // A webhook has its organization.
    ...(webhook
      ? { webhookId: webhook }
      : session.organizationId && { organizationId: session.organizationId }),
    ...(since && { since }),
    ...(until && { until }),
    ...(status && { statuses: status }),
    ...(types && { eventTypes: types }),
    ...(missed && { includeMissed: true }),
    ratePerSecond: rate,
  }
}

function describePlan({ matched, exact, oldest, newest, seconds }: Plan, rate: number): string {
  if (matched === 0 && exact) return 'Nothing matches, so there is nothing to send.'
  const number = `${exact ? '' : 'More than '}${matched}`
  return `${number} to send, from ${oldest} to ${newest}; at ${rate} a second, in about ${describeSeconds(seconds)}.`
}

/** As people say it: `40 s`, `12 min`, `3 h`. */
function describeSeconds(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}
