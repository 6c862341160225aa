import { Migration } from '@mikro-orm/migrations'

/** Which attempts sent their request twice. A constant default rewrites no rows. */
export class Migration0008AttemptsResent extends Migration {
  override up(): void {
    this.addSql(`alter table attempts add column resent boolean not null default false`)
  }

  override down(): void {
    this.addSql(`alter table attempts drop column resent`)
  }
}
