import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { Organization } from './organization.ts'
import { sql } from '../database/sql.ts'

/**
 * Runs `work` as one transaction, beside no other of its kind for this organization: what it counts stays counted and the
 * plan it reads stays the plan until it is done. Publishing goes on meanwhile: its foreign keys ask for a weaker lock. What
 * locks webhooks or keys too locks the organization first. Throws when there is no such organization.
 */
export function lockOrganization<Result>(
  database: Database,
  id: string,
  work: (em: SqlEntityManager, organization: Organization) => Promise<Result>,
): Promise<Result> {
  return database.em.fork().transactional(async (em) => {
    await sql(em)`select from organizations where id = ${id} for no key update`
    return work(em, await em.findOneOrFail(Organization, { id }))
  })
}
