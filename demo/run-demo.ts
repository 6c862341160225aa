import { setTimeout as delay } from 'node:timers/promises'
import { accepted, createClient } from '../test/support/client.ts'
import { followLog, logLine, LOG_HEADING, type LogEntry } from './follow-log.ts'
import { demoOrganizations, expects, type DemoOrganization } from './payloads.ts'
import { publishAll } from './publish.ts'
import { startCheckingReceiver } from './receiver.ts'
import { setUp, type ReadyOrganization } from './set-up.ts'
import { faultsOf, tally, type ExpectedDelivery, type LoggedAttempt, type Tally } from './tally.ts'

export interface DemoOptions {
  /** The API's, on this machine. */
  port: number
  operatorKey: string
  /** For localhost, by an authority the workers trust; PEM. */
  certificate: { key: string; cert: string }
  print: (line: string) => void
  /** How many of GitHub's examples; all unless given. */
  limit?: number
  /** Gives up waiting after this long; 5 minutes unless given. */
  deadlineMs?: number
  /** Ends the waiting, and counts what is there. */
  signal?: AbortSignal
}

export interface DemoResult {
  published: number
  /** Events that were published a second time and recognized. */
  recognized: number
  counts: Tally
  /** In sentences; empty: all is well. */
  faults: string[]
}

/** A retry due later than this is asked for at once with retryDelivery, as an operator in a hurry would. */
const PATIENCE_MS = 15_000

/** Publishes everything, follows the log until all of it has arrived, and counts. Throws when the API refuses something. */
export async function runDemo(options: DemoOptions): Promise<DemoResult> {
  const { port, print, limit, deadlineMs = 300_000 } = options
  await using opened = new AsyncDisposableStack()
  const receiver = opened.use(await startCheckingReceiver(options.certificate))
  const operator = createClient(port, options.operatorKey)
  const organizations: ReadyOrganization[] = []
  for (const organization of await demoOrganizations(limit)) {
    print(describe(organization))
    organizations.push(await setUp(operator, receiver, organization))
  }

  const failure = new AbortController()
  const ends = [failure.signal, AbortSignal.timeout(deadlineMs), ...(options.signal ? [options.signal] : [])]
  const log: LoggedAttempt[] = []
  print(`\n${LOG_HEADING}`)
  for (const organization of organizations) {
    const onEntry = (entry: LogEntry) => {
      log.push(entry)
      print(logLine(organization.id, entry))
      hurry(organization, entry, print).catch((error: unknown) => failure.abort(error))
    }
    opened.use(followLog(organization, onEntry, (error) => failure.abort(error)))
  }

  const published = await Promise.all(organizations.map(publishAll))
  const expected = published.flatMap(({ deliveries }) => deliveries)
  await untilAllSucceeded(expected, log, AbortSignal.any(ends))
  const again = await Promise.all(organizations.map(publishAll))

  const counts = tally(expected, receiver.requests, log)
  const ids = published.flatMap(({ eventIds }) => eventIds)
  const idsAgain = again.flatMap(({ eventIds }) => eventIds)
  const planned = organizations.reduce((sum, organization) => sum + plannedDeliveries(organization), 0)
  const faults = faultsOf(counts)
  if (failure.signal.aborted) faults.push(`The log's subscription ended: ${String(failure.signal.reason)}`)
  if (planned !== expected.length)
    faults.push(`The server made ${expected.length} deliveries; ${planned} are right.`)
  return {
    published: ids.length,
    recognized: idsAgain.filter((id, index) => id === ids[index]).length,
    counts,
    faults,
  }
}

/** Asks for a retry that would come too late for a demo. */
async function hurry(
  { client }: ReadyOrganization,
  { deliveryId, nextAttemptAt }: LogEntry,
  print: (line: string) => void,
): Promise<void> {
  if (!nextAttemptAt || Date.parse(nextAttemptAt) - Date.now() < PATIENCE_MS) return
  await delay(1_000)
  accepted(await client.request(RETRY, { id: deliveryId }))
  print(`${''.padEnd(14)}retryDelivery(${deliveryId}): asked for its next attempt now`)
}

const RETRY = `mutation ($id: ID!) { retryDelivery(id: $id) { userErrors { code message } } }`

/** Waits until the log has a success of each delivery, or `signal` aborts. */
async function untilAllSucceeded(
  expected: readonly ExpectedDelivery[],
  log: readonly LoggedAttempt[],
  signal: AbortSignal,
): Promise<void> {
  const waiting = new Set(expected.map(({ deliveryId }) => deliveryId))
  for (let read = 0; waiting.size > 0 && !signal.aborted; await delay(100)) {
    for (; read < log.length; read += 1) {
      const { deliveryId, outcome } = log[read]!
      if (outcome === 'SUCCEEDED') waiting.delete(deliveryId)
    }
  }
}

function plannedDeliveries({ events, webhooks }: DemoOrganization): number {
  return events.reduce((sum, event) => sum + webhooks.filter((webhook) => expects(webhook, event)).length, 0)
}

function describe({ id, dialect, events, webhooks, ownTypes }: DemoOrganization): string {
  const types = ownTypes.length > 0 ? `, ${ownTypes.length} event types` : ''
  return `Organization ${id}: dialect ${dialect}, ${webhooks.length} webhooks${types}, ${events.length} events to publish`
}
