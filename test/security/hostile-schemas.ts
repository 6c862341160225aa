/** [name, schema, data that it is slow for, both JSON text, the code of createEventType with the data as the example, empty for none] */
export type HostileSchema = [string, string, string, RegExp]

const LONG = 235 * 1024

/** As many as fit into so many bytes of JSON. */
function fill<Item>(bytes: number, make: (index: number) => Item): Item[] {
  const items: Item[] = []
  for (let length = 0; length < bytes; length += JSON.stringify(items.at(-1)).length + 1)
    items.push(make(items.length))
  return items.slice(0, -1)
}

const doubling = (levels: number) =>
  Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      `d${level}`,
      level === levels - 1
        ? { type: 'object' }
        : { allOf: [{ $ref: `#/$defs/d${level + 1}` }, { $ref: `#/$defs/d${level + 1}` }] },
    ]),
  )

function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let schema: unknown = { type: 'string' }
  for (let level = 0; level < levels; level += 1) schema = wrap(schema)
  return schema
}

const backtracks = `${'a'.repeat(50)}!`
const FAILS = /^EXAMPLE_FAILS_SCHEMA$/
const INVALID = /^INVALID_SCHEMA$/
const EITHER = /^(EXAMPLE_FAILS|INVALID)_SCHEMA$/
const FITS = /^$/
/** As fast as the machine lets it be. */
const ANY = /^(|EXAMPLE_FAILS_SCHEMA|INVALID_SCHEMA)$/

/** Slow for the data alone, and known to be: [name, schema, data]. A number passes each. */
export const SLOW: [string, string, string][] = (
  [
    [
      'references that double',
      { $defs: doubling(40), anyOf: [{ type: 'number' }, { $ref: '#/$defs/d0' }] },
      {},
    ],
    [
      'dynamic references that double',
      {
        $dynamicAnchor: 'node',
        properties: { a: { allOf: [{ $dynamicRef: '#node' }, { $dynamicRef: '#node' }] } },
      },
      nested(60, (a) => ({ a })),
    ],
    ['long lists of unique things', { uniqueItems: true }, fill(LONG, (n) => [n])],
    ['long lists of unique numbers', { uniqueItems: true }, fill(LONG, (n) => n)],
    ['a format that backtracks', { format: 'url' }, `http://${'0:'.repeat(100_000)}`],
  ] as [string, unknown, unknown][]
).map(([name, schema, data]) => [name, JSON.stringify(schema), JSON.stringify(data)])

