import type { EndDeliveryInput } from '../../workflows/contract.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** Gives a delivery its final status if it is still PENDING in this run. */
export async function endDelivery(
  database: Database,
  { deliveryId, run, status, decision }: EndDeliveryInput,
): Promise<void> {
  await sql(database)`
    update deliveries set status = ${status}, decision = ${decision}, next_attempt_at = null, finished_at = now()
    where id = ${deliveryId} and run = ${run} and status = 'PENDING'`
}
