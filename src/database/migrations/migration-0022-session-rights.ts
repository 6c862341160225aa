import { Migration } from '@mikro-orm/migrations'

/** What a customer's session may manage besides webhooks and deliveries. */
export class Migration0022SessionRights extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    this.addSql(`alter table dashboard_sessions add column rights text[] not null default '{}'`)
    this.addSql(`set local lock_timeout to default`)
  }
}
