import { Migration } from '@mikro-orm/migrations'

/** What canceling a replay gives back, and which webhooks one has left behind. No row is rewritten. */
export class Migration0016ReplayWaiting extends Migration {
  override up(): void {
    this.addSql(`alter table deliveries add column finished_before_replay timestamptz(3)`)
    // How far each webhook is put back for which enough waited; null: all of it is.
    this.addSql(
      `alter table replays add column behind jsonb not null default '{}', add column figures_at timestamptz(3)`,
    )
  }
}
