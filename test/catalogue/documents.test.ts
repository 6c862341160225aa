import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { CatalogueTooLarge } from '../../src/catalogue/catalogue-too-large.ts'
import { jsonSchemaCatalogue } from '../../src/catalogue/json-schema-catalogue.ts'
import { openApiCatalogue } from '../../src/catalogue/openapi-catalogue.ts'
import { loadDialects } from '../../src/dialects/registry.ts'
import type { KnownEventType } from '../../src/events/event-types.ts'
import { JsonText } from '../../src/json/json-text.ts'
import { envelope } from '../dialects/envelopes.ts'

const dialects = await loadDialects()

const typeOf = (name: string, schema: unknown, example: unknown, more: Partial<KnownEventType> = {}) => ({
  name,
  description: `About ${name}.`,
  schema: schema === null ? null : JsonText.of(schema),
  example: JsonText.of(example),
  origin: 'OWN' as const,
  deprecationReason: null,
  ...more,
})

/** The dialect's event types, and what organizations may come up with. */
const typesOf = (dialect: string): KnownEventType[] => [
  ...dialects
    .get(dialect)!
    .eventTypes.map(({ name, schema, example }) => typeOf(name, schema, example, { origin: 'DIALECT' })),
  typeOf('Invoice.Paid', { $id: 'https://example.com/x', type: 'object', required: ['n'] }, { n: 1 }),
  typeOf(
    'invoice-paid',
    { $id: 'https://example.com/x', $ref: '#/$defs/a', $defs: { a: { type: 'string' } } },
    'a',
  ),
  typeOf('invoice.paid', null, [1], { deprecationReason: 'Use Invoice.Paid.' }),
  typeOf('invoice.paid.data', true, null, { description: '' }),
]

const compile = (text: string) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  return ajv.compile(JSON.parse(text))
}

describe.each(dialects.all.map((dialect) => [dialect.name, dialect] as const))(
  'a catalogue for %s',
  (name, dialect) => {
    const types = typesOf(name)
    const bodyOf = (type: KnownEventType, data = type.example.text, channelId: string | null = null) =>
      JSON.parse(dialect.body({ ...envelope, eventType: type.name, channelId, data }))

    test('as JSON Schema takes the body of each example as the dialect sends it', async () => {
      const text = await jsonSchemaCatalogue(dialect, 'Webhooks', types)
      const validate = compile(text)
      const { $defs } = JSON.parse(text)
      for (const type of types) {
        for (const channelId of [null, 'ch_1']) {
          const body = bodyOf(type, undefined, channelId)
          expect(validate(body), `${type.name}: ${JSON.stringify(validate.errors)}`).toBe(true)
          const { $defs: _, ...rest } = JSON.parse(text)
          expect(
            compile(JSON.stringify({ ...rest, anyOf: [{ $ref: `#/$defs/${type.name}` }], $defs }))(body),
          ).toBe(true)
        }
        // Every member of the body is described, and must be there.
        expect(Object.keys($defs[type.name].properties)).toEqual(Object.keys(bodyOf(type)))
        for (const member of Object.keys(bodyOf(type))) {
          const { [member]: _, ...without } = bodyOf(type)
          expect(validate(without), `${type.name} without ${member}`).toBe(false)
        }
      }
    })

    test('as JSON Schema refuses other data, and types that are not in it', async () => {
      const validate = compile(await jsonSchemaCatalogue(dialect, 'Webhooks', types))
      const paid = types.find((type) => type.name === 'Invoice.Paid')!
      expect(validate(bodyOf(paid, '{"n":1}'))).toBe(true)
      expect(validate(bodyOf(paid, '{}'))).toBe(false)
      expect(
        validate(
          bodyOf(
            types.find((type) => type.name === 'invoice-paid')!,
            '1',
          ),
        ),
      ).toBe(false)
      expect(validate(bodyOf({ ...paid, name: 'no.such' }))).toBe(false)
      expect(compile(await jsonSchemaCatalogue(dialect, 'Webhooks', []))(bodyOf(paid))).toBe(false)
    })

    test('as OpenAPI is valid, and has each type with the dialect’s headers', async () => {
      const document = JSON.parse(await openApiCatalogue(dialect, 'Webhooks', types))
      const { valid, errors } = await new Validator().validate(structuredClone(document))
      expect(errors).toBeUndefined()
      expect(valid).toBe(true)
      expect(Object.keys(document.webhooks)).toEqual(types.map((type) => type.name))
      for (const type of types) {
        const { post } = document.webhooks[type.name]
        expect(post.parameters.map((parameter: { name: string }) => parameter.name)).toEqual(
          dialect.headers.map((header) => header.name),
        )
        expect(post.deprecated).toBe(type.deprecationReason === null ? undefined : true)
        const { schema } = post.requestBody.content['application/json']
        const ajv = new Ajv2020({ strict: false })
        addFormats.default(ajv)
        const validate = ajv.compile({ ...schema, components: document.components })
        expect(validate(bodyOf(type)), `${type.name}: ${JSON.stringify(validate.errors)}`).toBe(true)
      }
      expect(document.webhooks['invoice.paid'].post.description).toBe(
        'About invoice.paid.\n\nDeprecated: Use Invoice.Paid.',
      )
      expect(Object.keys(document.webhooks['invoice.paid'].post.responses)).toEqual(['410', '2XX', 'default'])
    })

    test('has a version in OpenAPI that changes with the types only', async () => {
      const versionOf = async (title: string, of: KnownEventType[]) =>
        JSON.parse(await openApiCatalogue(dialect, title, of)).info.version as string
      const version = await versionOf('a', types)
      expect(version).toMatch(/^[0-9a-f]{12}$/)
      expect(await versionOf('b', types)).toBe(version)
      expect(await versionOf('a', types.slice(1))).not.toBe(version)
    })
  },
)

