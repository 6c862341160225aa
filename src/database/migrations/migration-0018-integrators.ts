import { Migration } from '@mikro-orm/migrations'

/**
 * What integrators ask for: event type patterns, the caller's own ids of webhooks, a webhook's own retry policy. The columns are added
 * without a look at the rows.
 */
export class Migration0018Integrators extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    // What a webhook may have in its event_types to receive this type: the type, `*`, and `a.*` of each prefix. Called once for each
    // event; an array operator then compares, whose cost for each webhook is nothing.
    this.addSql(`
      create function event_type_patterns(type text) returns text[] language sql immutable strict parallel safe as $$
        select array[type, '*'] || array(
          select array_to_string(words[:n], '.') || '.*'
          from (select string_to_array(type, '.') as words) w, generate_series(1, cardinality(words) - 1) n)
      $$`)
    // The caller's own id, and the key and content of the call that made it. Those of deleted webhooks can be used again.
    this.addSql(`
      alter table webhooks add column uid text, add column creation_key text, add column creation_hash text`)
    this.addSql(`
      create unique index webhooks_by_uid on webhooks (organization_id, uid) where uid is not null and deleted_at is null`)
    this.addSql(`
      create unique index webhooks_by_creation_key on webhooks (organization_id, creation_key) where creation_key is not null and deleted_at is null`)
    // Null: its dialect's.
    this.addSql(`alter table webhooks add column retry_policy jsonb`)
    this.addSql(`set local lock_timeout to default`)
  }
}
