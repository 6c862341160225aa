import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

export interface DeliveryEnd {
  deliveryId: string
  run: number
  status: 'FAILED' | 'CANCELED' | 'SKIPPED'
  /** A sentence: why. */
  decision: string
}

/** Gives a delivery its final status if it is still PENDING in this run. */
export async function endDelivery(
  database: Database,
  { deliveryId, run, status, decision }: DeliveryEnd,
): Promise<void> {
  await sql(database)`
    update deliveries set status = ${status}, decision = ${decision}, next_attempt_at = null, finished_at = now()
    where id = ${deliveryId} and run = ${run} and status = 'PENDING'`
}
