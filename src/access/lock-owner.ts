import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { lockOrganization } from '../organizations/lock-organization.ts'

/** Runs `work`, which adds a key or a session, under lockOrganization. An operator (null) has no organization to lock. */
export function lockOwner<Result>(
  database: Database,
  organizationId: string | null,
  work: (em: SqlEntityManager) => Promise<Result>,
): Promise<Result> {
  return organizationId === null
    ? database.em.fork().transactional(work)
    : lockOrganization(database, organizationId, work)
}
