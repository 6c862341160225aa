import { Migration } from '@mikro-orm/migrations'

/**
 * How many deliveries have ended since, by how, for ever: what is purged or erased stays counted. Those that had ended before are not
 * counted: reading them all would hold up what is delivered now.
 */
export class Migration0026Totals extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    // First, as 0027 alters it: who records an attempt has it before its partitions.
    this.addSql(`lock table deliveries in access exclusive mode`)
    // Rows are added, and folded later (src/operating/fold-totals.ts): changing one row for each delivery would be a queue.
    this.addSql(`
      create table delivery_totals (
        dialect text not null,
        -- Null: the organization has not chosen one.
        lane text,
        -- REOPENED: sent again after it had ended. DELETED: with its organization, before it had ended.
        status text not null,
        deliveries bigint not null
      )`)
    // What the metrics say of all of durahook, as one process read it for all of its version (src/operating/share-tables.ts).
    this.addSql(`
      create table read_tables (
        version text primary key,
        tables jsonb,
        -- When they were read; null: reading has always taken too long.
        read_at timestamptz(3),
        tried_at timestamptz(3) not null,
        took_ms float8 not null
      )`)
    this.addSql(
      functionInThisSchema(`
      create function SCHEMA.count_ended_delivery() returns trigger language plpgsql as $body$
      begin
        -- One that is sent again is open now. Others are deleted, or moved to another partition, and stay counted.
        if tg_op = 'DELETE' and not exists (select from SCHEMA.deliveries_open where id = old.id) then return null; end if;
        if tg_op <> 'INSERT' then perform SCHEMA.count_ended(old.webhook_id, old.organization_id, 'REOPENED'); end if;
        if tg_op <> 'DELETE' then perform SCHEMA.count_ended(new.webhook_id, new.organization_id, new.status); end if;
        return null;
      end $body$`),
    )
    this.addSql(
      functionInThisSchema(`
      create function SCHEMA.count_ended(webhook text, organization text, status text) returns void language sql as $body$
        insert into SCHEMA.delivery_totals (dialect, lane, status, deliveries) values (
          coalesce((select dialect from SCHEMA.webhooks where id = webhook), ''),
          (select lane from SCHEMA.organizations where id = organization), status, 1)
      $body$`),
    )
    // Who puts back a row that had ended before says so.
    this.addSql(`
      create trigger count_ended after insert on deliveries_ended for each row
        when (current_setting('durahook.stays_ended', true) is distinct from 'on') execute function count_ended_delivery()`)
    this.addSql(`
      create trigger count_left after delete on deliveries_ended for each row execute function count_ended_delivery()`)
    this.addSql(`
      create trigger count_changed after update of status on deliveries_ended for each row
        when (old.status is distinct from new.status) execute function count_ended_delivery()`)
    this.addSql(`set local lock_timeout to default`)
  }
}

/** Restores run these with an empty search_path: so each name in them includes its schema, `SCHEMA`. */
const functionInThisSchema = (statement: string) =>
  `do $do$ begin execute format($text$ ${statement.replaceAll('SCHEMA.', '%1$I.')} $text$, current_schema()); end $do$`
