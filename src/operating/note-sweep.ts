import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Reconciled } from './reconcile.ts'

/** What a sweep found of one kind. */
export interface Finding {
  count: number
  /** Ids of the first deliveries. */
  ids: string[]
}

/** Maximum of ids that are kept of each kind. */
const KEPT_IDS = 10

/** How many sweeps are kept. */
const KEPT_SWEEPS = 100

/** Keeps what a sweep found, for the operators' place: of the newest sweeps that found something. */
export async function noteSweep(
  database: Database,
  changes: readonly (readonly [kind: keyof Reconciled, ids: readonly string[]])[],
): Promise<void> {
  const found: Record<string, Finding> = Object.fromEntries(
    changes.map(([kind, ids]) => [kind, { count: ids.length, ids: ids.slice(0, KEPT_IDS) }]),
  )
  await sql(database)`
    with noted as (
      insert into sweeps (found) values (${JSON.stringify(found)}) returning id
    )
    delete from sweeps where id <= (select id from noted) - ${KEPT_SWEEPS}::int`
}
