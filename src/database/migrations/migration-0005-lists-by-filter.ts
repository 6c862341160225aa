import { Migration } from '@mikro-orm/migrations'

/** Indexes for what is listed by something else than whose it is. Those of deliveries hold the few that did not go well. */
export class Migration0005ListsByFilter extends Migration {
  override up(): void {
    // Not simply by organization: an index that the claim's statement could use was once taken for the relay's queue, and
    // read with all the deliveries in it that wait for a retry (see 0003).
    this.addSql(
      `create index deliveries_pending_of_organization on deliveries ((organization_id || ''), id) where status = 'PENDING'`,
    )
    this.addSql(`
      create index deliveries_ended_of_organization on deliveries (organization_id, status, id)
        where status in ('FAILED', 'CANCELED')`)
    this.addSql(`
      create index deliveries_ended_of_webhook on deliveries (webhook_id, status, id)
        where status in ('FAILED', 'CANCELED')`)
    this.addSql(`
      create index webhooks_of_channel on webhooks (organization_id, channel_id, id)
        where channel_id is not null and deleted_at is null`)
    // Their ids may be the product's own, and say nothing of which is newer.
    this.addSql(`create index organizations_by_creation on organizations (created_at, id)`)
  }

  override down(): void {
    this.addSql(`drop index deliveries_pending_of_organization`)
    this.addSql(`drop index deliveries_ended_of_organization`)
    this.addSql(`drop index deliveries_ended_of_webhook`)
    this.addSql(`drop index webhooks_of_channel`)
    this.addSql(`drop index organizations_by_creation`)
  }
}
