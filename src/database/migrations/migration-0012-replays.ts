import { Migration } from '@mikro-orm/migrations'

/**
 * Replays, and which deliveries are of one. The new columns are null, so no row is rewritten; the indexes of deliveries hold those
 * of replays only, of which there are none. In a large database of an older version prepareReplays has made them before.
 */
export class Migration0012Replays extends Migration {
  override up(): void {
    this.addSql(`
      create table replays (
        id text primary key,
        organization_id text not null references organizations (id) on delete cascade,
        webhook_id text,
        idempotency_key text,
        -- The input as it was given, to compare it with that of another call with the same key.
        request text not null,
        status text not null check (status in ('RUNNING', 'PAUSED', 'COMPLETED', 'CANCELED')),
        since timestamptz(3) not null,
        until timestamptz(3) not null,
        statuses text[] not null,
        event_types text[] not null,
        status_codes integer[] not null,
        error_kinds text[] not null,
        include_missed boolean not null,
        -- Which webhooks get what they missed.
        missed_webhook_ids text[] not null,
        rate_per_second integer not null,
        matched integer not null default 0,
        queued integer not null default 0,
        delivered integer not null default 0,
        failed integer not null default 0,
        skipped integer not null default 0,
        -- Put back, and given back by cancelReplay before they were sent.
        restored integer not null default 0,
        -- How far the matching ones are counted and put back: an id of a delivery, then one of an event; null: all are.
        count_position text default '',
        position text default '',
        last_batch_at timestamptz(3),
        -- Of a canceled replay: whether all that can be given back was.
        undone boolean not null default false,
        created_at timestamptz(3) not null default now(),
        finished_at timestamptz(3)
      )`)
    this.addSql(
      `create unique index replays_by_key on replays (organization_id, idempotency_key) where idempotency_key is not null`,
    )
    this.addSql(`create index replays_of_organization on replays (organization_id, id)`)
    // For the claim.
    this.addSql(`create index replays_running on replays (organization_id) where status = 'RUNNING'`)
    this.addSql(
      `create index replays_under_way on replays (organization_id, id) where finished_at is null or (status = 'CANCELED' and not undone)`,
    )
    // Deliveries that failed in a replay and are of another run since, so that they no longer tell.
    this.addSql(`
      create table replay_failures (
        replay_id text not null references replays (id) on delete cascade,
        delivery_id text not null,
        primary key (replay_id, delivery_id)
      )`)
    this.addSql(`
      alter table deliveries add column if not exists replay_id text, add column status_before_replay text`)
    // What a replay has put back waits behind all else; once it was begun, it is like all others.
    this.addSql(`drop index deliveries_to_start`)
    this.addSql(`
      create index deliveries_to_start on deliveries_open (organization_id, webhook_id,
          (case when replay_id is null or window_started_at is not null then least(attempt_count, 1) else 2 end), (id || ''))
        where started_at is null and status = 'PENDING'`)
    this.addSql(`
      create index deliveries_to_replay on deliveries_open (replay_id, webhook_id, (id || ''))
        where started_at is null and status = 'PENDING' and replay_id is not null and window_started_at is null`)
    this.addSql(
      `create index deliveries_open_of_replay on deliveries_open (replay_id) where replay_id is not null`,
    )
    this.addSql(`
      do $do$ declare part name; begin
        for part in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'deliveries_ended'::regclass loop
          execute format('create index if not exists %I on %I (replay_id, status) where replay_id is not null',
            part || '_of_replay', part);
        end loop;
      end $do$`)
    this.addSql(`insert into chores (name) values ('replays')`)
  }
}
