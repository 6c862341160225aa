import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import { DELIVERY_WINDOW_MS, RECORDING_PATIENCE_MS } from '../contracts.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { INTERRUPTED } from './begin-attempt.ts'

/** A workflow ends by itself within the window and the time to record its last attempt. */
const OVERDUE_MS = DELIVERY_WINDOW_MS + 2 * RECORDING_PATIENCE_MS

/** An attempt that has not been recorded after this long never will be. */
const DEAD_ATTEMPT_MS = 2 * RECORDING_PATIENCE_MS

/** Most deliveries ended at once; the next look takes more. */
const BATCH = 500

/**
 * Ends what has no workflow any more that could: deliveries whose workflow an operator terminated in Temporal (CANCELED),
 * and those far beyond their window, as when Temporal lost its data (FAILED). Frees webhooks of attempts nobody will record.
 * `terminatedSinceMs` is how far back to look for terminated workflows. Returns the ids of the deliveries ended.
 */
export async function endLostDeliveries(
  database: Database,
  client: Client,
  terminatedSinceMs: number,
): Promise<string[]> {
  await settleDeadAttempts(database)
  const ids = [...(await terminated(database, client, terminatedSinceMs)), ...(await overdue(database))]
  const ended: string[] = []
  for (const { id, run } of ids) {
    // The newest run decides: a delivery that was sent again has a terminated run behind it and a living one.
    const status = await statusOf(client, id)
    if (status === 'RUNNING') continue
    const [final, decision] =
      status === 'TERMINATED'
        ? ['CANCELED', 'Its workflow was terminated in Temporal.']
        : ['FAILED', 'Temporal has no workflow for it any more. Send it again with retryDelivery.']
    const rows = await sql<{ id: string }>(database)`
      update deliveries set status = ${final}, decision = ${decision}, next_attempt_at = null, finished_at = now()
      where id = ${id} and run = ${run} and status = 'PENDING' and started_at is not null returning id`
    ended.push(...rows.map((row) => row.id))
  }
  return ended
}

interface Suspect {
  id: string
  run: number
}

async function terminated(database: Database, client: Client, sinceMs: number): Promise<Suspect[]> {
  const since = new Date(Date.now() - sinceMs).toISOString()
  const ids: string[] = []
  const query = `WorkflowType = 'deliverWebhook' and ExecutionStatus = 'Terminated' and CloseTime > '${since}'`
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId)
  return sql<Suspect>(database)`
    select id, run from deliveries where id = any(${ids}) and status = 'PENDING' and started_at is not null
    order by id limit ${BATCH}`
}

function overdue(database: Database): Promise<Suspect[]> {
  return sql<Suspect>(database)`
    select id, run from deliveries
    where status = 'PENDING' and started_at < now() - make_interval(secs => ${OVERDUE_MS / 1000})
    order by id limit ${BATCH}`
}

async function statusOf(client: Client, id: string): Promise<string> {
  try {
    return (await client.workflow.getHandle(id).describe()).status.name
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'NOT_FOUND'
    throw error
  }
}

/** Of deliveries that have ended; one that goes on does this itself when its next attempt begins. */
async function settleDeadAttempts(database: Database): Promise<void> {
  await sql(database)`
    with dead as (
      select d.*, e.type from deliveries d join events e on e.id = d.event_id
      where d.attempt_started_at < now() - make_interval(secs => ${DEAD_ATTEMPT_MS / 1000}) and d.status <> 'PENDING'
      for update of d skip locked
    ), logged as (
      insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome,
        response_headers, response_body_truncated, total_ms, error_kind, error, decision, started_at, finished_at)
      select organization_id, webhook_id, id, type, attempt_count, attempt_trigger, 'INTERRUPTED', '[]', false,
        extract(epoch from now() - attempt_started_at) * 1000, 'INTERRUPTED', ${INTERRUPTED}, decision,
        attempt_started_at, now()
      from dead
      on conflict (delivery_id, number) do nothing
    )
    update deliveries d set attempt_started_at = null, attempt_trigger = null from dead where d.id = dead.id`
}
