import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { FollowScope } from './read-log.ts'
import type { LogPosition } from './log-position.ts'
import { newsOf, type FollowPosition, type LogNews } from './log-source.ts'

/** Checks all positions with one statement, which makes one index lookup for each. */
export async function readLogNews(
  database: Database,
  positions: readonly FollowPosition<FollowScope>[],
): Promise<LogNews> {
  const webhooks = positions.map(({ scope }) => ('webhookId' in scope ? scope.webhookId : null))
  const organizations = positions.map(({ scope }) => ('webhookId' in scope ? null : scope.organizationId))
  const xids = positions.map(({ position }) => position.xid)
  const ids = positions.map(({ position }) => position.id)
  // Lateral, ordered and limited: a plain join could be planned as a scan of the whole log.
  const [row] = await sql<{ changed: string[]; end: string; horizon: string }>(database)`
    with positions as materialized (
      select ordinal, webhook_id, organization_id, xid::xid8, id::bigint
      from unnest(${webhooks}::text[], ${organizations}::text[], ${xids}::text[], ${ids}::text[])
        with ordinality as p(webhook_id, organization_id, xid, id, ordinal)
    )
    select durahook_log_end()::text as "end", durahook_log_horizon()::text as horizon, array(
      select ordinal::text from positions p cross join lateral (
        select from attempts a where a.webhook_id = p.webhook_id and a.xid >= p.xid and (a.xid, a.id) > (p.xid, p.id)
        order by a.xid, a.id limit 1) next
      union all
      select ordinal::text from positions p cross join lateral (
        select from attempts a where a.organization_id = p.organization_id and a.xid >= p.xid and (a.xid, a.id) > (p.xid, p.id)
        order by a.xid, a.id limit 1) next
    ) as changed`
  return newsOf(row!, positions)
}

/** The position before everything that was logged since Postgres was last started, restored or moved. */
export async function startOfEpoch(database: Database): Promise<LogPosition> {
  const [row] = await sql<{ since: string }>(database)`select since::text from log_clock`
  return { xid: row!.since, id: '0' }
}

/** Whether a position is ahead of every position this log has given out. */
export async function isAhead(database: Database, { xid }: LogPosition): Promise<boolean> {
  const [row] = await sql<{ end: string }>(database)`select durahook_log_end()::text as "end"`
  return BigInt(xid) >= BigInt(row!.end)
}
