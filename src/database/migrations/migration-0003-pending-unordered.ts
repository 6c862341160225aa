import { Migration } from '@mikro-orm/migrations'

/**
 * Indexes a webhook's pending deliveries without an order. Postgres used the ordered index for the relay's queue, and then
 * read all deliveries that wait for a retry, too.
 */
export class Migration0003PendingUnordered extends Migration {
  override up(): void {
    this.addSql(`drop index deliveries_pending`)
    this.addSql(`create index deliveries_pending on deliveries (webhook_id) where status = 'PENDING'`)
  }

  override down(): void {
    this.addSql(`drop index deliveries_pending`)
    this.addSql(`create index deliveries_pending on deliveries (webhook_id, id) where status = 'PENDING'`)
  }
}
