import { Migration } from '@mikro-orm/migrations'

/** What canceling a replay gives back. The new column is null, so no row is rewritten. */
export class Migration0016ReplayWaiting extends Migration {
  override up(): void {
    this.addSql(`alter table deliveries add column finished_before_replay timestamptz(3)`)
  }
}
