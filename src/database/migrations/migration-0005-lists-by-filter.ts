import { Migration } from '@mikro-orm/migrations'

/** Indexes for filtered lists. Those of deliveries hold only pending, failed and canceled ones, so they stay small. */
export class Migration0005ListsByFilter extends Migration {
  override up(): void {
    // `|| ''` keeps the claim's statement from using this index for the relay's queue: it would then read all deliveries
    // that wait for a retry, too (see 0003).
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
    // By creation, because the product can choose the ids, so their order does not tell which is newer.
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
