import { Migration } from '@mikro-orm/migrations'

/**
 * What it takes to start a delivery again that Temporal lost: when its 24 hours began, and which deliveries Temporal must
 * have. New columns are null and the one index is partial, so nothing is rewritten.
 */
export class Migration0009Reconcile extends Migration {
  override up(): void {
    this.addSql(`alter table deliveries add column window_started_at timestamptz(3)`)
    this.addSql(`alter table deliveries add column retry_requested_at timestamptz(3)`)
    // What Temporal must have a running workflow for: what is being attempted or retried, whatever the table's size.
    this.addSql(`
      create index deliveries_in_temporal on deliveries (id) where status = 'PENDING' and started_at is not null`)
    this.addSql(
      `create index deliveries_retry_requested on deliveries (id) where retry_requested_at is not null`,
    )
    // Sentences with a relative time, which were true for a moment: what is so now is computed from the times.
    this.addSql(`update deliveries set decision = '' where status = 'PENDING'`)
    // One row for each chore that one worker at a time does for all.
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