test('a type without a description leaves that of its body', async () => {
  const types = [typeOf('plain', true, 1, { description: '' }), typeOf('told', true, 1)]
  const standard = dialects.get('standard')!
  const { $defs } = JSON.parse(await jsonSchemaCatalogue(standard, 'x', types))
  expect([$defs.plain.description, $defs.told.description]).toEqual([
    'The body of a delivery.',
    'About told.',
  ])
  expect(JSON.parse(await openApiCatalogue(standard, 'x', types)).webhooks.plain.post).not.toHaveProperty(
    'description',
  )
})

test('an OpenAPI document without event types is valid', async () => {
  const document = JSON.parse(await openApiCatalogue(dialects.get('standard')!, 'Webhooks', []))
  expect((await new Validator().validate(document)).errors).toBeUndefined()
})

test('a catalogue that references make too long is given up', async () => {
  // Each reference of 12 bytes becomes one of 150.
  const schema = { anyOf: Array.from({ length: 20_000 }, () => ({ $ref: '#' })) }
  const types = Array.from({ length: 16 }, (_, n) => typeOf(`${'a'.repeat(120)}.${n}`, schema, 1))
  for (const write of [jsonSchemaCatalogue, openApiCatalogue])
    await expect(write(dialects.get('standard')!, 'x', types)).rejects.toThrow(CatalogueTooLarge)
})

const LONG = 120 * 1024
const many = <Item>(length: number, make: (index: number) => Item) =>
  Array.from({ length }, (_, index) => make(index))

/** Schemas of less than 256 KiB that can be saved: what their unknown keywords hold is not compiled. */
test.each<[name: string, schema: object]>([
  [
    'references to a place with a long name',
    { $defs: { ['<'.repeat(LONG)]: { $anchor: 'a' } }, x: many(2_000, () => ({ $ref: '#a' })) },
  ],
  [
    'anchors below a long name',
    { $defs: { ['<'.repeat(LONG)]: { x: many(300, (n) => ({ $anchor: `a${n}` })) } } },
  ],
  [
    'references from a long $id',
    { $id: `https://a.test/${'b'.repeat(LONG)}`, x: many(300, (n) => ({ $ref: `#/${n}` })) },
  ],
  [
    'many below a long $id',
    { $id: `https://a.test/${'b'.repeat(LONG)}/`, x: many(300, (n) => ({ $id: `${n}` })) },
  ],
])('%s: a catalogue is given up before it is made', async (_, schema) => {
  const types = [typeOf('long', schema, 1)]
  await expect(openApiCatalogue(dialects.get('standard')!, 'x', types)).rejects.toThrow(CatalogueTooLarge)
})

test('others run after each event type', async () => {
  const types = Array.from({ length: 50 }, (_, n) => typeOf(`type.${n}`, true, 1))
  let turns = 0
  let done = false
  const count = () => {
    turns += 1
    if (!done) setImmediate(count)
  }
  setImmediate(count)
  await openApiCatalogue(dialects.get('standard')!, 'x', types)
  done = true
  expect(turns).toBeGreaterThanOrEqual(types.length)
})
