import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** Channels that events of one organization name but the organization does not have, each once. */
export async function unknownChannels(
  database: Database,
  events: readonly { organizationId: string; channels: string[] }[],
): Promise<string[]> {
  const named = [...new Set(events.flatMap(({ channels }) => channels))]
  if (named.length === 0) return []
  const unknown = await sql<{ id: string }>(database)`
    select id from unnest(${named}::text[]) with ordinality as named(id, position)
    where not exists (
      select from channels c where c.organization_id = ${events[0]!.organizationId} and c.id = named.id)
    order by position`
  return unknown.map(({ id }) => id)
}
