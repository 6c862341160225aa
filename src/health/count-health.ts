import { piece, type Piece } from '../database/sql.ts'
import {
  asksAgain,
  becomesFailing,
  firstPace,
  grownPace,
  halvedPace,
  nextProbe,
  paceStep,
  RAMP,
} from './rules.ts'

const NO_PIECE = piece('')

/** Whether a row `h` of webhook_health remembers something that a success changes. */
const CHANGES = '(h.failures > 0 or h.failing_since is not null or h.ramp is not null or h.pace is not null)'

/** How a statement that records attempts counts them in their webhooks' health. */
export interface Counting {
  /** What it looks at first, after `locked`: the deliveries. */
  first: Piece
  /** On what it depends that anything is recorded. */
  only: Piece
  /** What counts the attempts in `judged`, with their deliveries, and tells what changed, as operational events: `told`. */
  counts: Piece
  /** Remembers with the deliveries what was told of them. */
  tells: Piece
  /** Whether anything was told. */
  told: Piece
  /** Whether what is held for a webhook may begin now. */
  freed: Piece
}

/**
 * For attempts that all succeeded: they change no health unless it remembers something that a success changes. Then nothing is
 * recorded, and another counting has to be used. Most attempts are such, and what a statement might do costs it much even if it does
 * not do it.
 */
export const COUNT_NOTHING: Counting = {
  first: piece(`
    healthy as materialized (
      select not exists (select from locked where told) and not exists (
        select from webhook_health h where webhook_id = any (array(select webhook_id from locked)) and ${CHANGES}) as yes
    ), `),
  only: piece('where (select yes from healthy)'),
  counts: NO_PIECE,
  tells: NO_PIECE,
  told: piece('false'),
  freed: piece('false'),
}

/**
 * Counts any attempts. A batch with a success of a webhook counts as that, so those whose receivers ask for less go without successes.
 *
 * What tests send counts only if it succeeds; a request that could not be made, or that went where the webhook sends no more, not at
 * all. Listeners have no health. Deliveries are locked before rows of webhook_health, and these in the order of their webhooks.
 */
