import { Migration } from '@mikro-orm/migrations'

/** What comparing Postgres with Temporal found, and when it last ended, for operators to see. */
export class Migration0028Sweeps extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    // Only the newest are kept (src/operating/note-sweep.ts).
    this.addSql(`
      create table sweeps (
        id bigint generated always as identity primary key,
        at timestamptz(3) not null default now(),
        -- By kind: how many, and the ids of the first deliveries.
        found jsonb not null
      )`)
    // When it was last done to the end.
    this.addSql(`alter table chores add column ended_at timestamptz(3)`)
    this.addSql(`set local lock_timeout to default`)
  }
}
