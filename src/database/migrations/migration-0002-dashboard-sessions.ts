import { Migration } from '@mikro-orm/migrations'

export class Migration0002DashboardSessions extends Migration {
  override up(): void {
    this.addSql(`
      create table dashboard_sessions (
        id text primary key,
        organization_id text references organizations (id) on delete cascade,
        api_key_id text references api_keys (id) on delete cascade,
        name text,
        accent_color text,
        scopes text[] not null,
        link_hash bytea unique,
        link_expires_at timestamptz(3),
        hash bytea unique,
        expires_at timestamptz(3) not null,
        created_at timestamptz(3) not null default now()
      )`)
    this.addSql(`create index dashboard_sessions_by_end on dashboard_sessions (expires_at)`)
  }
}
