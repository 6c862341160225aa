import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadDialects } from '../../src/dialects/registry.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'

let app: TestApp
let receiver: TestReceiver
let operator: TestClient
beforeAll(async () => {
  app = await openTestApp()
  receiver = await openReceiver()
  operator = await app.operator()
  await operator.request(
    `mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { code } } }`,
    { input: { name: 'shared.type', example: { n: 1 }, schema: NUMBER } },
  )
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

const NUMBER = { type: 'object', required: ['n'], properties: { n: { type: 'number' } } }
const GREETING = { type: 'object', required: ['hello'], properties: { hello: { type: 'string' } } }
const CATALOGUE = `query ($organizationId: ID, $format: CatalogueFormat!, $dialect: String) {
  catalogue(organizationId: $organizationId, format: $format, dialect: $dialect)
}`
const catalogue = async (client: TestClient, format: 'JSON_SCHEMA' | 'OPENAPI', more: object = {}) =>
  (await client.request(CATALOGUE, { format, ...more })).catalogue
const compile = (schema: object) => {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  return ajv.compile(schema)
}

describe('the catalogue of an organization', () => {
  test.each(['campsite', 'sjocamp', 'standard'])(
    'of %s has every type by name, and what is delivered meets it (protocol 3.12)',
    async (dialect) => {
      const { client } = await app.organization({ dialect })
      await client.request(
        `mutation { createChannel(input: { id: "one", name: "One" }) { userErrors { code } } }`,
      )
      await createEventType(client, 'a.own', GREETING)
      const openApi = await catalogue(client, 'OPENAPI')
      const names = Object.keys(openApi.webhooks)
      const builtIn = (await loadDialects()).get(dialect)!.eventTypes
      expect(names).toEqual([...builtIn.map(({ name }) => name), 'a.own', 'shared.type'].sort())
      expect((await new Validator().validate(structuredClone(openApi))).errors).toBeUndefined()

      const schema = await catalogue(client, 'JSON_SCHEMA')
      await createWebhook(client, { url: receiver.url, eventTypes: ['*'], channelId: 'one' })
      const validate = compile(schema)
      for (const { name, example } of [
        ...builtIn,
        { name: 'a.own', example: { hello: 'Ada' } },
        { name: 'shared.type', example: { n: 2 } },
      ]) {
        receiver.received.length = 0
        await publish(client, name, example, { channels: ['one'] })
        const request = await eventually(() => Promise.resolve(receiver.received[0]))
        const body = JSON.parse(request.body.toString())
        expect(validate(body), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true)
        for (const { name: header } of openApi.webhooks[name].post.parameters)
          expect(request.headers[header.toLowerCase()], header).toBeDefined()
      }
    },
  )

  test('is the same text each time, in whatever order the types were made', async () => {
    const types = ['b.two', 'B.one', 'a.three', 'a_b', 'a.b']
    const texts: string[] = []
    for (const order of [types, types.toReversed()]) {
      const { id, client } = await app.organization()
      for (const name of order) await createEventType(client, name, GREETING)
      for (let time = 0; time < 2; time += 1)
        texts.push(JSON.stringify(await catalogue(client, 'OPENAPI')).replaceAll(id, 'org'))
    }
    expect(new Set(texts).size).toBe(1)
    expect(Object.keys(JSON.parse(texts[0]!).webhooks)).toEqual([
      'B.one',
      'a.b',
      'a.three',
      'a_b',
      'b.two',
      'shared.type',
    ])
  })

  test('has the bodies of another dialect if asked', async () => {
    const { client } = await app.organization()
    await createEventType(client, 'a.own', GREETING)
    const bodyIn = async (dialect?: string) =>
      Object.keys((await catalogue(client, 'JSON_SCHEMA', { dialect })).$defs['a.own'].properties)
    expect(await bodyIn()).toEqual(['type', 'timestamp', 'data'])
    expect(await bodyIn('sjocamp')).toEqual(['event', 'delivery_id', 'occurred_at', 'data'])
    await expect(bodyIn('none')).rejects.toThrow('BAD_USER_INPUT')
  })

  test('says what is deprecated, and leaves out what was deleted', async () => {
    const { client } = await app.organization()
    await createEventType(client, 'old.way', GREETING)
    await createEventType(client, 'gone', GREETING)
    await client.request(
      `mutation { updateEventType(input: { name: "old.way", description: "Old.", example: 1, deprecationReason: "Use new.way." }) { userErrors { code } } }`,
    )
    await client.request(`mutation { deleteEventType(name: "gone") { userErrors { code } } }`)
    const { $defs } = await catalogue(client, 'JSON_SCHEMA')
    const { webhooks } = await catalogue(client, 'OPENAPI')
    for (const described of [$defs['old.way'], webhooks['old.way'].post])
      expect(described).toMatchObject({ deprecated: true, description: 'Old.\n\nDeprecated: Use new.way.' })
    expect(Object.keys($defs)).not.toContain('gone')
    expect(webhooks['shared.type'].post).not.toHaveProperty('deprecated')
  })

  test('is another’s for nobody, and any for an operator, who has none of its own', async () => {
    const { id, client } = await app.organization()
    const { client: other } = await app.organization()
    expect(await catalogue(operator, 'OPENAPI', { organizationId: id })).toEqual(
      await catalogue(client, 'OPENAPI'),
    )
    await expect(catalogue(other, 'OPENAPI', { organizationId: id })).rejects.toThrow('NOT_FOUND')
    await expect(catalogue(operator, 'OPENAPI')).rejects.toThrow('BAD_USER_INPUT')
  })

  test('of 500 types of 8 KiB lets neighbours be answered while it is made', async () => {
    const { id, client } = await app.organization()
    const { client: neighbour } = await app.organization()
    const properties = Object.fromEntries(
      Array.from({ length: 250 }, (_, n) => [`property${n}`, { $ref: '#/$defs/a' }]),
    )
    await rows(
      app,
      `insert into event_types (organization_id, name, description, schema, example)
        select ?, 'type.' || n, '', ?, '1' from generate_series(1, 500) n returning 1`,
      [id, JSON.stringify({ $defs: { a: true }, properties })],
    )
    let answered = 0
    let made = false
    const making = catalogue(client, 'OPENAPI').finally(() => (made = true))
    while (!made) {
      await neighbour.request('{ organization { id } }')
      answered += 1
    }
    expect(Object.keys((await making).webhooks)).toHaveLength(501)
    console.log(`catalogue of 500 types: ${answered} answers to a neighbour meanwhile`)
    expect(answered).toBeGreaterThan(5)
  })

  test('that would be too large is refused', async () => {
    const { id, client } = await app.organization()
    const schema = JSON.stringify({ anyOf: Array.from({ length: 20_000 }, () => ({ $ref: '#' })) })
    await rows(
      app,
      `insert into event_types (organization_id, name, description, schema, example)
        select ?, repeat('a', 120) || '.' || n, '', ?, '1' from generate_series(1, 16) n returning 1`,
      [id, schema],
    )
    await expect(catalogue(client, 'OPENAPI')).rejects.toThrow('ANSWER_TOO_LARGE')
  })
})
