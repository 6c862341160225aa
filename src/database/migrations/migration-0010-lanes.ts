import { Migration } from '@mikro-orm/migrations'

/**
 * The lane of an organization's first attempts, and a queue that finds them behind any number of deliveries that wait for
 * Temporal. The new column is null, so no row is rewritten.
 */
export class Migration0010Lanes extends Migration {
  override up(): void {
    this.addSql(`alter table organizations add column lane text check (lane in ('WORKFLOW', 'DIRECT'))`)
    this.addSql(`drop index deliveries_to_start`)
    this.addSql(`
      create index deliveries_to_start on deliveries (organization_id, webhook_id, least(attempt_count, 1), id)
        where started_at is null and status = 'PENDING'`)
  }

  override down(): void {
    this.addSql(`drop index deliveries_to_start`)
    this.addSql(`
      create index deliveries_to_start on deliveries (organization_id, webhook_id, id)
        where started_at is null and status = 'PENDING'`)
    this.addSql(`alter table organizations drop column lane`)
  }
}
