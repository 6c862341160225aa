import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Settings } from '../settings/settings.ts'
import { disableFailing, type FailedWebhook } from '../webhooks/disable-failing.ts'
import { repeat, type Repetition } from './repeat.ts'

export interface WatchDeps {
  database: Database
  log: Logger
  settings: Pick<Settings, 'DISABLE_FAILING_HOURS' | 'DISABLE_FAILING_DELIVERIES'>
  /** Called when operational events were stored. */
  told(): void
}

/** How often each worker looks at failing webhooks, in milliseconds. What is due is done once, whoever looks. */
const WATCH_MS = 2_000

/** If nobody looked for longer than this, in seconds, durahook was away, and that time does not count for failing webhooks. */
const AWAY_SECONDS = 600

/** How often rows that say nothing are removed, in looks. */
const TIDY_LOOKS = 30

/** A webhook that has been healthy for so long needs no row, in minutes. */
const HEALTHY_MINUTES = 10

/** Maximum of webhooks that one look disables. */
const MAXIMUM_DISABLED = 20

/** Gives notice of the webhooks that fail for long, and disables them in time. Every worker does it. */
export function startWatchingHealth({ database, log, settings, told }: WatchDeps): Repetition {
  let looks = 0
  return repeat(
    WATCH_MS,
    async () => {
      await noteAbsence(database)
      if (looks++ % TIDY_LOOKS === 0) await tidy(database)
      const { disable, noticed } = await readDue(database, settings)
      const disabled: string[] = []
      for (const webhook of disable) {
        try {
          if (await disableFailing(database, webhook)) disabled.push(webhook.webhookId)
        } catch (error) {
          log.warn(
            { err: error, webhookId: webhook.webhookId },
            'A failing webhook could not be disabled; trying again.',
          )
        }
      }
      if (disabled.length > 0) log.warn({ webhooks: disabled }, 'Webhooks were disabled because they failed.')
      if (noticed > 0 || disabled.length > 0) told()
    },
    log,
    'Failing webhooks could not be looked at; trying again.',
  )
}

/** Moves the hours of failing webhooks on if nobody could have delivered anything to them. */
async function noteAbsence(database: Database): Promise<void> {
  await sql(database)`
    with before as materialized (
      select extract(epoch from now()) - position::float8 as seconds from chores where name = 'health' and position <> '' for update
    ), looked as (
      update chores set position = extract(epoch from now())::text
      where name = 'health' and not exists (select from before where seconds < 0)
    )
    update webhook_health set counted_from = counted_from + make_interval(secs => b.seconds)
    from before b where webhook_id in (
      select webhook_id from webhook_health
      where failing_since is not null and (select seconds from before) > ${AWAY_SECONDS}
      order by webhook_id for update)`
}

/**
 * Gives the notices that are due, each once: at half the time, and 24 hours before a webhook is disabled. Returns how many, and which
 * webhooks are to be disabled.
 */
async function readDue(
  database: Database,
  { DISABLE_FAILING_HOURS, DISABLE_FAILING_DELIVERIES }: WatchDeps['settings'],
): Promise<{ disable: FailedWebhook[]; noticed: number }> {
  const rows = await sql<FailedWebhook & { disable: boolean }>(database)`
    with failing as materialized (
      select h.webhook_id, h.organization_id, h.failing_since, h.counted_from, h.first_failures, h.notices, c.deliveries,
        h.counted_from + make_interval(secs => c.hours * 3600) as disable_at,
        array(select h.counted_from + make_interval(secs => after * 3600)
          from unnest(array[c.hours / 2, c.hours - 24]) as after where after > 0 group by after order by after) as notice_at
      from webhook_health h
        cross join lateral (select from webhooks where id = h.webhook_id and status = 'ENABLED' and deleted_at is null offset 0) w
        cross join lateral (select coalesce(disable_failing_hours, ${DISABLE_FAILING_HOURS}::float8) as hours,
          coalesce(disable_failing_deliveries, ${DISABLE_FAILING_DELIVERIES}::int) as deliveries
          from organizations where id = h.organization_id and deleted_at is null offset 0) c
      where h.failing_since is not null and c.hours > 0
    ), due as (
      -- One that is being changed is left for the next look.
      select h.webhook_id from webhook_health h join failing f on h.webhook_id = f.webhook_id
      where f.disable_at > now() and f.notice_at[f.notices + 1] <= now()
      for update of h skip locked
    ), noticed as (
      update webhook_health h set notices = h.notices + 1 from due join failing f on f.webhook_id = due.webhook_id
      where h.webhook_id = due.webhook_id and h.notices = f.notices and h.failing_since = f.failing_since and h.counted_from = f.counted_from
      returning f.*
    ), told as (
      insert into operational_events (organization_id, type, webhook_id, detail)
      select organization_id, 'webhook.disable_scheduled', webhook_id, json_build_object('failingSince', failing_since,
        'disableAt', disable_at, 'failedDeliveries', first_failures, 'afterDeliveries', deliveries)
      from noticed
    )
    (select webhook_id as "webhookId", organization_id as "organizationId", failing_since as "failingSince", counted_from as "countedFrom",
      true as disable
    from failing where disable_at <= now() and first_failures >= deliveries order by disable_at limit ${MAXIMUM_DISABLED}::int)
    union all
    select webhook_id, organization_id, failing_since, counted_from, false from noticed`
  return {
    disable: rows.filter(({ disable }) => disable),
    noticed: rows.filter(({ disable }) => !disable).length,
  }
}

/**
 * Removes rows that say no more than that their webhook is healthy, or that are of a deleted one; gives back what is held for none; and
 * sees to it that all that is held is looked at. Passes over what somebody else changes now.
 */
async function tidy(database: Database): Promise<void> {
  await sql(database)`
    delete from webhook_health where webhook_id in (select webhook_id from webhook_health h
      where not exists (select from webhooks where id = h.webhook_id and deleted_at is null)
        or (failures = 0 and failing_since is null and rate_limit is null and pace is null and look_at is null
          and coalesce(quiet_until < now(), true)
          and coalesce(last_success_at < now() - make_interval(mins => ${HEALTHY_MINUTES}), true)
          and not exists (select from webhooks where id = h.webhook_id and status = 'DISABLED' and status_reason = 'FAILING'))
      for update skip locked)`
  await sql(database)`
    update deliveries_open set held_until = null where id in (select id from deliveries_open d
      where held_until is not null and started_at is null and status = 'PENDING'
        and not exists (select from webhook_health where webhook_id = d.webhook_id)
      for update skip locked)`
  // What was held before its webhook was FAILING had no time for its first attempt.
  await sql(database)`
    update deliveries_open set held_until = created_at + interval '24 hours' where id in (select d.id
      from deliveries_open d join webhook_health h on d.webhook_id = h.webhook_id
      where h.failing_since is not null and d.held_until = 'infinity' and d.window_started_at is null
        and d.started_at is null and d.status = 'PENDING'
      for update of d skip locked)`
  await sql(database)`
    update webhook_health set look_at = now() where webhook_id in (select webhook_id from webhook_health h
      where look_at is null
        and exists (select from webhooks where id = h.webhook_id and status not in ('PAUSED', 'LISTENING'))
        and exists (select from deliveries_open
          where webhook_id = h.webhook_id and started_at is null and status = 'PENDING' and held_until is not null)
      for update skip locked)`
}