export function hostileSchemas(): HostileSchema[] {
  const schemas: [string, unknown, unknown, RegExp][] = [
    ['a pattern that backtracks', { properties: { a: { pattern: '^(a+)+$' } } }, { a: backtracks }, FAILS],
    [
      'a property pattern that backtracks',
      { patternProperties: { '^(a|a)+$': {} } },
      { [backtracks]: 1 },
      FITS,
    ],
    [
      'a pattern of names that backtracks',
      { propertyNames: { pattern: '^(a|a)+$' } },
      { [backtracks]: 1 },
      FAILS,
    ],
    [
      'a pattern in what is not evaluated',
      { unevaluatedProperties: { pattern: '^(a+)+$' } },
      { a: backtracks },
      FAILS,
    ],
    ['a pattern of 120 KiB', { pattern: 'a?'.repeat(60_000) }, 'a'.repeat(60_000), ANY],
    ['groups nested 900 deep', { pattern: '('.repeat(900) + ')'.repeat(900) }, 'x', ANY],
    ['a format that is itself a pattern', { format: 'regex' }, '(a+)+$'.repeat(30_000), FITS],
    ...['uri', 'email', 'hostname', 'uri-template', 'json-pointer', 'date-time', 'byte', 'uuid', 'ipv6'].map(
      (format): [string, unknown, unknown, RegExp] => [
        `the format ${format} on long data`,
        { items: { format } },
        ['a.'.repeat(30_000) + '@', `${'A'.repeat(60_000)}=!`, `${'0:'.repeat(30_000)}::`],
        ANY,
      ],
    ),
    ['a reference to itself', { allOf: [{ $ref: '#' }] }, {}, FAILS],
    ['a dynamic reference to itself', { $dynamicAnchor: 'a', $dynamicRef: '#a' }, {}, FAILS],
    ['what is not itself', { not: { $ref: '#' } }, {}, FAILS],
    ['235 KiB of anyOf', { anyOf: fill(LONG, (n) => ({ const: n })) }, -1, EITHER],
    ['235 KiB of oneOf', { oneOf: fill(LONG, () => ({ type: 'string' })) }, 'x', EITHER],
    [
      '235 KiB of dependent schemas',
      { dependentSchemas: Object.fromEntries(fill(LONG, (n) => [`k${n}`, { required: [`x${n}`] }])) },
      { k1: 1 },
      ANY,
    ],
    [
      'many references to something large',
      {
        $defs: { a: { anyOf: fill(LONG / 2, (n) => ({ const: n })) } },
        allOf: fill(LONG / 2, () => ({ $ref: '#/$defs/a' })),
      },
      -1,
      EITHER,
    ],
    ['an enum of 200 KiB', { enum: fill(200_000, (n) => [n]) }, [-1], FAILS],
    [
      'an enum of 200 KiB for each item',
      { items: { enum: fill(200_000, (n) => `e${n}`) } },
      fill(200_000, () => 'x'),
      FAILS,
    ],
    ['a const of 200 KiB', { items: { const: fill(200_000, (n) => n) } }, [fill(200_000, (n) => n)], FITS],
    [
      'much to count',
      { items: { contains: { enum: fill(100_000, (n) => n) }, minContains: 1_000_000 } },
      Array.from({ length: 100 }, () => Array.from({ length: 500 }, () => -1)),
      FAILS,
    ],
    [
      'much that is not evaluated',
      {
        anyOf: fill(100_000, (n) => ({ properties: { [`p${n}`]: true } })),
        unevaluatedProperties: false,
      },
      Object.fromEntries(fill(100_000, (n) => [`q${n}`, 1])),
      EITHER,
    ],
    ['97 levels of not', nested(97, (not) => ({ not })), 1, FITS],
    ['45 levels of allOf', nested(45, (inner) => ({ allOf: [inner] })), 1, FAILS],
    [
      'branches that double',
      nested(12, (inner) => ({ anyOf: [inner, inner], unevaluatedProperties: false })),
      { a: 1 },
      EITHER,
    ],
    ['numbers beyond all bounds', { items: { multipleOf: 1e-300 } }, [1e300, 1e-300], FAILS],
    ['$async', { $async: true, type: 'string' }, 1, INVALID],
    ['$async behind a reference', { $defs: { a: { $async: true } }, $ref: '#/$defs/a' }, 1, INVALID],
    ['a reference elsewhere', { $ref: 'https://127.0.0.1:1/schema' }, 1, INVALID],
    ['a reference to a file', { $ref: 'file:///etc/passwd' }, 1, INVALID],
    [
      'the standard’s own $id',
      { $id: 'https://json-schema.org/draft/2020-12/schema', type: 'string' },
      1,
      INVALID,
    ],
    [
      'the standard’s own $id inside',
      { $defs: { a: { $id: 'https://json-schema.org/draft/2020-12/schema' } } },
      1,
      INVALID,
    ],
    ['another $schema', { $schema: 'http://json-schema.org/draft-07/schema#' }, 1, INVALID],
    ['a $schema of its own', { $schema: 'https://example.com/mine', type: 'string' }, 1, INVALID],
    ['a $schema that is no text', { $schema: 1 }, 1, INVALID],
    [
      'the standard’s schema as a reference',
      { $ref: 'https://json-schema.org/draft/2020-12/schema' },
      { type: 1 },
      FAILS,
    ],
    ['$id __proto__', { $id: '__proto__', type: 'string' }, 1, EITHER],
    ['$id constructor', { $id: 'constructor', type: 'string' }, 1, EITHER],
    ['a faulty pattern', { pattern: '(' }, 1, INVALID],
    ['a faulty type', { type: 'nothing' }, 1, INVALID],
    ['a message as long as its data', { additionalProperties: false }, { ['k'.repeat(200_000)]: 1 }, FAILS],
    ['a message as long as its pattern', { pattern: `^${'b'.repeat(100_000)}$` }, 'a', EITHER],
    ['no schema but a number', 3, 1, INVALID],
    ['no schema but a text', 'string', 1, INVALID],
    ['no schema but a list', [], 1, INVALID],
    ['true', true, 1, FITS],
    ['false', false, 1, FAILS],
  ]
  const written = schemas.map(([name, schema, data, code]): HostileSchema => [
    name,
    JSON.stringify(schema),
    JSON.stringify(data),
    code,
  ])
  return [
    ...written,
    ...SLOW.map(([name, schema, data]): HostileSchema => [name, schema, data, FAILS]),
    [
      'a pattern spelled with escapes',
      '{"properties":{"a":{"p\\u0061ttern":"^(a+)+$"}}}',
      JSON.stringify({ a: backtracks }),
      FAILS,
    ],
    [
      'an own __proto__',
      '{"properties":{"__proto__":{"type":"string"}},"required":["b"],"__proto__":{"type":"string"}}',
      '{"__proto__":1}',
      FAILS,
    ],
  ]
}
