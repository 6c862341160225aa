import { sql as fragment } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql, transactional } from '../database/sql.ts'
import { operationalFloor, raiseLogFloor } from '../log/log-floor.ts'
import { BATCH, inBatches, type Progress } from './batches.ts'

/**
 * Deletes operational events, of one organization or (for null) of all, that happened before `before` and were announced, and notes
 * from where on their log is complete. Returns the number of rows.
 */
export function purgeOperationalEvents(
  database: Database,
  organizationId: string | null,
  before: Date,
  progress: Progress,
): Promise<number> {
  const scope = organizationId === null ? fragment`true` : fragment`organization_id = ${organizationId}`
  return inBatches(
    () =>
      transactional(database, async (em) => {
        const gone = await sql<{ xid: string }>(em)`
          delete from operational_events o
          using (select xid, id from operational_events where ${scope} order by xid, id limit ${BATCH}) oldest
          where o.xid = oldest.xid and o.id = oldest.id and o.created_at < ${before} and o.announced_at is not null
          returning o.xid::text`
        if (gone.length === 0) return 0
        const newest = gone.map(({ xid }) => BigInt(xid)).reduce((one, other) => (one > other ? one : other))
        await raiseLogFloor(em, operationalFloor(organizationId ?? ''), String(newest + 1n), before)
        return gone.length
      }),
    progress,
  )
}
