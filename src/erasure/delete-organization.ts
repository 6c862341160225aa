import type { Client } from '@temporalio/client'
import type { Logger } from 'pino'
import { ApiKey } from '../access/api-key.ts'
import type { Database } from '../database/database.ts'
import type { Notify } from '../database/notify.ts'
import { sql } from '../database/sql.ts'
import { lockOrganization } from '../organizations/lock-organization.ts'
import { callTemporal } from '../temporal/call-temporal.ts'
import { userError } from '../words/user-errors.ts'
import { startDeletion } from './start-deletion.ts'

export interface DeleteOrganizationDeps {
  database: Database
  temporal: Client
  notify: Notify
  log: Logger
}

/**
 * Deletes an organization: from now on it can't be reached, its keys and sessions have ended, and its webhooks receive nothing; the
 * rest is deleted by a workflow. Throws INVALID unless `name` is its name.
 */
export async function deleteOrganization(
  { database, temporal, notify, log }: DeleteOrganizationDeps,
  organizationId: string,
  name: string,
): Promise<void> {
  const keys = await lockOrganization(database, organizationId, async (em, organization) => {
    if (organization.name !== name)
      throw userError('INVALID', 'This is not the name of the organization. Nothing was deleted.', 'name')
    // An organization that had this id before may have been deleted.
    await sql(em)`
      insert into organization_deletions (organization_id) values (${organizationId})
      on conflict (organization_id) do update set requested_at = now(), finished_at = null, deleted = '{}'
        where organization_deletions.finished_at is not null`
    await sql(
      em,
    )`update organizations set deleted_at = now() where id = ${organizationId} and deleted_at is null`
    await sql(em)`delete from dashboard_sessions where organization_id = ${organizationId}`
    await sql(em)`
      update api_keys set revoked_at = now()
      where organization_id = ${organizationId} and (revoked_at is null or revoked_at > now())`
    await sql(em)`
      update webhooks set deleted_at = now(), updated_at = greatest(now(), updated_at + interval '1 millisecond')
      where organization_id = ${organizationId} and deleted_at is null`
    return em.find(ApiKey, { organizationId })
  })
  for (const { id } of keys) notify.keyRevoked(id)
  await callTemporal(temporal, () => startDeletion(temporal, organizationId)).catch((error: unknown) =>
    log.warn({ err: error, organizationId }, 'The deletion could not be started in Temporal; it is later.'),
  )
}
