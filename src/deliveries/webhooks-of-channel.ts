import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** Ids of the webhooks that are limited to a channel of the organization, also of deleted ones. */
export async function webhooksOfChannel(
  database: Database,
  organizationId: string,
  channelId: string,
): Promise<string[]> {
  const rows = await sql<{ id: string }>(database)`
    select id from webhooks where organization_id = ${organizationId} and channel_id = ${channelId}`
  return rows.map(({ id }) => id)
}
