import { Migration } from '@mikro-orm/migrations'

/** Since when webhooks missed something by being disabled, and how far deliveries go that were made later than their events. */
export class Migration0017Missed extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    this.addSql(`alter table organizations add column late_deliveries_end text`)
    this.addSql(`alter table webhooks add column missed_since timestamptz(3)`)
    // When those were disabled is not known, only their last change; what they skipped was retried for up to 24 hours.
    this.addSql(`
      update webhooks set missed_since = updated_at - interval '24 hours' where status = 'DISABLED' and deleted_at is null`)
    this.addSql(`set local lock_timeout to default`)
  }
}
