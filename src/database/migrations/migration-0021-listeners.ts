import { Migration } from '@mikro-orm/migrations'

/** Webhooks whose receiver comes and gets its requests: `durahook listen`. No row is looked at. */
export class Migration0021Listeners extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    for (const [column, statuses] of [
      ['status', `'ENABLED', 'DISABLED', 'PAUSED', 'LISTENING'`],
      ['status_before_plan', `'ENABLED', 'PAUSED', 'LISTENING'`],
    ])
      this.addSql(`
        alter table webhooks drop constraint if exists webhooks_${column}_check,
          add constraint webhooks_${column}_check check (${column} in (${statuses})) not valid`)
    // Which connection has the listener now, and when it was last there.
    this.addSql(`
      alter table webhooks add column listener_session text, add column listener_seen_at timestamptz(3)`)
    this.addSql(`
      create index webhooks_listening on webhooks (listener_seen_at) where status = 'LISTENING' and deleted_at is null`)
    this.addSql(`set local lock_timeout to default`)
  }
}
