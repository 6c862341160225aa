import fc from 'fast-check'
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql'

/** Values nobody's client sends, of any type, to any place. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 31,
    -(2 ** 31) - 1,
    1e308,
    -0,
    '',
    '\0',
    '\ud800',
    'a\udfff',
    '__proto__',
    'constructor',
    '😀',
    '\u202e',
    '%',
    '_',
    '\\',
    "'",
    '"; drop table webhooks; --',
    '{}',
    [],
    {},
    [[]],
    [null],
  ),
  fc.constantFrom(
    'x'.repeat(100_000),
    '\0'.repeat(1_000),
    [...Array(1_000).keys()],
    { __proto__: null },
    JSON.parse('{"__proto__":{"a":1}}'),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.integer(),
  fc.double(),
  fc.object({ maxDepth: 2, withNullPrototype: false }),
)

const text = (known: string[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...known) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '',
        '\0',
        'a\0b',
        '\ud800',
        '\udc00\ud800',
        'x'.repeat(70_000),
        '__proto__',
        'https://127.0.0.1/',
        'https://[::1]:1/',
        'http://x',
        'https://a\0b/',
        'https://example.com/\ud800',
        "x'",
        'ÅÄÖ',
        '\u2028',
        '%_\\',
        'lead.created',
        'a.b',
        '0',
        '-1',
        'id1:x',
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...[
          'id1:\0',
          'id1:a',
          'log1:1:1',
          'log1:99999999999999999999:9999999999999999999',
          'log1:18446744073709551616:1',
          'log1:1:9223372036854775808',
        ].map((cursor) => Buffer.from(cursor).toString('base64url')),
      ),
    },
  )

const json: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(
    ...[30, 99, 101, 1_000].map((depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown),
  ),
  fc.constantFrom(
    'x'.repeat(300_000),
    { '\0': '\0' },
    { '\ud800': '\ud800' },
    JSON.parse('{"__proto__":1}'),
    1e308,
    [1e308],
    { type: 'object', properties: { a: { $ref: '#' } } },
    { $ref: 'https://example.com/x' },
    { $ref: '#/nowhere' },
    { type: 'nonsense' },
    { pattern: '(((' },
    { pattern: '^(a+)+$' },
    { $schema: 'http://json-schema.org/draft-04/schema#' },
    { $id: '\0' },
    { const: '\0' },
    { properties: JSON.parse('{"__proto__":{"type":"string"}}') },
    { allOf: [{ $ref: '#' }] },
    { $dynamicRef: '#x' },
    { format: 'date-time' },
    { format: 'nothing' },
    { enum: [] },
    { minimum: 'x' },
    { $defs: 1 },
    { unevaluatedProperties: false },
    true,
    false,
  ),
)

const time = fc.oneof(
  fc
    .date({
      noInvalidDate: true,
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
    })
    .map((date) => date.toISOString()),
  fc.constantFrom(
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01',
    '2026-01-01T00:00:00+14:00',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-14:00',
    '+275760-09-13T00:00:00Z',
    'now',
    'infinity',
    'epoch',
    '',
  ),
)

/** What values are made of. */
export interface Known {
  /** Ids and names that exist, for any place. */
  texts: string[]
  /** By the name of a field or argument, a value that is right; taken mostly, so that inputs get past the first check. */
  good: Record<string, unknown>
}

/** A record of arguments or of an input object's fields. */
export function hostileRecord(
  inputs: readonly { name: string; type: GraphQLInputType }[],
  known: Known,
): fc.Arbitrary<Record<string, unknown>> {
  const values = inputs.map(({ name, type }) => {
    const hostile = hostileValue(type, known)
    if (!(name in known.good)) return [name, hostile] as const
    return [
      name,
      fc.oneof({ weight: 7, arbitrary: fc.constant(known.good[name]) }, { weight: 2, arbitrary: hostile }),
    ] as const
  })
  return fc.record(Object.fromEntries(values), {
    requiredKeys: inputs.filter(({ type }) => isNonNullType(type)).map(({ name }) => name),
  })
}

/** Mostly values of the type, often strange ones, sometimes of another. */
function hostileValue(type: GraphQLInputType, known: Known): fc.Arbitrary<unknown> {
  const nullable = getNullableType(type)
  return fc.oneof(
    { weight: 12, arbitrary: valueOf(nullable, known) },
    { weight: 1, arbitrary: anything },
    ...(isNonNullType(type) ? [] : [{ weight: 2, arbitrary: fc.constant(null) }]),
  )
}

function valueOf(type: GraphQLInputType, known: Known): fc.Arbitrary<unknown> {
  if (isListType(type)) {
    return fc.oneof(
      { weight: 6, arbitrary: fc.array(hostileValue(type.ofType, known), { maxLength: 4 }) },
      {
        weight: 1,
        arbitrary: fc.array(valueOf(getNullableType<GraphQLInputType>(type.ofType), known), {
          minLength: 101,
          maxLength: 130,
        }),
      },
    )
  }
  if (isInputObjectType(type)) return hostileRecord(Object.values(type.getFields()), known)
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name), 'NONE', '')
  if (isNonNullType(type)) return valueOf(type.ofType, known)
  switch (type.name) {
    case 'Int':
      return fc.oneof(
        fc.integer(),
        fc.constantFrom(0, 1, -1, 2, 50, 200, 201, 10_080, 604_800, 2 ** 31 - 1, -(2 ** 31)),
      )
    case 'Boolean':
      return fc.boolean()
    case 'JSON':
      return json
    case 'DateTime':
      return time
    default:
      return text(known.texts)
  }
}
