import { sql as fragment } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { BATCH, inBatches, type Progress } from './batches.ts'
import type { Keeping, OrganizationKeeping } from './keeping.ts'

/** Deletes where requests of webhooks once went, of one organization or of all, if a newer target is older than all attempts that are kept. */
export async function purgeTargets(
  database: Database,
  keeping: Keeping | OrganizationKeeping,
  progress: Progress,
  now = Date.now(),
): Promise<void> {
  const organizationId = 'organizationId' in keeping ? keeping.organizationId : null
  await inBatches(async () => {
    const rows = await sql(database)`
      delete from webhook_targets where (webhook_id, target_version) in (
        select webhook_id, target_version from webhook_targets t
        where ${organizationId === null ? fragment`true` : fragment`organization_id = ${organizationId}`}
          and exists (select from webhook_targets newer
            where newer.webhook_id = t.webhook_id and newer.target_version > t.target_version
              and newer.created_at < ${new Date(now - keeping.attempts)})
        limit ${BATCH})
      returning 1`
    return rows.length
  }, progress)
}
