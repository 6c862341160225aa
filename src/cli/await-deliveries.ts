import { pause } from '../client/request.ts'
import { CommandError } from './command-error.ts'
import { EXIT } from './exit-codes.ts'
import { paintStatus } from './paint-status.ts'
import type { Session } from './session.ts'
import { alignColumns } from './table.ts'
import type { Terminal } from './terminal.ts'
import type { DeliveryStatus } from '../words/enums.ts'

const DELIVERIES = /* GraphQL */ `
  query ($id: ID!) {
    event(id: $id) {
      deliveries(first: 200) {
        nodes {
          id
          status
          decision
          attemptCount
          attemptStartedAt
          webhook {
            id
            url
          }
        }
      }
    }
  }
`

/** Between two looks at the deliveries, in milliseconds. */
const LOOK_EACH_MS = 500

interface Awaited {
  id: string
  status: DeliveryStatus
  decision: string
  attemptCount: number
  attemptStartedAt: string | null
  webhook: { id: string; url: string }
}

/**
 * Waits until each delivery of an event has succeeded, or one attempt of it has failed: its retries go on without us. Prints them.
 * Of an event with more than 200 deliveries, it waits for 200.
 * @throws CommandError when one was not delivered; DurahookError
 */
export async function awaitDeliveries(
  eventId: string,
  seconds: number,
  session: Session,
  terminal: Terminal,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000
  let deliveries = await read(eventId, session)
  while (deliveries.some(isOpen) && Date.now() < deadline) {
    await pause(LOOK_EACH_MS, terminal.signal)
    deliveries = await read(eventId, session)
  }
  print(deliveries, session, terminal)
  const missing = deliveries.filter(({ status }) => status !== 'SUCCEEDED')
  if (missing.length === 0) return
  const late = missing.some(isOpen) ? ` within ${seconds} s` : ''
  throw new CommandError(
    EXIT.undelivered,
    `Not delivered${late}: ${missing.length} of ${deliveries.length}. See: durahook deliveries show ${missing[0]!.id}`,
  )
}

/** Waits for its first attempt, or that is on its way. */
const isOpen = ({ status, attemptCount, attemptStartedAt }: Awaited) =>
  status === 'PENDING' && (attemptCount === 0 || attemptStartedAt !== null)

async function read(id: string, session: Session): Promise<Awaited[]> {
  const { event } = await session.ask<{ event: { deliveries: { nodes: Awaited[] } } }>(DELIVERIES, { id })
  return event.deliveries.nodes
}

function print(deliveries: readonly Awaited[], { json }: Session, terminal: Terminal): void {
  if (json) return deliveries.forEach((delivery) => terminal.print(JSON.stringify(delivery)))
  if (deliveries.length === 0) return terminal.print('No webhook asks for it.')
  const rows = deliveries.map(({ id, status, decision, webhook }) => [
    id,
    paintStatus(status, terminal),
    webhook.url,
    decision,
  ])
  alignColumns(rows).forEach((line) => terminal.print(line))
}
