import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { START_OF_LOG, type LogPosition } from './log-position.ts'
import { pageOf, type LogPage } from './log-source.ts'
import { containsText } from './log-text.ts'
import type { AttemptOutcome, AttemptTrigger, ErrorKind } from '../words/enums.ts'

/** One attempt in the log. */
export interface LoggedAttempt extends LogPosition {
  organizationId: string
  webhookId: string
  deliveryId: string
  eventType: string
  number: number
  trigger: AttemptTrigger
  outcome: AttemptOutcome
  statusCode: number | null
  responseHeaders: [name: string, value: string][]
  /** Null if the answer had none, or if the log was read without bodies. */
  responseBody: Buffer | null
  responseBodyTruncated: boolean
  resent: boolean
  dnsMs: number | null
  connectMs: number | null
  tlsMs: number | null
  firstByteMs: number | null
  totalMs: number
  errorKind: ErrorKind | null
  error: string | null
  decision: string
  nextAttemptAt: Date | null
  startedAt: Date
  finishedAt: Date
  /** The webhook's target version when it began; null: not known. */
  targetVersion: number | null
}

/** Which log is read. */
export type LogScope = FollowScope | { deliveryId: string }

/** Which logs can be followed live. */
export type FollowScope = { webhookId: string } | { organizationId: string }

export interface LogFilter {
  outcome?: AttemptOutcome | null | undefined
  eventType?: string | null | undefined
  since?: Date | null | undefined
  until?: Date | null | undefined
  text?: string | null | undefined
}

/**
 * Transactions commit in another order than they begin, so reading "after id 7" would skip a 6 that commits later. So the
 * log's order is (transaction, id), and reads return only settled attempts, below the horizon: no open transaction can still
 * write an earlier one. A subselect, so that each statement reads its horizon once. See docs/decisions/0004.
 */
const HORIZON = fragment`(select durahook_log_horizon())`

/**
 * `xid` and `id` are text, because they can exceed JavaScript's numbers. Order by `attempts.xid` and `attempts.id`: as text,
 * 999 sorts after 1000. Bodies are up to 64 KiB each, so they are read only where needed.
 */
const columns = (bodies: boolean) => fragment`
  xid::text, id::text, organization_id as "organizationId", webhook_id as "webhookId", delivery_id as "deliveryId",
  event_type as "eventType", number, trigger, outcome, status_code as "statusCode",
  response_headers as "responseHeaders", ${bodies ? fragment`response_body` : fragment`null`} as "responseBody",
  response_body_truncated as "responseBodyTruncated", resent, dns_ms as "dnsMs", connect_ms as "connectMs", tls_ms as "tlsMs",
  first_byte_ms as "firstByteMs", total_ms as "totalMs", error_kind as "errorKind", error, decision,
  next_attempt_at as "nextAttemptAt", started_at as "startedAt", finished_at as "finishedAt",
  target_version as "targetVersion"`

function inScope(scope: LogScope): RawBuilder<unknown> {
  if ('webhookId' in scope) return fragment`webhook_id = ${scope.webhookId}`
  if ('organizationId' in scope) return fragment`organization_id = ${scope.organizationId}`
  return fragment`delivery_id = ${scope.deliveryId}`
}

/** Attempts after the position `after`, the oldest first, at most `limit`. */
export async function readLogForward(
  database: Database,
  scope: LogScope,
  after: LogPosition,
  limit: number,
  bodies = true,
): Promise<LogPage<LoggedAttempt>> {
  // A row for each attempt, or one without: the floor and the horizon are of the same moment.
  const rows = await sql<LoggedAttempt & { settled: boolean; floor: string; horizon: string }>(database)`
    select logged.*, floor::text, horizon::text
    from (select ${HORIZON} as horizon, coalesce((${floorOf(scope)}), '0') as floor) log left join (
      select ${columns(bodies)}, xid < ${HORIZON} as settled from attempts
      -- The first condition leaves out the partitions before the position.
      where ${inScope(scope)} and xid >= ${after.xid}::xid8 and (xid, id) > (${after.xid}::xid8, ${after.id}::bigint)
      order by attempts.xid, attempts.id limit ${limit}) logged on true`
  return pageOf<LoggedAttempt>(rows)
}