const counting = (first: string): Counting => ({
  first: NO_PIECE,
  only: NO_PIECE,
  counts: piece(`, succeeded as materialized (
      select j.webhook_id, count(*)::int as count
      from judged j cross join lateral (select target_version from webhooks where id = j.webhook_id offset 0) w
      where j.outcome = 'SUCCEEDED' and j."targetVersion" = w.target_version group by j.webhook_id
    ), failed as materialized (
      select j.webhook_id, min(j.organization_id) as organization_id, count(*)::int as failures,
        count(*) filter (where j.number = 1)::int as first_failures, min(j."startedAt") as since,
        (array_agg(j.error order by j."finishedAt" desc))[1] as error,
        (array_agg(j.id order by j."finishedAt" desc) filter (where j.final = 'PENDING'))[1] as delivery_id,
        max(j."quietMs") as quiet_ms, max(j."startedAt") filter (where j."quietMs" is not null) as asked_from
      from judged j cross join lateral (
        select target_version, listener_session, deleted_at from webhooks where id = j.webhook_id offset 0) w
      where j.outcome = 'FAILED' and j.counts and not j.test and not j.gone and j."errorKind" is distinct from 'NOT_SENT'
        and j."targetVersion" = w.target_version and w.listener_session is null and w.deleted_at is null
        and not exists (select from succeeded s where s.webhook_id = j.webhook_id)
      group by j.webhook_id
    ), health_before as materialized (
      select * from webhook_health where webhook_id = any (array(select webhook_id from judged where not gone)) order by webhook_id for update
    ), failing as (
      select f.*, h.failed_since, h.failures + f.failures as consecutive
      from failed f join health_before h on h.webhook_id = f.webhook_id where ${becomesFailing.text}
    ), counted as (
      insert into webhook_health as h (webhook_id, organization_id, failures, first_failures, failed_since, last_error, quiet_until,
        pace, pace_step, paced_at, halved_at, probe_id)
      select webhook_id, organization_id, failures, first_failures, since, error, now() + make_interval(secs => quiet_ms / 1000),
        pace, ${paceStep('pace')}, case when quiet_ms is not null then now() end, case when quiet_ms is not null then now() end, delivery_id
      from (
        select *, case when f.quiet_ms is not null then ${first} end as pace from failed f
        -- The rows that are there are locked first.
        where (select count(*) from health_before) >= 0
        order by webhook_id) f
      on conflict (webhook_id) do update set
        failures = h.failures + excluded.failures, first_failures = h.first_failures + excluded.first_failures,
        failed_since = coalesce(h.failed_since, excluded.failed_since), last_error = excluded.last_error,
        (failing_since, counted_from, notices, probe_id, probe_at, ramp, quiet_until, pace, pace_step, paced_at, halved_at) = (
          select
            case when ${becomesFailing.text} then h.failed_since else h.failing_since end,
            case when ${becomesFailing.text} then h.failed_since else h.counted_from end,
            case when ${becomesFailing.text} then 0 else h.notices end,
            -- Who has just tried and will again.
            case when h.quiet_until > now() and coalesce(excluded.quiet_until < h.quiet_until, true) then h.probe_id
              else coalesce(f.delivery_id, h.probe_id) end,
            -- What began before it was enabled again does not put off the probe.
            case when f.since < h.counted_from then h.probe_at else ${nextProbe.text} end,
            case when h.ramp is not null and not (${becomesFailing.text}) then greatest(h.ramp / 2, 1) end,
            greatest(h.quiet_until, excluded.quiet_until),
            ${halvedPace.text},
            coalesce(h.pace_step, excluded.pace_step),
            case when f.quiet_ms is not null then now() else h.paced_at end,
            case when f.quiet_ms is not null and (h.pace is null or ${asksAgain.text}) then now() else h.halved_at end
          from (select *, excluded.pace from failed where webhook_id = h.webhook_id) f)
    ), recovered as (
      update webhook_health h set
        failures = 0, first_failures = 0, failed_since = null, last_error = null, last_success_at = now(),
        failing_since = null, counted_from = null, notices = 0, probe_id = null, probe_at = null,
        ramp = case when h.failing_since is not null then ${RAMP.first} when h.ramp + s.count < ${RAMP.over} then h.ramp + s.count end,
        look_at = now(), next_at = case when h.pace is not null and ${grownPace.text} is null then least(h.next_at, now()) else h.next_at end,
        pace = ${grownPace.text}, pace_step = case when ${grownPace.text} is not null then h.pace_step end,
        paced_at = case when ${grownPace.text} is not null then now() end
      from succeeded s
      where h.webhook_id = s.webhook_id and (select count(*) from health_before) >= 0
        and ${CHANGES}
      returning h.webhook_id
    ), told as (
      insert into operational_events (organization_id, type, webhook_id, delivery_id, detail)
      select organization_id, 'webhook.failing', webhook_id, null, json_build_object('failingSince', failed_since,
        'consecutiveFailures', consecutive, 'lastError', error)
      from failing
      union all
      select h.organization_id, 'webhook.recovered', h.webhook_id, null, json_build_object('failingSince', h.failing_since, 'recoveredAt', now())
      from health_before h join succeeded s on s.webhook_id = h.webhook_id
        cross join lateral (select from webhooks where id = h.webhook_id and status <> 'DISABLED' offset 0) w
      where h.failing_since is not null
      union all
      select j.organization_id, j.type, j.webhook_id, j.id, json_build_object('eventType', j.event_type, 'attempts', j.number,
        'error', j.error, 'nextAttemptAt', j."nextAttemptAt")
      from (
        select *, case when outcome = 'SUCCEEDED' then case when told then 'delivery.recovered' end
          when not counts or requested then null
          when final = 'FAILED' then 'delivery.failed'
          when retry_count >= 3 and told is null then 'delivery.failing' end as type
        from judged where not test) j
        cross join lateral (select from webhooks
          where id = j.webhook_id and operational is null and listener_session is null offset 0) w
      where j.type is not null
      returning delivery_id
    )`),
  tells: piece(`,
      told = case when outcome = 'SUCCEEDED' then null when d.id = any (array(select delivery_id from told)) then true else d.told end`),
  told: piece('exists (select from told)'),
  freed: piece('exists (select from recovered)'),
})

/** For attempts of which no receiver asked for less. */
export const COUNT_ALL = counting('null::float8')

/** Reads how much the webhooks took lately, too. */
export const COUNT_ASKED = counting(firstPace.text)
