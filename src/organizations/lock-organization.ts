import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { Organization } from './organization.ts'
import { sql, transactional } from '../database/sql.ts'

/**
 * Runs `work` in a transaction that locks the organization, so that its counts and its plan don't change meanwhile. The lock
 * does not block publishing, whose foreign keys need a weaker one. Code that also locks webhooks or keys must lock the
 * organization first, to avoid deadlocks. Throws if there is no such organization.
 */
export function lockOrganization<Result>(
  database: Database,
  id: string,
  work: (em: SqlEntityManager, organization: Organization) => Promise<Result>,
): Promise<Result> {
  return transactional(database, async (em) => {
    await sql(em)`select from organizations where id = ${id} for no key update`
    return work(em, await em.findOneOrFail(Organization, { id }))
  })
}
