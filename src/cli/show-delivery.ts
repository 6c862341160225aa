import type { AttemptOutcome, DeliveryStatus, ErrorKind } from '../words/enums.ts'
import { CommandError } from './command-error.ts'
import { EXIT } from './exit-codes.ts'
import { paintStatus } from './paint-status.ts'
import { printable } from './printable.ts'
import type { Session } from './session.ts'
import { alignColumns } from './table.ts'
import type { Terminal } from './terminal.ts'

const SHOW = /* GraphQL */ `
  query ($id: ID!) {
    delivery(id: $id) {
      id
      status
      decision
      eventType
      test
      attemptCount
      nextAttemptAt
      createdAt
      finishedAt
      temporalUrl
      event {
        id
        occurredAt
      }
      webhook {
        id
        url
      }
      attempts(first: 200) {
        nodes {
          number
          trigger
          outcome
          statusCode
          errorKind
          error
          decision
          responseBody
          startedAt
          latency {
            dnsMs
            connectMs
            tlsMs
            firstByteMs
            totalMs
          }
        }
      }
    }
  }
`

interface Shown {
  id: string
  status: DeliveryStatus
  decision: string
  eventType: string | null
  test: boolean
  nextAttemptAt: string | null
  createdAt: string
  finishedAt: string | null
  temporalUrl: string | null
  event: { id: string } | null
  webhook: { id: string; url: string }
  attempts: { nodes: Attempt[] }
}

interface Attempt {
  number: number
  outcome: AttemptOutcome
  statusCode: number | null
  errorKind: ErrorKind | null
  error: string | null
  decision: string
  responseBody: string | null
  startedAt: string
  latency: { totalMs: number }
}

/** How much of an answer is shown to people, in characters. */
const BODY = 200

/** Prints a delivery with its attempts. @throws CommandError when it is FAILED; DurahookError */
export async function showDelivery(id: string, session: Session, terminal: Terminal): Promise<void> {
  const { delivery } = await session.ask<{ delivery: Shown }>(SHOW, { id })
  if (session.json) terminal.print(JSON.stringify(delivery))
  else linesOf(delivery, terminal).forEach((line) => terminal.print(line))
  if (delivery.status === 'FAILED')
    throw new CommandError(EXIT.undelivered, `It failed. Send it again with: durahook deliveries retry ${id}`)
}

function linesOf(delivery: Shown, terminal: Terminal): string[] {
  const { webhook, event, attempts } = delivery
  const facts: [name: string, value: string | null][] = [
    ['Delivery', delivery.id + (delivery.test ? ' (test)' : '')],
    ['Status', `${paintStatus(delivery.status, terminal)}  ${delivery.decision}`],
    ['Event', `${event?.id ?? 'no longer kept'}  ${delivery.eventType ?? ''}`],
    ['Webhook', `${webhook.id}  ${webhook.url}`],
    ['Created', delivery.createdAt],
    ['Next attempt', delivery.nextAttemptAt],
    ['Ended', delivery.finishedAt],
    ['Temporal', delivery.temporalUrl],
  ]
  const known = facts.flatMap(([name, value]) =>
    value === null ? [] : [[terminal.paint('bold', name), value]],
  )
  return [
    ...alignColumns(known),
    ...attempts.nodes.flatMap((attempt) => ['', ...attemptLines(attempt, terminal)]),
  ]
}

function attemptLines(attempt: Attempt, terminal: Terminal): string[] {
  const { number, outcome, statusCode, errorKind, startedAt, latency, error, decision, responseBody } =
    attempt
  const answer = statusCode ?? errorKind ?? ''
  const body = responseBody && printable(responseBody)
  return [
    `Attempt ${number}  ${paintStatus(outcome, terminal)}  ${answer}  ${Math.round(latency.totalMs)} ms  ${startedAt}`,
    ...(error ? [`  ${printable(error)}`] : []),
    `  ${decision}`,
    ...(body ? [terminal.paint('dim', `  ${body.length > BODY ? `${body.slice(0, BODY)}…` : body}`)] : []),
  ]
}
