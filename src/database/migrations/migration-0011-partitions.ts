import { Migration } from '@mikro-orm/migrations'
import { encodeTime } from 'ulid'
import { copyKeys, IDEMPOTENCY_KEYS, keysCopiedUntil, SPLIT_CHORE } from './split-point.ts'

/**
 * Divides events, deliveries and attempts by age, so that what is no longer kept is dropped with its table, and divides
 * deliveries into open and ended ones, so that the relay's statements read a small table however many have ended. The tables as
 * they were become the partitions of what is older than the split point. docs/decisions/0021 says why.
 *
 * Only the parents are known here. The partitions of each table are made while durahook runs (src/retention/partitions.ts),
 * with their indexes: the parents have none.
 */
export class Migration0011Partitions extends Migration {
  override async up(): Promise<void> {
    const prepared = await this.splitPoint()
    const splitAt = prepared ?? Date.now()
    const id = encodeTime(splitAt, 10)
    const position = Math.floor((splitAt / 1000) * 2 ** 20)
    // Who waits for these locks waits for all of this, so it must be short, or fail.
    this.addSql(`set local lock_timeout = '5s'`)
    this.addSql(`set local statement_timeout = '30s'`)
    this.addSql(`set local enable_seqscan = off`) // to find what is open by its index
    this.addSql(`lock table attempts, deliveries, events in access exclusive mode`)

    const checked = await this.checkedConstraints()
    this.divideAttempts(position, checked.has('attempts_before_split'))
    this.divideEvents(id, checked.has('events_before_split'), prepared)
    this.divideDeliveries(id, prepared !== null)

    this.addSql(`
      alter table organizations
        add column payload_days double precision, add column attempt_days double precision,
        add column delivery_days double precision, add column event_days double precision`)
    // What is no longer in the log: '' for all organizations, else an organization that keeps its attempts for a shorter time.
    this.addSql(`
      create table log_floors (
        organization_id text primary key,
        -- The log is complete from this position, and for attempts that ended since then.
        position xid8 not null,
        complete_since timestamptz(3) not null
      )`)
    for (const statement of ROLL) this.addSql(statement)
    this.addSql(`set local enable_seqscan to default`)
    this.addSql(`set local statement_timeout to default`)
    this.addSql(`set local lock_timeout to default`)
  }

  /** Where the old tables end, in milliseconds since 1970: what begins later goes to new partitions. Null: nothing was prepared. */
  private async splitPoint(): Promise<number | null> {
    const [row] = (await this.execute(`select position from chores where name = '${SPLIT_CHORE}'`)) as {
      position: string
    }[]
    return row ? Number(row.position) : null
  }

  private async checkedConstraints(): Promise<Set<string>> {
    const rows = (await this.execute(`select conname as name from pg_constraint where convalidated`)) as {
      name: string
    }[]
    return new Set(rows.map(({ name }) => name))
  }

  private divideAttempts(position: number, checked: boolean): void {
    // Only the delivery's row says whether an attempt is still to be logged, so this table needs no unique key.
    this.addSql(`alter table attempts drop constraint attempts_delivery_id_fkey`)
    this.addSql(`alter table attempts drop constraint attempts_outcome_check`)
    this.addSql(`create sequence attempt_ids`)
    this.addSql(`select setval('attempt_ids', coalesce(max(id), 0) + 1) from attempts`)
    this.addSql(`alter table attempts alter column id drop identity`)
    this.addSql(`alter table attempts alter column id set default nextval('attempt_ids')`)
    this.addSql(`alter table attempts rename to attempts_first`)
    this.addSql(`create table attempts (like attempts_first including defaults) partition by range (xid)`)
    this.addSql(`alter sequence attempt_ids owned by attempts.id`)
    this.addSql(`create table attempts_other partition of attempts default`)
    if (!checked) this.addSql(moveLater('attempts_first', 'attempts_other', 'xid', String(position)))
    this.addSql(
      `alter table attempts attach partition attempts_first for values from (minvalue) to ('${position}')`,
    )
    this.addSql(`alter table attempts_first drop constraint if exists attempts_before_split`)
    this.addSql(`create index attempts_other_of_delivery on attempts_other (delivery_id, number)`)
    this.addSql(`create index attempts_other_of_webhook on attempts_other (webhook_id, xid, id)`)
    this.addSql(`create index attempts_other_of_organization on attempts_other (organization_id, xid, id)`)
  }

