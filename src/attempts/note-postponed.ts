import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

export interface Postponed {
  deliveryId: string
  run: number
  /** Why no attempt is made now, as a sentence. */
  decision: string
  /** From now to the next try; null if an operator has to resume the delivery first. */
  delayMs: number | null
}

/** Records on a delivery that is PENDING in this run why its attempt is postponed. Beginning an attempt clears the reason. */
export async function notePostponed(
  database: Database,
  { deliveryId, run, decision, delayMs }: Postponed,
): Promise<void> {
  await sql(database)`
    update deliveries_open set decision = ${decision}, next_attempt_at = now() + make_interval(secs => ${delayMs === null ? null : delayMs / 1000})
    where id = ${deliveryId} and run = ${run} and status = 'PENDING' and attempt_started_at is null`
}
