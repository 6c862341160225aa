import { Migration } from '@mikro-orm/migrations'

/**
 * How many attempts are under way to a webhook now, as others have committed it: not when the statement that asks began, which may have
 * waited for locks. (What a volatile function reads is of the moment it is called.)
 */
export class Migration0024AttemptsUnderWay extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    this.addSql(`do $do$ begin execute format($text$
      create function %1$I.durahook_attempts_under_way(webhook text, without text[]) returns int language plpgsql volatile as $body$
      begin
        return (select count(*) from %1$I.deliveries_open
          where webhook_id || '' = webhook and attempt_started_at is not null and id <> all (without));
      end $body$
    $text$, current_schema()); end $do$`)
    this.addSql(`set local lock_timeout to default`)
  }
}
