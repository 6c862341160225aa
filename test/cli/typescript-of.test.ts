import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jsonSchemaCatalogue } from '../../src/catalogue/json-schema-catalogue.ts'
import type { Catalogue } from '../../src/cli/types/named-schemas.ts'
import { typeNameOf } from '../../src/cli/types/type-names.ts'
import { typescriptOf } from '../../src/cli/types/typescript-of.ts'
import { loadDialects } from '../../src/dialects/registry.ts'
import type { KnownEventType } from '../../src/events/event-types.ts'
import { JsonText } from '../../src/json/json-text.ts'
import { envelope } from '../dialects/envelopes.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const dialects = await loadDialects()

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durahook-types-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Types by name and schema, in the order of catalogues. */
const typesOf = (schemas: Record<string, unknown>): KnownEventType[] =>
  Object.entries(schemas)
    .map(([name, schema]) => ({
      name,
      description: `About ${name}.`,
      schema: JsonText.of(schema),
      example: JsonText.of({}),
      origin: 'OWN' as const,
      deprecationReason: null,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))

async function typescript(types: KnownEventType[], dialect = 'standard'): Promise<string> {
  const text = await jsonSchemaCatalogue(dialects.get(dialect)!, 'Webhooks', types)
  return typescriptOf(JSON.parse(text) as Catalogue)
}

let files = 0
/** What the TypeScript compiler says of the types, used by some code; empty: nothing is wrong. */
async function compiled(types: string, use = ''): Promise<string> {
  const file = join(folder, `file-${(files += 1)}.ts`)
  await writeFile(file, `${types}\n${use}`)
  const compiler = join(ROOT, 'node_modules/.bin/tsc')
  const options = [
    '--noEmit',
    '--strict',
    '--noUnusedLocals',
    'false',
    '--target',
    'es2024',
    '--skipLibCheck',
    '--types',
    '',
  ]
  const { stdout } = await execa(compiler, [...options, file], { reject: false, cwd: folder })
  return stdout
}

const NUMBER = { type: 'object', required: ['n'], properties: { n: { type: 'number' } } }

test.each([
  ['invoice.paid', 'InvoicePaid'],
  ['check_run.completed', 'CheckRunCompleted'],
  ['INVOICE', 'INVOICE'],
  ['userCreated', 'UserCreated'],
  ['a-b.c', 'ABC'],
  ['0', 'Type0'],
  ['v2beta.x', 'V2BetaX'],
  ['__', 'Type'],
  ['_a', 'A'],
])('%s is the type %s', (name, type) => {
  expect(typeNameOf(name)).toBe(type)
})

describe('TypeScript of a catalogue', () => {
  test.each(dialects.all.map(({ name }) => name))(
    'of %s: the body of each example is one of its type',
    async (name) => {
      const dialect = dialects.get(name)!
      const types = [
        ...dialect.eventTypes.map(({ name: type, schema, example }) => ({
          ...typesOf({ [type]: schema })[0]!,
          example: JsonText.of(example),
        })),
        ...typesOf({ 'invoice.paid': { ...NUMBER, additionalProperties: false } }).map((type) => ({
          ...type,
          example: JsonText.of({ n: 1 }),
        })),
      ]
      const text = await typescript(types, name)
      const uses = types.map((type, index) => {
        const body = dialect.body({ ...envelope, eventType: type.name, data: type.example.text })
        const one = typeNameOf(type.name)
        return `const body${index}: ${one} = ${body}; const any${index}: WebhookBody = body${index}; const data${index}: ${one}Data = body${index}.data`
      })
      expect(await compiled(text, uses.join('\n'))).toBe('')
    },
  )

  test('is a union that the type tells apart', async () => {
    const text = await typescript(
      typesOf({
        'invoice.paid': NUMBER,
        'user.created': { type: 'object', required: ['s'], properties: { s: { type: 'string' } } },
      }),
    )
    const use = (member: string) => `export function handle(body: WebhookBody): ${member} {
      if (body.type === 'invoice.paid') return body.data.n
      const type: 'user.created' = body.type
      return body.data.s.length + type.length
    }`
    expect(await compiled(text, use('number'))).toBe('')
    expect(await compiled(text, use('string'))).toMatch(/TS2322/)
    expect(await compiled(text, `export const x = (body: WebhookBody) => body.type === 'no.such'`)).toMatch(
      /TS2367/,
    )
  })

  test('has each name once', async () => {
    const inner = {
      $defs: { data: NUMBER, InvoicePaid: NUMBER },
      title: 'InvoicePaid',
      properties: { a: { $ref: '#/$defs/data' }, b: { $ref: '#/$defs/InvoicePaid' } },
    }
    const text = await typescript(
      typesOf({
        'Invoice.Paid': inner,
        'invoice.paid': inner,
        'invoice-paid': inner,
        'invoice.paid.data': inner,
        'invoice.paid.data.data': inner,
        'webhook.body': inner,
      }),
    )
    const names = [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name!)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(
      expect.arrayContaining([
        'InvoicePaid',
        'InvoicePaid_2',
        'InvoicePaid_3',
        'InvoicePaidData',
        'WebhookBody',
        'WebhookBody_2',
      ]),
    )
    // The number belongs to the same event type as that of its data.
    for (const [number, type] of [
      ['', 'Invoice.Paid'],
      ['_2', 'invoice-paid'],
      ['_3', 'invoice.paid'],
    ] as const)
      expect(await compiled(text, `const type: InvoicePaid${number}['type'] = '${type}'`)).toBe('')
  })

  test('takes what a schema can hold', async () => {
    const text = await typescript(
      typesOf({
        tree: {
          $id: 'https://example.com/tree',
          type: 'object',
          properties: { below: { type: 'array', items: { $ref: '#' } } },
        },
        'in.circles': { properties: { a: { properties: { b: { $ref: '#/properties/a' } } } } },
        any: true,
        none: false,
        tuple: {
          type: 'array',
          prefixItems: [{ type: 'string' }, { type: 'number' }],
          items: false,
          minItems: 2,
        },
        standard: { properties: { schema: { $ref: 'https://json-schema.org/draft/2020-12/schema' } } },
        'odd.names': {
          properties: { 'a b': { type: 'string' }, __proto__: { type: 'string' }, '*/': { type: 'string' } },
        },
        'odd.words': {
          description: '*/ export const x = 1 /*',
          properties: { a: { const: "'; alert(1) //" } },
        },
        code: { tsType: 'never; export const hacked = 1', properties: { a: { tsType: 'hacked' } } },
        choices: { oneOf: [{ type: 'null' }, { enum: ['a', 1, null] }, NUMBER] },
      }),
    )
    expect(
      await compiled(text, `const t: TupleData = ['a', 1]; const d: TreeData = { below: [{ below: [] }] }`),
    ).toBe('')
    expect(text).not.toMatch(/hacked/)
    expect(await compiled(text, 'export const y = x')).toMatch(/TS2304/)
  })

  test('is the same text each time', async () => {
    const types = typesOf({ b: NUMBER, a: NUMBER })
    expect(await typescript(types)).toBe(await typescript(types))
  })

  test('of no event types is never', async () => {
    expect(await compiled(await typescript([]), 'export const f = (body: WebhookBody): never => body')).toBe(
      '',
    )
  })

  test('says what is deprecated', async () => {
    const [type] = typesOf({ 'old.way': NUMBER })
    const text = await typescript([{ ...type!, deprecationReason: 'Use new.way.' }])
    expect(text).toMatch(/\* Deprecated: Use new\.way\./)
    expect(text).toContain('@deprecated')
  })
})
