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
import { CustomEventType } from './custom-event-type.ts'
import { unknownEventTypes, type KnownEventType } from './event-types.ts'

/** Maximum of an organization's own event types. */
export const MAXIMUM_EVENT_TYPES = 500
/** Maximum of bytes of their schemas and examples together, which is about what reading and sending their list costs. */
const MAXIMUM_EVENT_TYPE_BYTES = 4 * 1024 * 1024

export interface SaveEventTypeDeps extends EventTypeCheckDeps {
  database: Database
  dialects: Dialects
}

/**
 * Stores a new event type. Throws ALREADY_EXISTS, LIMIT_REACHED and the errors of checkEventType, or the database's error if
 * another request stores the same name at the same time.
 */
export async function createEventType(
  deps: SaveEventTypeDeps,
  organization: Pick<Organization, 'id' | 'dialect'>,
  input: GivenEventType,
): Promise<KnownEventType> {
  const { database, dialects } = deps
  const { name } = input
  checkEventTypeName(name)
  const free = await unknownEventTypes(database, dialects, organization, [name])
  if (free.length === 0)
    throw userError('ALREADY_EXISTS', `There is an event type ${name} already.`, 'input.name')
  await checkEventType(deps, organization.id, input)
  const type = typeOf(input)
  await underLimits(database, organization.id, type, async (em) => {
    // Raw SQL binds the values; MikroORM would escape them into the statement, character by character.
    await sql(em)`
      insert into event_types (organization_id, name, description, schema, example)
      values (${organization.id}, ${name}, ${type.description}, ${type.schema?.text ?? null}, ${type.example.text})`
  })
  return type
}

/** Changes an organization's own event type; null if there is none. Throws LIMIT_REACHED and the errors of checkEventType. */
export async function updateEventType(
  deps: SaveEventTypeDeps,
  organizationId: string,
  input: GivenEventType,
): Promise<KnownEventType | null> {
  const { database } = deps
  const { name } = input
  if (!(await database.em.fork().count(CustomEventType, { organizationId, name }))) return null
  await checkEventType(deps, organizationId, input)
  const type = typeOf(input)
  const updated = await underLimits(
    database,
    organizationId,
    type,
    (em) => sql(em)`
      update event_types
      set description = ${type.description}, schema = ${type.schema?.text ?? null}, example = ${type.example.text}
      where organization_id = ${organizationId} and name = ${name} returning 1`,
  )
  return updated.length > 0 ? type : null
}

function typeOf({ name, description, schema, example }: GivenEventType): KnownEventType {
  return { name, description: description ?? '', schema: schema ?? null, example, builtIn: false }
}

/** Saves under a lock of the organization, so that the count stays correct. Throws LIMIT_REACHED. */
function underLimits<Result>(
  database: Database,
  organizationId: string,
  { name, schema, example }: KnownEventType,
  save: (em: SqlEntityManager) => Promise<Result>,
): Promise<Result> {
  return database.em.fork().transactional(async (em) => {
    await sql(em)`select from organizations where id = ${organizationId} for no key update`
    const [has] = await sql<{ others: number; otherBytes: number; replacedBytes: number }>(em)`
      select count(*) filter (where name <> ${name})::int as others,
        coalesce(sum(bytes) filter (where name <> ${name}), 0)::int as "otherBytes",
        coalesce(sum(bytes) filter (where name = ${name}), 0)::int as "replacedBytes"
      from (select name, octet_length(example) + coalesce(octet_length(schema), 0) as bytes
        from event_types where organization_id = ${organizationId}) own`
    const { others, otherBytes, replacedBytes } = has!
    const isNew = replacedBytes === 0 // an example has at least one byte
    if (isNew && others >= MAXIMUM_EVENT_TYPES) {
      const message = `An organization can have ${MAXIMUM_EVENT_TYPES} event types of its own.`
      throw userError('LIMIT_REACHED', message, 'input')
    }
    const bytes = Buffer.byteLength(example.text) + Buffer.byteLength(schema?.text ?? '')
    if (bytes > replacedBytes && otherBytes + bytes > MAXIMUM_EVENT_TYPE_BYTES) {
      const message = `Schemas and examples of an organization's own event types can have ${MAXIMUM_EVENT_TYPE_BYTES} bytes together; with this it would be ${otherBytes + bytes}.`
      throw userError('LIMIT_REACHED', message, 'input')
    }
    return save(em)
  })
}
