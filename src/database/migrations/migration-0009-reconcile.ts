import { Migration } from '@mikro-orm/migrations'

/**
 * What is needed to start a delivery again that Temporal lost: when its 24 hours began, and which deliveries must have a
 * workflow. The new columns are null and the indexes are partial, so no row is rewritten.
 */
export class Migration0009Reconcile extends Migration {
  override up(): void {
    this.addSql(`alter table deliveries add column window_started_at timestamptz(3)`)
    this.addSql(`alter table deliveries add column retry_requested_at timestamptz(3)`)
    // The deliveries that must have a running workflow in Temporal. The index is small, whatever the table's size.
    this.addSql(`
      create index deliveries_in_temporal on deliveries (id) where status = 'PENDING' and started_at is not null`)
    this.addSql(
      `create index deliveries_retry_requested on deliveries (id) where retry_requested_at is not null`,
    )
    // These sentences had a relative time, which soon became wrong. Now they are computed from the times when read.
    this.addSql(`update deliveries set decision = '' where status = 'PENDING'`)
    // One row for each background job that only one worker at a time does.
    this.addSql(`
      create table chores (
        name text primary key,
        leased_until timestamptz(3) not null default now(),
        -- Where the last one stopped, to go on from.
        position text not null default ''
      )`)
    this.addSql(`insert into chores (name) values ('reconcile')`)
  }
}
