import type { Client } from '@temporalio/client'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { SIGNALS } from '../words/temporal.ts'

/** That somebody asked for a delivery's next attempt now, of which its workflow has not heard yet. */
export interface RequestedRetry {
  id: string
  requestedAt: Date
}

/** Tells the delivery's workflow to make its next attempt now. Throws Temporal's errors; the request is kept then. */
export async function sendRetry(
  { database, client }: { database: Database; client: Client },
  { id, requestedAt }: RequestedRetry,
): Promise<void> {
  await client.workflow.getHandle(id).signal(SIGNALS.retryNow)
  await sql(database)`
    update deliveries set retry_requested_at = null where id = ${id} and retry_requested_at = ${requestedAt}`
}
