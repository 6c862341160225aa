import { Migration } from '@mikro-orm/migrations'

/** What Postgres knows of webhooks that are not simply healthy, what is held for them, and operational events. No row is rewritten. */
export class Migration0023Health extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    this.addSql(`
      alter table webhooks drop constraint if exists webhooks_status_reason_check,
        add constraint webhooks_status_reason_check check (status_reason in ('REQUESTED', 'GONE', 'PLAN', 'FAILING')) not valid,
        -- Whose operational events it gets; null: it gets what is published.
        add column operational text check (operational in ('ORGANIZATION', 'ALL'))`)
    this.addSql(`
      create index webhooks_operational on webhooks (organization_id, operational)
        where operational is not null and deleted_at is null`)
    this.addSql(`
      alter table organizations add column disable_failing_hours double precision,
        add column disable_failing_deliveries integer`)
    this.addSql(`alter table events add column operational boolean not null default false`)
    this.addSql(HEALTH)
    this.addSql(
      `create index webhook_health_failing on webhook_health (failing_since) where failing_since is not null`,
    )
    this.addSql(`create index webhook_health_to_look on webhook_health (look_at) where look_at is not null`)
    this.addSql(`create index webhook_health_of_organization on webhook_health (organization_id)`)
    this.addSql(`
      alter table deliveries
        -- When it is tried whatever its webhook's health says; null: it is not held.
        add column held_until timestamptz(3),
        -- Its next attempt was given its turn: when that is.
        add column granted_at timestamptz(6),
        -- Whether delivery.failing or delivery.failed was told of it; delivery.recovered follows then.
        add column told boolean`)
    // What is held is not in the queue, so that it costs others nothing, however much it is.
    this.addSql(`drop index deliveries_to_start`)
    this.addSql(`
      create index deliveries_to_start on deliveries_open (organization_id, webhook_id,
          (case when replay_id is null or window_started_at is not null then least(attempt_count, 1) else 2 end), (id || ''))
        where started_at is null and status = 'PENDING' and held_until is null`)
    this.addSql(`
      create index deliveries_held on deliveries_open (organization_id, webhook_id, (id || ''))
        where started_at is null and status = 'PENDING' and held_until is not null`)
    this.addSql(`
      create index deliveries_held_of_webhook on deliveries_open (webhook_id, held_until)
        where started_at is null and status = 'PENDING' and held_until is not null`)
    this.addSql(`
      create index deliveries_granted on deliveries_open ((webhook_id || '')) where granted_at is not null`)
    for (const statement of OPERATIONAL_EVENTS) this.addSql(statement)
    for (const statement of LOG_CLOCK) this.addSql(statement)
    this.addSql(`insert into chores (name) values ('health')`)
    this.addSql(`set local lock_timeout to default`)
  }
}

/** docs/decisions/0029 has the states. A webhook without a row is healthy, and nothing limits it. */
const HEALTH = `
  create table webhook_health (
    webhook_id text primary key,
    organization_id text not null,
    -- Since the last success: attempts that failed, deliveries whose first attempt did, when the first one did, and its error.
    failures integer not null default 0,
    first_failures integer not null default 0,
    failed_since timestamptz(3),
    last_error text,
    last_success_at timestamptz(3),
    -- It is FAILING, since failed_since. The hours until it is disabled count from counted_from.
    failing_since timestamptz(3),
    counted_from timestamptz(3),
    notices smallint not null default 0,
    -- The delivery whose schedule goes on, and when another may take its place.
    probe_id text,
    probe_at timestamptz(3),
    -- After that: how many attempts may be under way; null: as many as to any webhook.
    ramp integer,
    -- What its receiver asked for: no attempt before quiet_until, then at most pace a second.
    quiet_until timestamptz(3),
    pace double precision,
    pace_step double precision,
    paced_at timestamptz(3),
    halved_at timestamptz(3),
    -- What its owner chose: at most rate_limit in rate_seconds.
    rate_limit integer,
    rate_seconds integer,
    -- With a pace or a limit: when the next attempt may begin, if attempts are evenly spaced.
    next_at timestamptz(6),
    -- When a claim has to look whether something that is held may begin; null: nothing is held.
    look_at timestamptz(3)
  ) with (fillfactor = 50)`

const OPERATIONAL_EVENTS = [
  `create table operational_events (
    -- Its place in their one order, as in the delivery log (docs/decisions/0004).
    xid xid8 not null default durahook_log_position(),
    id bigint generated always as identity,
    organization_id text not null,
    type text not null,
    webhook_id text,
    delivery_id text,
    replay_id text,
    -- What is known when it happens; the event that operational webhooks get has more.
    detail json not null,
    created_at timestamptz(3) not null default now(),
    -- When it was given to the operational webhooks that ask for it; null: not yet.
    announced_at timestamptz(3),
    primary key (xid, id)
  )`,
  `create index operational_events_of_organization on operational_events (organization_id, xid, id)`,
  `create index operational_events_to_announce on operational_events (xid, id) where announced_at is null`,
]

/** Positions of operational events are given out by the clock of the delivery log (migration 0004), which looks at them, too, from now on. */
const LOG_CLOCK = [
  `alter function durahook_log_newest() rename to durahook_log_newest_attempt`,
  inThisSchema(
    'durahook_log_newest() returns bigint language plpgsql volatile',
    `begin
      return greatest(SCHEMA.durahook_log_newest_attempt(), (select o.xid::text::bigint from SCHEMA.operational_events o
        order by o.xid desc, o.id desc limit 1));
    end`,
  ),
  inThisSchema(
    'durahook_log_adopt() returns boolean language plpgsql volatile',
    `begin
      if SCHEMA.durahook_log_newest() < SCHEMA.durahook_log_end()::text::bigint is not false then
        return false;
      end if;
      -- No transaction may have written with the shift that was.
      lock table SCHEMA.attempts, SCHEMA.operational_events in share row exclusive mode;
      perform from SCHEMA.log_clock for update;
      if SCHEMA.durahook_log_newest() >= SCHEMA.durahook_log_end()::text::bigint then
        perform SCHEMA.durahook_log_raise();
        return true;
      end if;
      return false;
    end`,
  ),
]

/** As in migration 0004. */
function inThisSchema(signature: string, body: string): string {
  const template = `create or replace function SCHEMA.${signature} as $body$ ${body} $body$`.replace(
    /SCHEMA\./g,
    '%1$I.',
  )
  return `do $do$ begin execute format($text$ ${template} $text$, current_schema()); end $do$`
}
