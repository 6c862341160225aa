import { Migration } from '@mikro-orm/migrations'

/** That an organization is being deleted, and the receipt of its deletion, which stays. */
export class Migration0014Erasure extends Migration {
  override up(): void {
    this.addSql(`alter table organizations add column deleted_at timestamptz(3)`)
    this.addSql(`
      create table organization_deletions (
        organization_id text primary key,
        requested_at timestamptz(3) not null default now(),
        finished_at timestamptz(3),
        -- Rows deleted so far, by table.
        deleted jsonb not null default '{}'
      )`)
  }

  override down(): void {
    this.addSql(`drop table organization_deletions`)
    this.addSql(`alter table organizations drop column deleted_at`)
  }
}
