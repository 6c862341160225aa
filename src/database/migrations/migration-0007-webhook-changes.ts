import { Migration } from '@mikro-orm/migrations'

/**
 * Stores the version of a webhook's target (to ignore a 410 that came too late), a webhook's status before its plan
 * was withdrawn, which key replaced which, and which dashboard sessions are customers'. Adds indexes to count what an
 * organization's limits count.
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
    // Existing sessions may be customers', so they count as such. Who signed in with a key can sign in again to get its
    // full rights.
    this.addSql(`alter table dashboard_sessions add column customer boolean not null default true`)
    this.addSql(`update dashboard_sessions set customer = false where organization_id is null`)
    this.addSql(`alter table dashboard_sessions alter column customer drop default`)
    this.addSql(
      `create index dashboard_sessions_of_organization on dashboard_sessions (organization_id, expires_at)`,
    )
  }
}
