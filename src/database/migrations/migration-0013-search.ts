import { Migration } from '@mikro-orm/migrations'

/**
 * The words of events for the search, of organizations that choose it, and since when each has chosen it. The columns are added
 * without a look at the rows. No row has words yet, so partitions that may be large get no index: the search reads only those
 * whose events began later (src/search/searched-by-index.ts). See docs/decisions/0023.
 */
export class Migration0013Search extends Migration {
  override async up(): Promise<void> {
    this.addSql(`set local lock_timeout = '5s'`)
    this.addSql(`alter table organizations add column search_indexed_since timestamptz(3)`)
    this.addSql(`alter table events add column search_words tsvector`)
    // Which words are frequent helps no plan, and to read it for each partition takes longer than a search.
    this.addSql(`alter table events alter column search_words set statistics 0`)
    // As src/retention/partitions.ts makes it for the others: here it takes the rows that no partition was made for.
    this.addSql(`
      create index events_other_by_words on events_other using gin (search_words)
        with (gin_pending_list_limit = 512) where search_words is not null`)
    // Lists by status, status code and error kind read those that did not succeed.
    for (const owner of ['organization', 'webhook'])
      this.addSql(`
        create index deliveries_ended_other_failed_of_${owner} on deliveries_ended_other (${owner}_id, status, id)
          where status in ('FAILED', 'CANCELED', 'SKIPPED')`)
    this.addSql(`set local lock_timeout to default`)
  }
}
