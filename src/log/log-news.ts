import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { FollowScope } from './read-log.ts'
import type { LogPosition } from './log-position.ts'

/** Where somebody stands in a log. */
export interface LogStand {
  scope: FollowScope
  position: LogPosition
}

export interface LogNews {
  /** Of each stand, whether something stands after it, settled or not. */
  fresh: boolean[]
  /** Of each stand, whether it is ahead of everything this log can have given out. */
  ahead: boolean[]
}

/** Looks for news at all stands with one statement: a probe of an index for each. */
export async function readLogNews(database: Database, stands: LogStand[]): Promise<LogNews> {
  const webhooks = stands.map(({ scope }) => ('webhookId' in scope ? scope.webhookId : null))
  const organizations = stands.map(({ scope }) => ('webhookId' in scope ? null : scope.organizationId))
  const xids = stands.map(({ position }) => position.xid)
  const ids = stands.map(({ position }) => position.id)
  // Lateral, ordered and limited: a join could be planned as a scan of the whole log.
  const [row] = await sql<{ fresh: string[]; end: string }>(database)`
    with stands as materialized (
      select ordinal, webhook_id, organization_id, xid::xid8, id::bigint
      from unnest(${webhooks}::text[], ${organizations}::text[], ${xids}::text[], ${ids}::text[])
        with ordinality as s(webhook_id, organization_id, xid, id, ordinal)
    )
    select durahook_log_end()::text as "end", array(
      select ordinal::text from stands s cross join lateral (
        select from attempts a where a.webhook_id = s.webhook_id and (a.xid, a.id) > (s.xid, s.id)
        order by a.xid, a.id limit 1) next
      union all
      select ordinal::text from stands s cross join lateral (
        select from attempts a where a.organization_id = s.organization_id and (a.xid, a.id) > (s.xid, s.id)
        order by a.xid, a.id limit 1) next
    ) as fresh`
  const fresh = new Set(row!.fresh)
  return {
    fresh: stands.map((_, index) => fresh.has(String(index + 1))),
    ahead: stands.map(({ position }) => BigInt(position.xid) >= BigInt(row!.end)),
  }
}

/** Before all that was logged since Postgres was last started, restored or moved. */
export async function startOfEpoch(database: Database): Promise<LogPosition> {
  const [row] = await sql<{ since: string }>(database)`select since::text from log_clock`
  return { xid: row!.since, id: '0' }
}

/** Whether a position is ahead of everything this log can have given out. */
export async function isAhead(database: Database, { xid }: LogPosition): Promise<boolean> {
  const [row] = await sql<{ end: string }>(database)`select durahook_log_end()::text as "end"`
  return BigInt(xid) >= BigInt(row!.end)
}
