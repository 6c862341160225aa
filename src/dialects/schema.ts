/** A JSON Schema, or a part of one. */
export type Schema = Record<string, unknown>

/** An object whose properties are required unless named in `optional`. Further properties are allowed. */
export function object(
  description: string,
  properties: Record<string, Schema>,
  optional: string[] = [],
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name))
  return { type: 'object', description, required, properties }
}

/** The schema of one event type's data. */
export function dataSchema(
  description: string,
  properties: Record<string, Schema>,
  optional: string[] = [],
): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...object(description, properties, optional),
  }
}

export function string(description: string): Schema {
  return { type: 'string', description }
}

/** A string that cannot be empty. */
export function id(description: string): Schema {
  return { type: 'string', minLength: 1, description }
}

export function oneOf(description: string, values: string[]): Schema {
  return { type: 'string', enum: values, description }
}

export function time(description: string): Schema {
  return { type: 'string', format: 'date-time', description }
}

// Not format "uri": it refuses the unescaped non-ASCII addresses that browsers and products accept.
export function url(description: string): Schema {
  return { type: 'string', pattern: '^https?://', description }
}

/** A whole number of at least `minimum`. */
export function count(description: string, minimum = 0): Schema {
  return { type: 'integer', minimum, description }
}

/** Exactly this string. */
export function exactly(description: string, value: string): Schema {
  return { type: 'string', const: value, description }
}

/** The schema that also allows null. */
export function nullable(schema: Schema): Schema {
  return { ...schema, type: [schema.type, 'null'] }
}
