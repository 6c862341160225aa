import { Migration } from '@mikro-orm/migrations'

/**
 * What tells a late 410 from one that is still true, what a webhook was before its plan was taken away, which key took
 * another's place, and whose dashboard sessions are customers'. And what is counted against an organization's limits.
 */
export class Migration0007WebhookChanges extends Migration {
  override up(): void {
    this.addSql(`
      alter table webhooks
        add column target_version integer not null default 1,
        add column status_before_plan text check (status_before_plan in ('ENABLED', 'PAUSED'))`)
    this.addSql(`alter table api_keys add column replaces text references api_keys (id) on delete set null`)
    this.addSql(`create index api_keys_replacing on api_keys (replaces) where replaces is not null`)
    this.addSql(`
      create index api_keys_by_end
        on api_keys (organization_id, (coalesce(least(revoked_at, expires_at), 'infinity'::timestamptz)))`)
    // Sessions that are there already may be customers': who signed in with a key signs in again to do more.
    this.addSql(`alter table dashboard_sessions add column customer boolean not null default true`)
    this.addSql(`update dashboard_sessions set customer = false where organization_id is null`)
    this.addSql(`alter table dashboard_sessions alter column customer drop default`)
    this.addSql(
      `create index dashboard_sessions_of_organization on dashboard_sessions (organization_id, expires_at)`,
    )
  }
}
