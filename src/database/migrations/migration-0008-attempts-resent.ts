import { Migration } from '@mikro-orm/migrations'

/** Marks attempts that sent their request twice. A column with a constant default rewrites no rows. */
export class Migration0008AttemptsResent extends Migration {
  override up(): void {
    this.addSql(`alter table attempts add column resent boolean not null default false`)
  }

  override down(): void {
    this.addSql(`alter table attempts drop column resent`)
  }
}
