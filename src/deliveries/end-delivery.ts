import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

export interface DeliveryEnd {
  deliveryId: string
  run: number
  status: 'FAILED' | 'CANCELED' | 'SKIPPED'
  /** A sentence: why. */
  decision: string
}

/** Gives a delivery its final status if it is still PENDING in this run. That it FAILED is told, unless it is a test or of an operational webhook. */
export async function endDelivery(
  database: Database,
  { deliveryId, run, status, decision }: DeliveryEnd,
): Promise<void> {
  await sql(database)`
    with ended as (
      update deliveries d set status = ${status}, decision = ${decision}, next_attempt_at = null, finished_at = now(),
        told = case when ${status} = 'FAILED' and d.test is not true
          and (select operational is null from webhooks where id = d.webhook_id) then true else d.told end
      where id = ${deliveryId} and run = ${run} and status = 'PENDING'
      returning id, organization_id, webhook_id, event_id, event_type, attempt_count, status, told
    )
    insert into operational_events (organization_id, type, webhook_id, delivery_id, detail)
    select organization_id, 'delivery.failed', webhook_id, id, json_build_object(
      'eventType', coalesce(event_type, (select type from known_events where id = ended.event_id)), 'attempts', attempt_count,
      'error', coalesce((select error from attempts where delivery_id = ended.id order by attempts.xid desc, attempts.id desc limit 1),
        ${decision}), 'nextAttemptAt', null)
    from ended where status = 'FAILED' and told`
}
