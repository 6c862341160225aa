import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import { callTemporal } from '../temporal/call-temporal.ts'
import { SIGNALS } from '../words/temporal.ts'

export interface CancelDeps {
  database: Database
  temporal: Client
  log: Logger
}

/** Cancels a delivery. Returns false if it has ended already. */
export async function cancelDelivery(
  { database, temporal, log }: CancelDeps,
  delivery: Delivery,
): Promise<boolean> {
  const [canceled] = await sql<{ run: number }>(database)`
    update deliveries set status = 'CANCELED', decision = 'It was canceled.', next_attempt_at = null,
      retry_requested_at = null, finished_at = now()
    where id = ${delivery.id} and status = 'PENDING' returning run`
  if (!canceled) return false
  // The signal only ends the workflow early: the workflow checks Postgres before each attempt, so it sends nothing more even
  // if the signal is lost. In that case reconciling sends it again.
  callTemporal(temporal, () =>
    temporal.workflow.getHandle(delivery.id).signal(SIGNALS.cancel, canceled.run),
  ).catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError))
      log.warn(
        { err: error, deliveryId: delivery.id },
        'The workflow of a canceled delivery could not be signaled; it is signaled again later.',
      )
  })
  return true
}
