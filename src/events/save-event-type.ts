import type { SqlEntityManager } from '@mikro-orm/postgresql'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'
import type { Dialects } from '../dialects/registry.ts'
import type { Organization } from '../organizations/organization.ts'
import { userError } from '../words/user-errors.ts'
import {
  checkEventType,
  checkEventTypeName,
  type EventTypeCheckDeps,
  type GivenEventType,
} from './check-event-type.ts'
import { isOf, tableOf, type EventTypeOwner } from './event-type-owner.ts'
import { unknownEventTypes, type KnownEventType } from './event-types.ts'

/** Maximum of an organization's own event types, and of those that all organizations share. */
export const MAXIMUM_EVENT_TYPES = 500
/** Maximum of bytes of their schemas and examples together, which is about what reading and sending their list costs. */
const MAXIMUM_EVENT_TYPE_BYTES = 4 * 1024 * 1024

/** The operator's checks of shared types take time of their own, not an organization's. */
const OPERATOR = 'operator'

export interface SaveEventTypeDeps extends EventTypeCheckDeps {
  database: Database
  dialects: Dialects
}

/**
 * Stores a new event type of an organization, or, for null, one that all organizations share. Throws ALREADY_EXISTS, LIMIT_REACHED
 * and the errors of checkEventType, or the database's error if another request stores the same name at the same time.
 */
export async function createEventType(
  deps: SaveEventTypeDeps,
  organization: Pick<Organization, 'id' | 'dialect'> | null,
  input: GivenEventType,
): Promise<KnownEventType> {
  const { name } = input
  const owner = organization?.id ?? null
  checkEventTypeName(name)
  const isFree = organization
    ? (await unknownEventTypes(deps.database, deps.dialects, organization, [name])).length > 0
    : await isFreeToShare(deps, name)
  if (!isFree) throw userError('ALREADY_EXISTS', `There is an event type ${name} already.`, 'input.name')
  await checkEventType(deps, owner ?? OPERATOR, input)
  const type = typeOf(owner, input, input.deprecationReason ?? null)
  const { description, schema, example, deprecationReason } = type
  await underLimits(deps.database, owner, type, async (em) => {
    // Raw SQL binds the values; MikroORM would escape them into the statement, character by character.
    if (owner === null)
      await sql(em)`
        insert into shared_event_types (name, description, schema, example, deprecation_reason)
        values (${name}, ${description}, ${schema?.text ?? null}, ${example.text}, ${deprecationReason})`
    else
      await sql(em)`
        insert into event_types (organization_id, name, description, schema, example, deprecation_reason)
        values (${owner}, ${name}, ${description}, ${schema?.text ?? null}, ${example.text}, ${deprecationReason})`
  })
  return type
}

/**
 * Changes an event type of an organization, or, for null, one that all organizations share; null if there is none. Throws
 * LIMIT_REACHED and the errors of checkEventType.
 */
export async function updateEventType(
  deps: SaveEventTypeDeps,
  owner: EventTypeOwner,
  input: GivenEventType,
): Promise<KnownEventType | null> {
  const { database } = deps
  const { name, deprecationReason } = input
  const known = await sql(database)`select from ${tableOf(owner)} where ${isOf(owner)} and name = ${name}`
  if (known.length === 0) return null
  await checkEventType(deps, owner ?? OPERATOR, input)
  const type = typeOf(owner, input, null)
  const [updated] = await underLimits(
    database,
    owner,
    type,
    (em) => sql<{ deprecationReason: string | null }>(em)`
      update ${tableOf(owner)}
      set description = ${type.description}, schema = ${type.schema?.text ?? null}, example = ${type.example.text},
        deprecation_reason = case when ${deprecationReason === undefined} then deprecation_reason else ${deprecationReason ?? null} end
      where ${isOf(owner)} and name = ${name} returning deprecation_reason as "deprecationReason"`,
  )
  return updated ? { ...type, ...updated } : null
}

/** Whether neither a shared event type nor one of any dialect has the name. */
async function isFreeToShare({ database, dialects }: SaveEventTypeDeps, name: string): Promise<boolean> {
  if (dialects.all.some(({ eventTypes }) => eventTypes.some((type) => type.name === name))) return false
  return (await sql(database)`select from shared_event_types where name = ${name}`).length === 0
}

function typeOf(
  owner: EventTypeOwner,
  { name, description, schema, example }: GivenEventType,
  deprecationReason: string | null,
): KnownEventType {
  const origin = owner === null ? 'SHARED' : 'OWN'
  return { name, description: description ?? '', schema: schema ?? null, example, origin, deprecationReason }
}

/** Saves under a lock of the owner's event types, so that the count stays correct. Throws LIMIT_REACHED. */
function underLimits<Result>(
  database: Database,
  owner: EventTypeOwner,
  { name, schema, example }: KnownEventType,
  save: (em: SqlEntityManager) => Promise<Result>,
): Promise<Result> {
  return database.em.fork().transactional(async (em) => {
    // The table's lock lets others read.
    if (owner === null) await sql(em)`lock table shared_event_types in share row exclusive mode`
    else await sql(em)`select from organizations where id = ${owner} for no key update`
    const [has] = await sql<{ others: number; otherBytes: number; replacedBytes: number }>(em)`
      select count(*) filter (where name <> ${name})::int as others,
        coalesce(sum(bytes) filter (where name <> ${name}), 0)::int as "otherBytes",
        coalesce(sum(bytes) filter (where name = ${name}), 0)::int as "replacedBytes"
      from (select name, octet_length(example) + coalesce(octet_length(schema), 0) as bytes
        from ${tableOf(owner)} where ${isOf(owner)}) own`
    const { others, otherBytes, replacedBytes } = has!
    const isNew = replacedBytes === 0 // an example has at least one byte
    if (isNew && others >= MAXIMUM_EVENT_TYPES) {
      const message =
        owner === null
          ? `There can be ${MAXIMUM_EVENT_TYPES} shared event types.`
          : `An organization can have ${MAXIMUM_EVENT_TYPES} event types of its own.`
      throw userError('LIMIT_REACHED', message, 'input')
    }
    const bytes = Buffer.byteLength(example.text) + Buffer.byteLength(schema?.text ?? '')
    if (bytes > replacedBytes && otherBytes + bytes > MAXIMUM_EVENT_TYPE_BYTES) {
      const message = `Schemas and examples of these event types can have ${MAXIMUM_EVENT_TYPE_BYTES} bytes together; with this it would be ${otherBytes + bytes}.`
      throw userError('LIMIT_REACHED', message, 'input')
    }
    return save(em)
  })
}
