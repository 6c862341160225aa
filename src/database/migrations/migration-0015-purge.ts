import { Migration } from '@mikro-orm/migrations'

/** What a purge has to say of what it is doing, and has done. */
export class Migration0015Purge extends Migration {
  override up(): void {
    this.addSql(`
      create table delivery_floors (
        -- '' for all organizations, else one that keeps its deliveries for a shorter time.
        organization_id text primary key,
        -- Ended deliveries with lower ids were deleted.
        bound text not null
      )`)

    // Records of a partition of events are copied before it is dropped. Until then each event is there once, with its payload.
    this.addSql(`create table copied_events (first text primary key, last text not null)`)
    // Not in the view itself: each statement would be planned for all partitions of events once more.
    this.addSql(`
      do $do$ begin execute format($text$
        create function %1$I.durahook_is_record(record text) returns boolean language plpgsql stable as $body$
          begin
            return not exists (select from %1$I.copied_events where record >= first and record < last)
              or not exists (select from %1$I.events where id = record);
          end $body$ $text$, current_schema()); end $do$`)
    this.addSql(knownEvents(`(select not exists (select from copied_events)) or durahook_is_record(id)`))

    // Postgres keeps samples of a column with statistics, for as long as the partition is there.
    for (const [parent, columns] of [
      ['events', ['data']],
      ['attempts', ['response_body', 'response_headers']],
    ] as const)
      for (const column of columns)
        this.addSql(`
          do $do$ declare part regclass; begin
            for part in select relid from pg_partition_tree('${parent}') loop
              execute format('alter table only %s alter column ${column} set statistics 0', part);
            end loop;
          end $do$`)
  }

  override down(): void {
    this.addSql(knownEvents('true'))
    this.addSql(`drop function durahook_is_record`)
    this.addSql(`drop table copied_events`)
    this.addSql(`drop table delivery_floors`)
  }
}

/** All events, those without a payload from the records for which `isRecord`. */
const knownEvents = (isRecord: string) => `
  create or replace view known_events as
    select id, organization_id, type, occurred_at, data, channels, idempotency_key, test, created_at,
      null::timestamptz(3) as erased_at from events
    union all
    select id, organization_id, type, occurred_at, null, channels, idempotency_key, test, created_at, erased_at
      from event_records where ${isRecord}`
