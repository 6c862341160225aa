import type { Database } from '../database/database.ts'
import type { Dialects } from '../dialects/registry.ts'
import { newId } from '../ids.ts'
import { checkId, checkName } from '../words/check-name.ts'
import type { Lane, Plan } from '../words/enums.ts'
import { userError } from '../words/user-errors.ts'
import { checkDialect } from './check-dialect.ts'
import { Organization } from './organization.ts'

export interface NewOrganization {
  name: string
  /** The product's own id. Generated if null or left out. */
  id?: string | null | undefined
  /** FREE unless given. */
  plan?: Plan | null | undefined
  /** `standard` unless given. */
  dialect?: string | null | undefined
  /** That of the setting FIRST_ATTEMPT unless given. */
  lane?: Lane | null | undefined
}

/** Creates an organization. Throws INVALID, UNKNOWN_DIALECT, ALREADY_EXISTS. */
export async function createOrganization(
  { database, dialects }: { database: Database; dialects: Dialects },
  input: NewOrganization,
): Promise<Organization> {
  const name = checkName(input.name)
  const id = input.id == null ? newId.organization() : checkId(input.id)
  const dialect = checkDialect(dialects, input.dialect ?? 'standard')
  const em = database.em.fork()
  if (await em.count(Organization, { id }))
    throw userError('ALREADY_EXISTS', `There is an organization ${id} already.`, 'input.id')
  const { plan, lane } = input
  const organization = em.create(Organization, {
    id,
    name,
    plan: plan ?? 'FREE',
    dialect,
    lane: lane ?? null,
  })
  await em.flush()
  return organization
}
