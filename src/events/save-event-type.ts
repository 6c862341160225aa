import type { SqlEntityManager } from '@mikro-orm/postgresql'
import { CustomEventType } from './custom-event-type.ts'
import type { Database } from '../database/database.ts'
import { sql } from '../database/sql.ts'

/** Most event types of an organization's own. */
export const MAXIMUM_EVENT_TYPES = 500
/** Most bytes their schemas and examples have together: about what a list of them costs to read and to send. */
const MAXIMUM_EVENT_TYPE_BYTES = 4 * 1024 * 1024

/** What of an event type is the organization's to say. */
export type EventTypeFields = Pick<CustomEventType, 'description' | 'schema' | 'example'>

export type SaveOutcome = { kind: 'saved' } | { kind: 'limit'; message: string } | { kind: 'unknown' }

/** Stores a new event type. Throws the database's own error when the name is taken. */
export function createEventType(
  database: Database,
  organizationId: string,
  name: string,
  fields: EventTypeFields,
): Promise<SaveOutcome> {
  const { description, schema, example } = fields
  return underLimits(database, organizationId, name, fields, async (em) => {
    // Values are bound: MikroORM would write them into the statement, character by character.
    await sql(em)`
      insert into event_types (organization_id, name, description, schema, example)
      values (${organizationId}, ${name}, ${description}, ${schema}, ${example})`
    return { kind: 'saved' }
  })
}

export function updateEventType(
  database: Database,
  organizationId: string,
  name: string,
  fields: EventTypeFields,
): Promise<SaveOutcome> {
  const { description, schema, example } = fields
  return underLimits(database, organizationId, name, fields, async (em) => {
    const updated = await sql(em)`
      update event_types set description = ${description}, schema = ${schema}, example = ${example}
      where organization_id = ${organizationId} and name = ${name} returning 1`
    return { kind: updated.length > 0 ? 'saved' : 'unknown' }
  })
}

/** Saves one after the other for each organization, so that what was counted stays true. */
function underLimits(
  database: Database,
  organizationId: string,
  name: string,
  { schema, example }: EventTypeFields,
  save: (em: SqlEntityManager) => Promise<SaveOutcome>,
): Promise<SaveOutcome> {
  return database.em.fork().transactional(async (em) => {
    await sql(em)`select from organizations where id = ${organizationId} for no key update`
    const [has] = await sql<{ others: number; otherBytes: number; replacedBytes: number }>(em)`
      select count(*) filter (where name <> ${name})::int as others,
        coalesce(sum(bytes) filter (where name <> ${name}), 0)::int as "otherBytes",
        coalesce(sum(bytes) filter (where name = ${name}), 0)::int as "replacedBytes"
      from (select name, octet_length(example) + coalesce(octet_length(schema), 0) as bytes
        from event_types where organization_id = ${organizationId}) own`
    const { others, otherBytes, replacedBytes } = has!
    const isNew = replacedBytes === 0 // an example has a byte at least
    if (isNew && others >= MAXIMUM_EVENT_TYPES)
      return {
        kind: 'limit',
        message: `An organization can have ${MAXIMUM_EVENT_TYPES} event types of its own.`,
      }
    const bytes = Buffer.byteLength(example) + Buffer.byteLength(schema ?? '')
    if (bytes > replacedBytes && otherBytes + bytes > MAXIMUM_EVENT_TYPE_BYTES) {
      const message = `Schemas and examples of an organization's own event types can have ${MAXIMUM_EVENT_TYPE_BYTES} bytes together; with this it would be ${otherBytes + bytes}.`
      return { kind: 'limit', message }
    }
    return save(em)
  })
}
