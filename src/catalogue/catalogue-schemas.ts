import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Dialect } from '../dialects/dialect.ts'
import type { KnownEventType } from '../events/event-types.ts'
import { CatalogueTooLarge } from './catalogue-too-large.ts'
import { embedSchema } from './embed-schema.ts'

/** What a document says of one event type, as a member of an object: its name and its JSON text. */
export type Member = readonly [name: string, json: string]

/**
 * Maximum size of a catalogue, in characters, and of the URIs and pointers that are made for it. References become longer in it, so
 * that it can be many times its schemas.
 */
const MAXIMUM_CHARACTERS = 16 * 1024 * 1024

/** The name of the schema of a type's data. No event type has such a name: in those, only single signs join words. */
const dataName = (eventType: string) => `${eventType}--data`

/**
 * The schemas of the event types, two for each: of its bodies, under its name, and of its data. They refer to each other below
 * `prefix`, such as `#/$defs/`. Throws CatalogueTooLarge. Lets others run after each type: one has up to half a megabyte.
 */
export async function catalogueSchemas(
  dialect: Dialect,
  eventTypes: readonly KnownEventType[],
  prefix: string,
): Promise<Member[]> {
  const members: Member[] = []
  const written = upTo(MAXIMUM_CHARACTERS)
  const followed = upTo(MAXIMUM_CHARACTERS)
  for (const type of eventTypes) {
    const pointer = prefix + dataName(type.name)
    const made: Member[] = [
      [
        type.name,
        JSON.stringify({ ...dialect.bodySchema(type.name, { $ref: pointer }), ...describeType(type) }),
      ],
      [dataName(type.name), JSON.stringify(dataSchemaOf(type, pointer, followed))],
    ]
    for (const [, json] of made) written(json.length)
    members.push(...made)
    await nextTurn()
  }
  return members
}

/** Counts characters, and throws CatalogueTooLarge when there are more than `maximum`. */
function upTo(maximum: number): (characters: number) => void {
  let total = 0
  return (characters) => {
    total += characters
    if (total > maximum) throw new CatalogueTooLarge(maximum)
  }
}

/** `description` and `deprecated`, which mean the same in JSON Schema and OpenAPI. */
export function describeType({ description, deprecationReason }: KnownEventType) {
  if (deprecationReason === null) return description === '' ? {} : { description }
  return { description: `${description}\n\nDeprecated: ${deprecationReason}`.trim(), deprecated: true }
}

function dataSchemaOf(
  { schema, example }: KnownEventType,
  pointer: string,
  spend: (characters: number) => void,
) {
  const embedded = embedSchema(schema?.value ?? true, pointer, spend)
  return 'examples' in embedded ? embedded : { ...embedded, examples: [example.value] }
}
