import { Migration } from '@mikro-orm/migrations'

/**
 * Where attempts were sent: each webhook's URLs and headers, and which of them an attempt had. Of attempts from before this migration
 * it is not known. The columns are added without a look at the rows.
 */
export class Migration0019Requests extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    this.addSql(`
      create table webhook_targets (
        webhook_id text not null,
        target_version int not null,
        organization_id text not null,
        url text not null,
        -- Pairs of name and value; the value is null where it may be a secret.
        headers jsonb not null,
        created_at timestamptz(3) not null default now(),
        primary key (webhook_id, target_version)
      )`)
    this.addSql(
      `create index webhook_targets_of_organization on webhook_targets (organization_id, webhook_id)`,
    )
    this.addSql(`alter table attempts add column target_version int`)
    // Of the attempt under way, so that one whose worker dies is logged with it.
    this.addSql(`alter table deliveries add column attempt_target_version int`)
    // What is a secret is decided in src/webhooks/webhook-target.ts; these get the same with their next change, and no values now.
    this.addSql(`
      insert into webhook_targets (webhook_id, target_version, organization_id, url, headers)
      select id, target_version, organization_id, url,
        (select coalesce(jsonb_agg(jsonb_build_array(header -> 0, null) order by n), '[]')
          from jsonb_array_elements(headers) with ordinality h(header, n))
      from webhooks`)
    this.addSql(`set local lock_timeout to default`)
  }
}
