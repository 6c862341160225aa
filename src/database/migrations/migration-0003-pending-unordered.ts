import { Migration } from '@mikro-orm/migrations'

/**
 * A webhook's pending deliveries in no order: an index that had them in order was taken for the relay's queue, and read
 * with all the deliveries in it that wait for a retry.
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
