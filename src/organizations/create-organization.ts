import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Dialects } from '../dialects/registry.ts'
import { newId } from '../ids.ts'
import { checkId, checkName } from '../words/check-name.ts'
import type { IfExists, Lane, Plan } from '../words/enums.ts'
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
  /** REFUSE unless given. */
  ifExists?: IfExists | null | undefined
}

/**
 * Creates an organization. One that has the id already is returned as it is if `ifExists` is RETURN. Throws INVALID, UNKNOWN_DIALECT,
 * ALREADY_EXISTS (then also if the one there is being deleted).
 */
export async function createOrganization(
  { database, dialects }: { database: Database; dialects: Dialects },
  input: NewOrganization,
): Promise<{ organization: Organization; created: boolean }> {
  const name = checkName(input.name)
  if (input.ifExists === 'RETURN' && input.id == null)
    throw userError('INVALID', 'Give the id of the organization that may exist.', 'input.id')
  const id = input.id == null ? newId.organization() : checkId(input.id)
  const dialect = checkDialect(dialects, input.dialect ?? 'standard')
  const { plan, lane, ifExists } = input
  // One statement, so that of several calls at once exactly one makes it; the others wait for that one.
  const made = await sql(database)`
    insert into organizations (id, name, plan, dialect, lane)
    values (${id}, ${name}, ${plan ?? 'FREE'}, ${dialect}, ${lane ?? null})
    on conflict (id) do nothing returning 1`
  const created = made.length > 0
  const organization = await database.em.fork().findOne(Organization, { id })
  const isDeleted = !organization || Boolean(organization.deletedAt)
  if (!isDeleted && (created || ifExists === 'RETURN')) return { organization, created }
  const message = isDeleted
    ? `The organization ${id} is being deleted. Its id can be used again when that has ended.`
    : `There is an organization ${id} already.`
  throw userError('ALREADY_EXISTS', message, 'input.id')
}