  private divideEvents(id: string, checked: boolean, prepared: number | null): void {
    this.addSql(`alter table deliveries drop constraint deliveries_event_id_fkey`)
    this.addSql(`alter table events drop constraint events_organization_id_fkey`)
    // A key lives longer than its event's payload, and is unique over all partitions.
    this.addSql(IDEMPOTENCY_KEYS)
    this.addSql(copyKeys(prepared === null ? null : keysCopiedUntil(prepared)))
    this.addSql(`drop index events_idempotency`)
    this.addSql(`alter table events rename to events_first`)
    this.addSql(`create table events (like events_first including defaults) partition by range (id)`)
    this.addSql(`create table events_other partition of events default`)
    if (!checked) this.addSql(moveLater('events_first', 'events_other', 'id', `evt_${id}`))
    this.addSql(
      `alter table events attach partition events_first for values from (minvalue) to ('evt_${id}')`,
    )
    this.addSql(`alter table events_first drop constraint if exists events_before_split`)
    this.addSql(`create unique index events_other_by_id on events_other (id)`)
    this.addSql(`create index events_other_of_organization on events_other (organization_id, id)`)
    // What is left of an event when its payload is no longer kept, or was erased.
    this.addSql(`
      create table event_records (like events including defaults) partition by range (id)`)
    this.addSql(`alter table event_records drop column data, add column erased_at timestamptz(3)`)
    // For what is left of the events so far. Not `_other`: Postgres reads that whenever a partition is made.
    this.addSql(`
      create table event_records_first partition of event_records for values from (minvalue) to ('evt_${id}')`)
    this.addSql(`create table event_records_other partition of event_records default`)
    for (const table of ['event_records_first', 'event_records_other']) {
      this.addSql(`create unique index ${table}_by_id on ${table} (id)`)
      this.addSql(`create index ${table}_of_organization on ${table} (organization_id, id)`)
    }
    this.addSql(`
      create view known_events as
        select id, organization_id, type, occurred_at, data, channels, idempotency_key, test, created_at,
          null::timestamptz(3) as erased_at from events
        union all
        select id, organization_id, type, occurred_at, null, channels, idempotency_key, test, created_at, erased_at
          from event_records`)
  }

