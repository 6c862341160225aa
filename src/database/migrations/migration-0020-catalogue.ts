import { Migration } from '@mikro-orm/migrations'

/** Event types that all organizations share, and why an event type is deprecated. The column is added without a look at the rows. */
export class Migration0020Catalogue extends Migration {
  override up(): void {
    this.addSql(`set local lock_timeout = '5s'`)
    // A table of its own: what deletes an organization's rows can't reach it.
    this.addSql(`
      create table shared_event_types (
        name text primary key,
        description text not null,
        schema text,
        example text not null,
        deprecation_reason text,
        created_at timestamptz(3) not null default now()
      )`)
    // Null: not deprecated.
    this.addSql(`alter table event_types add column deprecation_reason text`)
    this.addSql(`set local lock_timeout to default`)
  }
}
