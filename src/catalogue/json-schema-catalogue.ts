import type { Dialect } from '../dialects/dialect.ts'
import { objectText, text } from '../dialects/body.ts'
import type { KnownEventType } from '../events/event-types.ts'
import { catalogueSchemas } from './catalogue-schemas.ts'

/**
 * The text of a JSON Schema (draft 2020-12) that every body of these event types meets, with the schemas of bodies and data in its
 * `$defs`. Throws CatalogueTooLarge.
 */
export async function jsonSchemaCatalogue(
  dialect: Dialect,
  title: string,
  eventTypes: readonly KnownEventType[],
): Promise<string> {
  const bodies = eventTypes.map(({ name }) => ({ $ref: `#/$defs/${name}` }))
  return objectText([
    ['$schema', text('https://json-schema.org/draft/2020-12/schema')],
    ['title', text(title)],
    // A list of alternatives can't be empty; without event types nothing is sent.
    bodies.length > 0 ? ['anyOf', JSON.stringify(bodies)] : ['not', '{}'],
    ['$defs', objectText(await catalogueSchemas(dialect, eventTypes, '#/$defs/'))],
  ])
}
