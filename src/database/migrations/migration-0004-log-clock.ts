import { Migration } from '@mikro-orm/migrations'

/**
 * Positions in the log that never go back when Postgres is moved, restored or fails over. Transaction numbers do go back:
 * a new cluster starts at the beginning, a restored one repeats numbers. docs/decisions/0004 says why each function is
 * right.
 *
 * Names inside the functions include their schema: pg_restore and others run them with an empty search_path.
 */
export class Migration0004LogClock extends Migration {
  override up(): void {
    this.addSql(`
      create table log_clock (
        one boolean primary key default true check (one),
        shift bigint not null,
        since bigint not null,
        postmaster_started_at timestamptz not null
      )`)
    this.addSql(
      `comment on table log_clock is 'One row: position in the log = transaction number + shift, for the Postgres that started at postmaster_started_at, whose first position is since.'`,
    )
    for (const [signature, body] of FUNCTIONS) this.addSql(functionInThisSchema(signature, body))
    // This lock waits for transactions that have written to the log, and blocks writers until the clock is set. If a dump
    // of the table is running, all writers would queue behind this until the dump ends: better that the migration fails.
    this.addSql(`set local lock_timeout = '10s'`)
    this.addSql(`alter table attempts alter column xid set default durahook_log_position()`)
    this.addSql(`set local lock_timeout to default`)
    // A log with only this Postgres's transaction numbers continues with them (shift 0). Processes of the previous version
    // compare positions with transaction numbers, so they see new log entries until they are replaced.
    this.addSql(`
      insert into log_clock (shift, since, postmaster_started_at)
      select 0, pg_snapshot_xmin(now)::text::bigint, pg_postmaster_start_time()
      from pg_current_snapshot() now
      where durahook_log_newest() < pg_snapshot_xmax(now)::text::bigint`)
    this.addSql(`select durahook_log_position()`)
  }
}

/** Signature and body of each function; `SCHEMA` is replaced by the schema's name. */
const FUNCTIONS: [string, string][] = [
  [
    // The position of log entries that the current transaction writes; called for every attempt. Stable, because a
    // volatile function takes a snapshot for each row (11 µs). The statement's snapshot is taken after its table lock.
    'durahook_log_position() returns xid8 language plpgsql stable',
    `declare
      its_shift bigint;
    begin
      select shift into its_shift from SCHEMA.log_clock where postmaster_started_at = pg_postmaster_start_time();
      if its_shift is null then
        its_shift := SCHEMA.durahook_log_begin_epoch();
      end if;
      return (pg_current_xact_id()::text::bigint + its_shift)::text::xid8;
    end`,
  ],
  [
    // Called at the first write under another postmaster: positions continue above all that can have been given out. The
    // time in units of 2^-20 s is above them all, because a transaction takes longer than one unit. Returns the shift.
    'durahook_log_begin_epoch() returns bigint language plpgsql volatile',
    `begin
      insert into SCHEMA.log_clock (shift, since, postmaster_started_at) values (0, 0, '-infinity')
        on conflict do nothing;
      perform from SCHEMA.log_clock for update;
      if (select postmaster_started_at <> pg_postmaster_start_time() from SCHEMA.log_clock) then
        perform SCHEMA.durahook_log_raise();
      end if;
      return (select shift from SCHEMA.log_clock);
    end`,
  ],
  [
    // Raises positions above all in the table, above all this clock has given out, and above the time. The caller holds
    // the row's lock.
    'durahook_log_raise() returns void language plpgsql volatile',
    `declare
      oldest bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
      first bigint;
    begin
      select greatest(floor(extract(epoch from clock_timestamp()) * 1048576)::bigint, shift + oldest,
        SCHEMA.durahook_log_newest() + 1) into first from SCHEMA.log_clock;
      update SCHEMA.log_clock set shift = first - oldest, since = first,
        postmaster_started_at = pg_postmaster_start_time();
    end`,
  ],
  [
    // The highest position in the log, settled or not; null if the log is empty. One index probe for each organization.
    'durahook_log_newest() returns bigint language plpgsql volatile',
    `declare
      newest bigint;
      at_organization text;
      its_newest xid8;
    begin
      select a.organization_id, a.xid into at_organization, its_newest
        from SCHEMA.attempts a order by a.organization_id desc, a.xid desc, a.id desc limit 1;
      while at_organization is not null loop
        newest := greatest(newest, its_newest::text::bigint);
        select a.organization_id, a.xid into at_organization, its_newest
          from SCHEMA.attempts a where a.organization_id < at_organization
          order by a.organization_id desc, a.xid desc, a.id desc limit 1;
      end loop;
      return newest;
    end`,
  ],
  [
    // Entries below this position are settled: no open transaction can still add one there. Before the first write under
    // another postmaster, all entries are settled. A standby has the rows of its primary, so it uses the primary's clock.
    'durahook_log_horizon() returns xid8 language plpgsql stable parallel safe',
    `declare
      result xid8;
    begin
      select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + shift)::text::xid8 into result
        from SCHEMA.log_clock where postmaster_started_at = pg_postmaster_start_time() or pg_is_in_recovery();
      return coalesce(result, '18446744073709551615');
    end`,
  ],
  [
    // Above every position given out so far, and not above any later one. Begins a new epoch if necessary. A read-only
    // Postgres can't begin one: then all entries count as below.
    'durahook_log_end() returns xid8 language plpgsql volatile',
    `declare
      result xid8;
    begin
      select (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + shift)::text::xid8 into result
        from SCHEMA.log_clock where postmaster_started_at = pg_postmaster_start_time();
      if result is null and not current_setting('transaction_read_only')::boolean then
        result := SCHEMA.durahook_log_position();
      end if;
      return coalesce(result, '18446744073709551615');
    end`,
  ],
  [
    // Handles rows that were copied into this table from elsewhere, with positions above all given out here: without this,
    // these rows and later ones would never be settled. Returns whether there were any.
    'durahook_log_adopt() returns boolean language plpgsql volatile',
    `begin
      if SCHEMA.durahook_log_newest() < SCHEMA.durahook_log_end()::text::bigint is not false then
        return false;
      end if;
      -- No transaction may have written with the shift that was.
      lock table SCHEMA.attempts in share row exclusive mode;
      perform from SCHEMA.log_clock for update;
      if SCHEMA.durahook_log_newest() >= SCHEMA.durahook_log_end()::text::bigint then
        perform SCHEMA.durahook_log_raise();
        return true;
      end if;
      return false;
    end`,
  ],
]

function functionInThisSchema(signature: string, body: string): string {
  const template = `create function SCHEMA.${signature} as $body$ ${body} $body$`.replace(
    /SCHEMA\./g,
    '%1$I.',
  )
  return `do $do$ begin execute format($text$ ${template} $text$, current_schema()); end $do$`
}
