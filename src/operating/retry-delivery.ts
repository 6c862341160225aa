import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import type { Logger } from 'pino'
import { SIGNALS } from '../words/temporal.ts'
import type { Database } from '../database/database.ts'
import type { Delivery } from '../deliveries/delivery.ts'
import type { Notify } from '../database/notify.ts'
import { sql } from '../database/sql.ts'
import { callTemporal } from '../temporal/call-temporal.ts'

export interface RetryDeps {
  database: Database
  temporal: Client
  notify: Notify
  log: Logger
}

/**
 * Makes a delivery's next attempt now. A pending delivery's workflow gets a signal; a delivery that has ended goes back to the
 * relay, as a new run with its own 24 hours. `later`: Temporal can't be reached, so Postgres keeps the request, and
 * reconciling sends the signal when Temporal is back.
 */
export async function retryDelivery(
  { database, temporal, notify, log }: RetryDeps,
  delivery: Delivery,
): Promise<'done' | 'later'> {
  if (delivery.status === 'PENDING') {
    if (!delivery.startedAt) {
      // The relay starts it soon anyway. If it was to wait for its next attempt after that, it does not wait any more. While
      // its first attempt is under way in the direct lane, the next one follows if that fails.
      await sql(database)`
        update deliveries set next_attempt_at = null, retry_requested_at = now()
        where id = ${delivery.id} and run = ${delivery.run} and status = 'PENDING'
          and (next_attempt_at is not null or attempt_started_at is not null)`
      notify.deliveriesWait()
      return 'done'
    }
    try {
      await callTemporal(temporal, () => temporal.workflow.getHandle(delivery.id).signal(SIGNALS.retryNow))
      return 'done'
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) {
        log.warn(
          { err: error, deliveryId: delivery.id },
          'A requested retry could not be sent to Temporal; it is stored and sent later.',
        )
        await sql(database)`
          update deliveries set retry_requested_at = now()
          where id = ${delivery.id} and run = ${delivery.run} and status = 'PENDING'`
        return 'later'
      }
      // Its workflow has ended, by itself a moment ago or through an operator, so the delivery needs a new run.
    }
  }
  await sql(database)`
    update deliveries set status = 'PENDING', decision = 'It is sent again.', trigger = 'MANUAL', run = run + 1,
      retry_count = 0, started_at = null, window_started_at = null, claimed_until = null, next_attempt_at = null,
      retry_requested_at = null, finished_at = null
    where id = ${delivery.id} and run = ${delivery.run}
      -- Not if it was delivered while the retry was being requested.
      and not (status = 'SUCCEEDED' and ${delivery.status} = 'PENDING')`
  notify.deliveriesWait()
  return 'done'
}