/** The floor of a log; see log-floor.ts. */
function floorOf(scope: LogScope): RawBuilder<unknown> {
  if ('deliveryId' in scope) return fragment`null`
  const owner =
    'organizationId' in scope
      ? fragment`${scope.organizationId}`
      : fragment`(select organization_id from webhooks where id = ${scope.webhookId})`
  return fragment`select max(position) from log_floors where organization_id in ('', ${owner})`
}

/**
 * Maximum of attempts that one page of a filtered log scans. Fewer if bodies are searched, which are up to 64 KiB each:
 * 2,000 of those took 4 to 7 s on a busy machine.
 */
const MAXIMUM_SCANNED = 10_000
const MAXIMUM_SCANNED_WITH_BODIES = 500

/** An attempt is logged at most this long after it ended, in milliseconds: recording is retried for minutes. */
const MAXIMUM_RECORDING_MS = 3_600_000

/**
 * Attempts before the position `before` (null for the newest), the newest first, at most `limit`. With a filter it scans a
 * limited number of attempts, however few of them match: `searchedTo` says where it stopped.
 */
export async function readLogBackward(
  database: Database,
  scope: LogScope,
  before: LogPosition | null,
  limit: number,
  filter: LogFilter = {},
  bodies = true,
): Promise<FoundAttempts> {
  const wanted = fragment`${inScope(scope)} and xid < ${HORIZON}
    and ${before ? fragment`xid <= ${before.xid}::xid8 and (xid, id) < (${before.xid}::xid8, ${before.id}::bigint)` : fragment`true`}`
  const newest = fragment`order by attempts.xid desc, attempts.id desc`
  const conditions = conditionsOf(filter)
  if (conditions.length === 0) {
    const nodes = await sql<LoggedAttempt>(database)`
      select ${columns(bodies)} from attempts where ${wanted} ${newest} limit ${limit}`
    return { nodes, searchedTo: null }
  }
  const scanned = filter.text ? MAXIMUM_SCANNED_WITH_BODIES : MAXIMUM_SCANNED
  const rows = await sql<LoggedAttempt & { isEnd: boolean }>(database)`
    with found as materialized (
      select * from (select * from attempts where ${wanted} ${newest} limit ${scanned}) attempts
      where ${fragment.join(conditions, fragment` and `)} ${newest} limit ${limit}
    ), ends as (
      -- The last scanned attempt and the one after it, if the search got that far.
      select xid, id from attempts where ${wanted} and (select count(*) from found) < ${limit}
      ${newest} offset ${scanned - 1} limit 2
    )
    select ${columns(bodies)}, "isEnd" from (
      select *, false as "isEnd" from found
      union all
      select a.*, true from ends cross join lateral (
        select * from attempts where ${inScope(scope)} and xid = ends.xid and id = ends.id offset 0) a
    ) attempts order by "isEnd", attempts.xid desc, attempts.id desc`
  const nodes = rows.filter(({ isEnd }) => !isEnd)
  const [end, behind] = rows.filter(({ isEnd }) => isEnd)
  const isOver =
    !end ||
    !behind ||
    (filter.since && end.finishedAt.getTime() < filter.since.getTime() - MAXIMUM_RECORDING_MS)
  return { nodes, searchedTo: isOver ? null : end }
}

/** `searchedTo`: the last scanned attempt, if older ones follow; null if all were scanned or enough were found. */
export interface FoundAttempts {
  nodes: LoggedAttempt[]
  searchedTo: LogPosition | null
}

function conditionsOf({ outcome, eventType, since, until, text }: LogFilter): RawBuilder<unknown>[] {
  return [
    ...(outcome ? [fragment`outcome = ${outcome}`] : []),
    ...(eventType ? [fragment`event_type = ${eventType}`] : []),
    ...(since ? [fragment`finished_at >= ${since}`] : []),
    ...(until ? [fragment`finished_at < ${until}`] : []),
    ...(text ? [containsText(text)] : []),
  ]
}

/** The current end of a log: the position of its newest settled attempt. Attempts that are not settled come after it. */
export async function endOfLog(database: Database, scope: LogScope): Promise<LogPosition> {
  const [newest] = await sql<LogPosition>(database)`
    select xid::text, id::text from attempts where ${inScope(scope)} and xid < ${HORIZON}
    order by attempts.xid desc, attempts.id desc limit 1`
  return newest ?? START_OF_LOG
}
