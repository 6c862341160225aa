import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { operationalFloor } from '../log/log-floor.ts'
import { START_OF_LOG, type LogPosition } from '../log/log-position.ts'
import { newsOf, pageOf, type FollowPosition, type LogSource } from '../log/log-source.ts'
import {
  completeRows,
  TOLD_COLUMNS,
  type DisableSettings,
  type OperationalEvent,
  type ToldRow,
} from './operational-event.ts'

/** Whose operational events; null: everybody's. */
export interface OperationalLogScope {
  organizationId: string | null
}

/** The name by which those wake who follow everybody's. No organization has it. */
export const EVERYBODY = '*'

/** The log of operational events. Its positions are those of the delivery log; see read-log.ts for how they settle. */
export const operationalLog = (
  settings: DisableSettings,
): LogSource<OperationalLogScope, OperationalEvent> => ({
  what: 'log of operational events',
  nameOf: ({ organizationId }) => organizationId ?? EVERYBODY,
  async readForward(database, scope, after, limit) {
    const rows = await sql<ToldRow & { settled: boolean; floor: string; horizon: string }>(database)`
      select told.*, floor::text, horizon::text
      from (select ${HORIZON} as horizon, coalesce((
        select max(position) from log_floors where organization_id = any (${floorsOf(scope)}::text[])), '0') as floor) log
      left join (
        select ${TOLD_COLUMNS}, xid < ${HORIZON} as settled from operational_events
        where ${inScope(scope)} and (xid, operational_events.id) > (${after.xid}::xid8, ${after.id}::bigint)
        order by operational_events.xid, operational_events.id limit ${limit}) told on true`
    const { entries, ...page } = pageOf<ToldRow>(rows)
    return { ...page, entries: await completeRows(database, settings, entries) }
  },
  async endOf(database, scope) {
    const [newest] = await sql<LogPosition>(database)`
      select xid::text, id::text from operational_events where ${inScope(scope)} and xid < ${HORIZON}
      order by operational_events.xid desc, operational_events.id desc limit 1`
    return newest ?? START_OF_LOG
  },
  readNews: readOperationalNews,
})

const HORIZON = fragment`(select durahook_log_horizon())`

const inScope = ({ organizationId }: OperationalLogScope): RawBuilder<unknown> =>
  organizationId === null ? fragment`true` : fragment`organization_id = ${organizationId}`

async function readOperationalNews(
  database: Database,
  positions: readonly FollowPosition<OperationalLogScope>[],
) {
  const organizations = positions.map(({ scope }) => scope.organizationId)
  const xids = positions.map(({ position }) => position.xid)
  const ids = positions.map(({ position }) => position.id)
  const [row] = await sql<{ changed: string[]; end: string; horizon: string }>(database)`
    with positions as materialized (
      select ordinal, organization_id, xid::xid8, id::bigint
      from unnest(${organizations}::text[], ${xids}::text[], ${ids}::text[])
        with ordinality as p(organization_id, xid, id, ordinal)
    )
    select durahook_log_end()::text as "end", durahook_log_horizon()::text as horizon, array(
      select ordinal::text from positions p cross join lateral (
        select from operational_events o where o.organization_id = p.organization_id and (o.xid, o.id) > (p.xid, p.id)
        order by o.xid, o.id limit 1) next
      union all
      select ordinal::text from positions p cross join lateral (
        select from operational_events o where p.organization_id is null and (o.xid, o.id) > (p.xid, p.id)
        order by o.xid, o.id limit 1) next
    ) as changed`
  return newsOf(row!, positions)
}

/** The rows of log_floors that say from where on a scope's operational events are all kept. What an organization had deleted early is missing in everybody's, too, but ends nobody's following. */
function floorsOf({ organizationId }: OperationalLogScope): string[] {
  return organizationId === null
    ? [operationalFloor('')]
    : [operationalFloor(''), operationalFloor(organizationId)]
}

/** Since when a scope's operational events are all kept; null: nothing was deleted. */
export async function operationalCompleteSince(
  database: Database,
  scope: OperationalLogScope,
): Promise<Date | null> {
  const [row] = await sql<{ since: Date | null }>(database)`
    select max(complete_since) as since from log_floors where organization_id = any (${floorsOf(scope)}::text[])`
  return row!.since
}

/** So many operational events one page of a list with `types` looks through. */
const MAXIMUM_SCANNED = 10_000

/** Before the position `before` (null for the newest), the newest first, at most `limit`; of these types only, if any are given. */
export async function listOperationalEvents(
  database: Database,
  settings: DisableSettings,
  { organizationId, types }: { organizationId: string; types: readonly string[] },
  before: LogPosition | null,
  limit: number,
): Promise<{ nodes: OperationalEvent[]; searchedTo: LogPosition | null }> {
  const older = before
    ? fragment`(xid, operational_events.id) < (${before.xid}::xid8, ${before.id}::bigint)`
    : fragment`true`
  const newest = fragment`order by operational_events.xid desc, operational_events.id desc`
  const scanned = fragment`
    select * from operational_events where organization_id = ${organizationId} and xid < ${HORIZON} and ${older}
    ${newest} limit ${MAXIMUM_SCANNED}`
  const rows = await sql<ToldRow>(database)`
    select ${TOLD_COLUMNS} from (${scanned}) operational_events
    where ${types.length === 0 ? fragment`true` : fragment`type = any (${types}::text[])`} ${newest} limit ${limit}`
  const nodes = await completeRows(database, settings, rows)
  if (types.length === 0 || rows.length === limit) return { nodes, searchedTo: null }
  const [end] = await sql<LogPosition>(database)`
    select xid::text, id::text from (${scanned}) operational_events ${newest} offset ${MAXIMUM_SCANNED - 1}`
  return { nodes, searchedTo: end ?? null }
}
