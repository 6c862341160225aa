import { sql as fragment, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import { START_OF_LOG, type LogPosition } from './log-position.ts'
import { containsText } from './log-text.ts'
import type { AttemptOutcome, AttemptTrigger, ErrorKind } from '../words/enums.ts'

/** One attempt as it stands in the log. */
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
  /** Null also where it was read without bodies. */
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
}

/** Whose log. */
export type LogScope = FollowScope | { deliveryId: string }

/** Whose log can be followed. */
export type FollowScope = { webhookId: string } | { organizationId: string }

export interface LogFilter {
  outcome?: AttemptOutcome | null | undefined
  eventType?: string | null | undefined
  since?: Date | null | undefined
  until?: Date | null | undefined
  text?: string | null | undefined
}

export interface LogPage {
  attempts: LoggedAttempt[]
  /**
   * The first part of the position of the oldest newer attempt that can't be given out yet, because a transaction that
   * began earlier is still open; null: there is none.
   */
  withheld: string | null
}

/**
 * Transactions become visible in another order than they began, so "after id 7" would skip a 6 that commits later. The
 * log's order is (transaction, id), and only what no open transaction can still come before is given out: everything
 * below the horizon. Asked once in a statement, of the statement's own snapshot. See docs/decisions/0004.
 */
const HORIZON = fragment`(select durahook_log_horizon())`

/**
 * As text, which JavaScript can hold; so order by `attempts.xid`, not by these, which sort 999 after 1000. Bodies are up to
 * 64 KiB each: who does not want them does not read them.
 */
const columns = (bodies: boolean) => fragment`
  xid::text, id::text, organization_id as "organizationId", webhook_id as "webhookId", delivery_id as "deliveryId",
  event_type as "eventType", number, trigger, outcome, status_code as "statusCode",
  response_headers as "responseHeaders", ${bodies ? fragment`response_body` : fragment`null`} as "responseBody",
  response_body_truncated as "responseBodyTruncated", resent, dns_ms as "dnsMs", connect_ms as "connectMs", tls_ms as "tlsMs",
  first_byte_ms as "firstByteMs", total_ms as "totalMs", error_kind as "errorKind", error, decision,
  next_attempt_at as "nextAttemptAt", started_at as "startedAt", finished_at as "finishedAt"`

function inScope(scope: LogScope): RawBuilder<unknown> {
  if ('webhookId' in scope) return fragment`webhook_id = ${scope.webhookId}`
  if ('organizationId' in scope) return fragment`organization_id = ${scope.organizationId}`
  return fragment`delivery_id = ${scope.deliveryId}`
}

/** Attempts after `after`, the oldest first, at most `limit`. */
export async function readLogForward(
  database: Database,
  scope: LogScope,
  after: LogPosition,
  limit: number,
  bodies = true,
): Promise<LogPage> {
  const rows = await sql<LoggedAttempt & { settled: boolean }>(database)`
    select ${columns(bodies)}, xid < ${HORIZON} as settled from attempts
    where ${inScope(scope)} and (xid, id) > (${after.xid}::xid8, ${after.id}::bigint)
    order by attempts.xid, attempts.id limit ${limit}`
  const end = rows.findIndex(({ settled }) => !settled)
  return end === -1
    ? { attempts: rows, withheld: null }
    : { attempts: rows.slice(0, end), withheld: rows[end]!.xid }
}

/**
 * Most attempts one page of a filtered log looks at; fewer where bodies are searched, which can be 64 KiB each: 2,000 of
 * those took 4 to 7 s on a busy machine.
 */
const LOOKED_AT = 10_000
const LOOKED_INTO = 500

/** An attempt is logged this long after it ended at the latest, in milliseconds: recording is tried again for minutes. */
const LATEST_MS = 3_600_000

/**
 * Attempts before `before` (null: the newest), the newest first, at most `limit`. With a filter it looks at so many and
 * no more, however few of them pass: `searchedTo` says where it stopped.
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
    and ${before ? fragment`(xid, id) < (${before.xid}::xid8, ${before.id}::bigint)` : fragment`true`}`
  const newest = fragment`order by attempts.xid desc, attempts.id desc`
  const passes = conditionsOf(filter)
  if (passes.length === 0) {
    const nodes = await sql<LoggedAttempt>(database)`
      select ${columns(bodies)} from attempts where ${wanted} ${newest} limit ${limit}`
    return { nodes, searchedTo: null }
  }
  const lookedAt = filter.text ? LOOKED_INTO : LOOKED_AT
  const rows = await sql<LoggedAttempt & { isEnd: boolean }>(database)`
    with found as materialized (
      select * from (select * from attempts where ${wanted} ${newest} limit ${lookedAt}) attempts
      where ${fragment.join(passes, fragment` and `)} ${newest} limit ${limit}
    ), ends as (
      -- The last one looked at and the one behind it, if the search got that far.
      select id from attempts where ${wanted} and (select count(*) from found) < ${limit}
      ${newest} offset ${lookedAt - 1} limit 2
    )
    select ${columns(bodies)}, "isEnd" from (
      select *, false as "isEnd" from found
      union all select a.*, true from attempts a where a.id in (select id from ends)
    ) attempts order by "isEnd", attempts.xid desc, attempts.id desc`
  const nodes = rows.filter(({ isEnd }) => !isEnd)
  const [end, behind] = rows.filter(({ isEnd }) => isEnd)
  const isOver =
    !end || !behind || (filter.since && end.finishedAt.getTime() < filter.since.getTime() - LATEST_MS)
  return { nodes, searchedTo: isOver ? null : end }
}

/** `searchedTo`: the last attempt looked at, when others lie behind it; null: all were looked at, or enough found. */
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

/** Where a log stands now: after the newest attempt that is given out; what is not given out yet comes after it. */
export async function endOfLog(database: Database, scope: LogScope): Promise<LogPosition> {
  const [newest] = await sql<LogPosition>(database)`
    select xid::text, id::text from attempts where ${inScope(scope)} and xid < ${HORIZON}
    order by attempts.xid desc, attempts.id desc limit 1`
  return newest ?? START_OF_LOG
}
