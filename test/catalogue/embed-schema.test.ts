import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { embedSchema } from '../../src/catalogue/embed-schema.ts'
import { compileSchema } from '../../src/schemas/compile-schema.ts'

interface Case {
  schema: unknown
  fits: unknown[]
  unfit: unknown[]
}

const number = { type: 'number' }

/** Schemas whose references find their target in different ways. */
const CASES: Record<string, Case> = {
  'by pointer': {
    schema: { $defs: { a: number }, properties: { x: { $ref: '#/$defs/a' } } },
    fits: [{ x: 1 }],
    unfit: [{ x: 'a' }],
  },
  'to itself': {
    schema: { type: 'object', additionalProperties: { $ref: '#' } },
    fits: [{ a: { b: {} } }],
    unfit: [{ a: { b: 1 } }],
  },
  'by an escaped pointer': {
    schema: { $defs: { 'a/b ~%ü': number }, properties: { x: { $ref: '#/$defs/a~1b%20~0%25%C3%BC' } } },
    fits: [{ x: 1 }],
    unfit: [{ x: 'a' }],
  },
  'by anchor': {
    schema: { $defs: { a: { $anchor: 'here', ...number } }, properties: { x: { $ref: '#here' } } },
    fits: [{ x: 1 }],
    unfit: [{ x: 'a' }],
  },
  'by its own URI': {
    schema: {
      $id: 'https://example.com/invoice',
      $defs: { a: number },
      properties: { x: { $ref: 'https://example.com/invoice#/$defs/a' }, y: { $ref: 'invoice#/$defs/a' } },
    },
    fits: [{ x: 1, y: 1 }],
    unfit: [{ x: 'a' }, { y: 'a' }],
  },
  'by the URI of a part, from inside it too': {
    schema: {
      $id: 'https://example.com/root',
      $defs: { a: { $id: 'part', $defs: { b: number }, properties: { y: { $ref: '#/$defs/b' } } } },
      properties: { x: { $ref: 'part' } },
    },
    fits: [{ x: { y: 1 } }],
    unfit: [{ x: { y: 'a' } }],
  },
  dynamically: {
    schema: {
      $dynamicAnchor: 'node',
      type: 'object',
      properties: { next: { $dynamicRef: '#node' } },
    },
    fits: [{ next: {} }],
    unfit: [{ next: 1 }],
  },
  'from a URI with a fragment': {
    schema: {
      $id: 'https://example.com/root#',
      $defs: { a: number },
      properties: { x: { $ref: '#/$defs/a' }, y: { $ref: 'root#/$defs/a' } },
    },
    fits: [{ x: 1, y: 1 }],
    unfit: [{ x: 'a' }, { y: 'a' }],
  },
  'into a property': {
    schema: { properties: { a: number, b: { $ref: '#/properties/a' } } },
    fits: [{ b: 1 }],
    unfit: [{ b: 'a' }],
  },
  'into a keyword nobody knows': {
    schema: {
      'x-types': { a: { $ref: '#/x-types/b' }, b: number },
      properties: { a: { $ref: '#/x-types/a' } },
    },
    fits: [{ a: 1 }],
    unfit: [{ a: 'a' }],
  },
  'nowhere: data and names that look like references': {
    schema: {
      properties: { $ref: number, $id: number, $anchor: number, a: { const: { $ref: '#/x', $id: 'y' } } },
    },
    fits: [{ a: { $ref: '#/x', $id: 'y' }, $id: 1 }],
    unfit: [{ a: {} }, { $ref: 'a' }, { $id: 'a' }],
  },
  'with members named as prototypes are': {
    schema: JSON.parse('{"properties":{"__proto__":{"type":"number"},"constructor":{"type":"number"}}}'),
    fits: [{ constructor: 1 }],
    unfit: [JSON.parse('{"__proto__":"a"}'), { constructor: 'a' }],
  },
  'in a schema that is true': { schema: true, fits: [1, null], unfit: [] },
  'in a schema that is false': { schema: false, fits: [], unfit: [1, null] },
}

describe.each(Object.entries(CASES))('references %s', (_, { schema, fits, unfit }) => {
  const alone = compileSchema(JSON.stringify(schema)).validate
  // Twice in one document, as two event types with schemas from one source are.
  const document = {
    $defs: {
      one: embedSchema(schema, '#/$defs/one', () => {}),
      two: embedSchema(schema, '#/$defs/two', () => {}),
    },
    allOf: [{ $ref: '#/$defs/one' }, { $ref: '#/$defs/two' }],
  }
  const embedded = new Ajv2020({ strict: false }).compile(document)

  test('lead where they led before', () => {
    for (const data of fits) expect([alone(data), embedded(data)]).toEqual([true, true])
    for (const data of unfit) expect([alone(data), embedded(data)]).toEqual([false, false])
  })
})
