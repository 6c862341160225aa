import { Migration } from '@mikro-orm/migrations'

/**
 * Positions in the log that never go back, whatever Postgres is moved, restored or failed over to. Transaction numbers
 * do: a new cluster begins anew, a restored one counts again. Why each function is right: docs/decisions/0004.
 *
 * Names inside the functions say their schema: pg_restore and others run them with an empty search_path.
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
    // Waits for transactions that have written to the log and lets nobody write until the clock is set. Behind a dump
    // of the table everybody would queue for as long as it takes: better that migrating fails.
    this.addSql(`set local lock_timeout = '10s'`)
    this.addSql(`alter table attempts alter column xid set default durahook_log_position()`)
    this.addSql(`set local lock_timeout to default`)
    // A log that has only this Postgres's transaction numbers goes on with them: processes of the version before, which
    // compare with those, see what is logged until they are replaced.
    this.addSql(`
      insert into log_clock (shift, since, postmaster_started_at)
      select 0, pg_snapshot_xmin(now)::text::bigint, pg_postmaster_start_time()
      from pg_current_snapshot() now
      where durahook_log_newest() < pg_snapshot_xmax(now)::text::bigint`)
    this.addSql(`select durahook_log_position()`)
  }
}

/** Signature and body of each; `SCHEMA` is filled in. */
const FUNCTIONS: [string, string][] = [
  [
    // The position of what the running transaction writes, on the path of every attempt. Stable, because a volatile
    // function takes a snapshot of its own for each row: 11 µs. The statement's is taken after its lock of the table.
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
    // The first write under another postmaster: positions go on above all that can have been given out. A microsecond
    // (2^20 of which are a second here) is shorter than a transaction, so the time is above them all. Gives the shift.
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
    // Raises positions above what exists, what this clock has given out and the time. The caller has the row's lock.
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
    // The highest position there is, settled or not; null: the log is empty. One probe of an index for each organization.
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
    // What is below is settled: no open transaction can still come before it. Before the first write under another
    // postmaster all there is has been decided. A standby's rows are its primary's.
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
    // Below every position that will be given out from now on, above every one that was. Begins the epoch if it must,
    // and where it can't, because this Postgres only reads, nothing is ahead.
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
    // Takes in rows that were copied into this table from elsewhere, with positions above all it gives out: they and
    // what comes after would never be settled. Gives whether there were any.
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
