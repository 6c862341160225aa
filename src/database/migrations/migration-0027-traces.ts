import { Migration } from '@mikro-orm/migrations'

/** The span in which a delivery was published, and whether receivers are told the spans of their attempts. */
export class Migration0027Traces extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    // Null unless the publish was sampled: nothing is stored then.
    this.addSql(`alter table deliveries add column traceparent text`)
    this.addSql(`alter table organizations add column send_traceparent boolean not null default false`)
    this.addSql(`set local lock_timeout to default`)
  }
}
