import { Migration } from '@mikro-orm/migrations'

export class Migration0001Initial extends Migration {
  override up(): void {
    this.addSql(`
      create table organizations (
        id text primary key,
        name text not null,
        plan text not null check (plan in ('FREE', 'TEAM')),
        dialect text not null,
        created_at timestamptz(3) not null default now()
      )`)
    this.addSql(`
      create table api_keys (
        id text primary key,
        organization_id text references organizations (id) on delete cascade,
        name text not null,
        hash bytea not null unique,
        prefix text not null,
        scopes text[] not null,
        expires_at timestamptz(3),
        revoked_at timestamptz(3),
        last_used_at timestamptz(3),
        created_at timestamptz(3) not null default now()
      )`)
    this.addSql(`create index api_keys_of_organization on api_keys (organization_id, id)`)
    this.addSql(`
      create table channels (
        organization_id text not null references organizations (id) on delete cascade,
        id text not null,
        name text not null,
        created_at timestamptz(3) not null default now(),
        primary key (organization_id, id)
      )`)
    this.addSql(`
      create table event_types (
        organization_id text not null references organizations (id) on delete cascade,
        name text not null,
        description text not null,
        schema text,
        example text not null,
        created_at timestamptz(3) not null default now(),
        primary key (organization_id, name)
      )`)
    this.addSql(`
      create table webhooks (
        id text primary key,
        organization_id text not null references organizations (id) on delete cascade,
        dialect text not null,
        url text not null,
        description text not null,
        event_types text[] not null check (cardinality(event_types) > 0),
        channel_id text,
        status text not null check (status in ('ENABLED', 'DISABLED', 'PAUSED')),
        status_reason text check (status_reason in ('REQUESTED', 'GONE', 'PLAN')),
        headers jsonb not null,
        secret_kind text not null check (secret_kind in ('HMAC', 'ED25519')),
        secrets jsonb not null,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),
        deleted_at timestamptz(3),
        foreign key (organization_id, channel_id) references channels (organization_id, id)
      )`)
    this.addSql(
      `create index webhooks_of_organization on webhooks (organization_id, id) where deleted_at is null`,
    )
    this.addSql(`
      create table events (
        id text primary key,
        organization_id text not null references organizations (id) on delete cascade,
        type text not null,
        occurred_at timestamptz(3) not null,
        data text not null,
        channels text[] not null,
        idempotency_key text,
        test boolean not null,
        created_at timestamptz(3) not null default now()
      )`)
    this.addSql(`create index events_of_organization on events (organization_id, id)`)
    this.addSql(`
      create unique index events_idempotency on events (organization_id, idempotency_key)
        where idempotency_key is not null`)
    this.addSql(`
      create table deliveries (
        id text primary key,
        organization_id text not null,
        webhook_id text not null references webhooks (id) on delete cascade,
        event_id text not null references events (id) on delete cascade,
        status text not null check (status in ('PENDING', 'SUCCEEDED', 'FAILED', 'CANCELED')),
        decision text not null,
        trigger text not null check (trigger in ('AUTOMATIC', 'MANUAL', 'TEST')),
        run integer not null default 1,
        started_at timestamptz(3),
        attempt_count integer not null default 0,
        retry_count integer not null default 0,
        claimed_until timestamptz(3),
        attempt_started_at timestamptz(3),
        attempt_trigger text,
        next_attempt_at timestamptz(3),
        created_at timestamptz(3) not null default now(),
        finished_at timestamptz(3)
      ) with (fillfactor = 80)`)
    this.addSql(`create index deliveries_of_organization on deliveries (organization_id, id)`)
    this.addSql(`create index deliveries_of_webhook on deliveries (webhook_id, id)`)
    this.addSql(`create index deliveries_of_event on deliveries (event_id, id)`)
    // The relay's queue: short, whatever the table's size.
    this.addSql(`
      create index deliveries_to_start on deliveries (organization_id, webhook_id, id)
        where started_at is null and status = 'PENDING'`)
    // To end all of a webhook's deliveries.
    this.addSql(`create index deliveries_pending on deliveries (webhook_id, id) where status = 'PENDING'`)
    // For the limit of attempts under way to one webhook.
    this.addSql(
      `create index deliveries_in_attempt on deliveries (webhook_id) where attempt_started_at is not null`,
    )
    this.addSql(`
      create table attempts (
        id bigint generated always as identity primary key,
        xid xid8 not null default pg_current_xact_id(),
        organization_id text not null,
        webhook_id text not null,
        delivery_id text not null references deliveries (id) on delete cascade,
        event_type text not null,
        number integer not null,
        trigger text not null,
        outcome text not null check (outcome in ('SUCCEEDED', 'FAILED', 'INTERRUPTED')),
        status_code integer,
        response_headers jsonb not null,
        response_body bytea,
        response_body_truncated boolean not null,
        dns_ms real,
        connect_ms real,
        tls_ms real,
        first_byte_ms real,
        total_ms real not null,
        error_kind text,
        error text,
        decision text not null,
        next_attempt_at timestamptz(3),
        started_at timestamptz(3) not null,
        finished_at timestamptz(3) not null
      )`)
    this.addSql(`create unique index attempts_of_delivery on attempts (delivery_id, number)`)
    this.addSql(`create index attempts_log_of_webhook on attempts (webhook_id, xid, id)`)
    // For statistics by time. Rows are stored in order of time, so a BRIN index has few pages and costs almost nothing.
    this.addSql(
      `create index attempts_by_time on attempts using brin (finished_at) with (pages_per_range = 16, autosummarize = on)`,
    )
    this.addSql(`create index attempts_log_of_organization on attempts (organization_id, xid, id)`)
  }
}
