import { Migration } from '@mikro-orm/migrations'

/** Which migration a process must know to work with these tables, so that an older version knows whether it can. */
export class Migration0025NeededMigration extends Migration {
  override up(): void {
    this.addSql(`
      create table needed_migration (
        one boolean primary key default true check (one),
        name text not null
      )`)
  }
}