  private divideDeliveries(id: string, large: boolean): void {
    this.addSql(`alter table deliveries drop constraint deliveries_webhook_id_fkey`)
    this.addSql(`alter table deliveries drop constraint deliveries_status_check`)
    this.addSql(`alter table deliveries drop constraint deliveries_trigger_check`)
    // A worker of the version before would claim rows of all partitions by their place in one: it must not find the column.
    this.addSql(`alter table deliveries rename column claimed_until to leased_until`)
    // Null in deliveries that ended before this migration: the event and the last attempt have them.
    this.addSql(`
      alter table deliveries
        add column event_type text, add column test boolean, add column status_code integer, add column error_kind text`)
    this.addSql(`alter table deliveries rename to deliveries_first`)
    this.addSql(`
      create table deliveries (like deliveries_first including defaults)
        partition by list ((status = 'PENDING' or attempt_started_at is not null))`)
    this.addSql(`
      create table deliveries_open partition of deliveries for values in (true)
        with (fillfactor = 80, vacuum_truncate = off, autovacuum_vacuum_scale_factor = 0.05)`)
    this.addSql(
      `create table deliveries_ended partition of deliveries for values in (false) partition by range (id)`,
    )
    this.addSql(`
      update deliveries_first d set event_type = e.type, test = e.test from events_first e
      where e.id = d.event_id and (d.status = 'PENDING' or d.attempt_started_at is not null)`)
    this.addSql(`
      with moved as (
        delete from deliveries_first where status = 'PENDING' or attempt_started_at is not null returning *
      )
      insert into deliveries_open select * from moved`)
    for (const index of [
      'to_start',
      'pending',
      'in_attempt',
      'pending_of_organization',
      'in_temporal',
      'retry_requested',
    ])
      this.addSql(`drop index deliveries_${index}`)
    for (const statement of OPEN_INDEXES) this.addSql(statement)
    this.addSql(`create table deliveries_ended_other partition of deliveries_ended default`)
    this.addSql(moveLater('deliveries_first', 'deliveries_ended_other', 'id', `wd_${id}`))
    // A large one is checked and attached afterwards, by finishSplit.
    if (!large)
      this.addSql(
        `alter table deliveries_ended attach partition deliveries_first for values from (minvalue) to ('wd_${id}')`,
      )
    this.addSql(`create unique index deliveries_ended_other_by_id on deliveries_ended_other (id)`)
    this.addSql(
      `create index deliveries_ended_other_of_organization on deliveries_ended_other (organization_id, id)`,
    )
    this.addSql(`create index deliveries_ended_other_of_webhook on deliveries_ended_other (webhook_id, id)`)
    this.addSql(`create index deliveries_ended_other_of_event on deliveries_ended_other (event_id, id)`)
  }
}

/** Moves rows that are of a later time than now, because a machine's clock was wrong. */
const moveLater = (from: string, to: string, column: string, bound: string) => `
  with moved as (delete from ${from} where ${column} >= '${bound}' returning *) insert into ${to} select * from moved`

const OPEN_INDEXES = [
  `create unique index deliveries_open_by_id on deliveries_open (id)`,
  `create index deliveries_open_of_organization on deliveries_open (organization_id, id)`,
  `create index deliveries_open_of_webhook on deliveries_open (webhook_id, id)`,
  `create index deliveries_open_of_event on deliveries_open (event_id, id)`,
  // The relay's queue. It and the next two have an expression (`|| ''`) that the statements which need them ask for: Postgres would
  // otherwise take another index, when it last looked while nothing waited, and read all that is open.
  `create index deliveries_to_start on deliveries_open (organization_id, webhook_id, least(attempt_count, 1), (id || ''))
    where started_at is null and status = 'PENDING'`,
  // For the limit of attempts under way to one webhook.
  `create index deliveries_in_attempt on deliveries_open ((webhook_id || '')) where attempt_started_at is not null`,
  // The deliveries that must have a running workflow in Temporal.
  `create index deliveries_in_temporal on deliveries_open ((id || '')) where status = 'PENDING' and started_at is not null`,
  `create index deliveries_retry_requested on deliveries_open (id) where retry_requested_at is not null`,
]

/**
 * Raises positions to the time, so that attempts that are logged from now on go to the partition of now. The caller's lock waits
 * for transactions that have written with the shift that was; `since` stays, because no epoch begins. Returns the first new
 * position; null if Postgres has just started, and its epoch has not begun.
 */
const ROLL = [
  `do $do$ begin execute format($text$
    create function %1$I.durahook_log_roll() returns xid8 language plpgsql volatile as $body$
      declare
        oldest bigint;
        first bigint;
      begin
        lock table only %1$I.attempts in share row exclusive mode;
        perform from %1$I.log_clock for update;
        oldest := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
        update %1$I.log_clock
          set shift = greatest(floor(extract(epoch from clock_timestamp()) * 1048576)::bigint, shift + oldest) - oldest
          where postmaster_started_at = pg_postmaster_start_time()
          returning shift + oldest into first;
        return first::text::xid8;
      end $body$ $text$, current_schema()); end $do$`,
]
