import { readFileSync } from 'node:fs'
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  isScalarType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLSchema,
} from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'

let app: TestApp
let organization: TestOrganization
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  organization = await app.organization()
})
afterAll(() => app[Symbol.asyncDispose]())

const written = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))

async function served(): Promise<GraphQLSchema> {
  const query = getIntrospectionQuery({
    descriptions: true,
    schemaDescription: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    inputValueDeprecation: true,
  })
  return buildClientSchema(await organization.client.request(query))
}

test('the schema that is served is schema.graphql, to the last description', async () => {
  const print = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema))
  const answer = await served()
  expect(print(answer)).toBe(print(written))
  expect(answer.description).toBe(written.description)
})

test('its scalars are the ones written, by name, description and specification', async () => {
  const scalarsOf = (schema: GraphQLSchema) =>
    Object.values(schema.getTypeMap())
      .filter((type) => isScalarType(type) && !isSpecifiedScalarType(type))
      .map((type) => [type.name, type.description, isScalarType(type) ? (type.specifiedByURL ?? null) : null])
      .sort()
  expect(scalarsOf(await served())).toEqual(scalarsOf(written))
})

test.each([
  ['DateTime', '2026-04-26T19:42:11.000Z'],
  ['DateTime', '2026-04-26T21:42:11+02:00'],
])('a variable can be declared as %s', async (type, since) => {
  const { errors } = await organization.client.send(
    `query ($since: ${type}) { webhooks { nodes { deliveryLog(filter: { since: $since }) { nodes { id } } } } }`,
    { since },
  )
  expect(errors).toBeUndefined()
})

test('a variable of type JSON, and a DateTime in an input object, go both ways', async () => {
  const { client } = organization
  await client.request(
    `mutation ($example: JSON!) { createEventType(input: { name: "a.b", example: $example }) { userErrors { message } } }`,
    { example: { a: [1] } },
  )
  const { publishEvent } = await client.request(
    `mutation ($data: JSON!, $at: DateTime!) { publishEvent(input: { type: "a.b", data: $data, occurredAt: $at }) { event { occurredAt data } } }`,
    { data: { a: [1] }, at: '2026-04-26T21:42:11.5+02:00' },
  )
  expect(publishEvent.event).toEqual({ occurredAt: '2026-04-26T19:42:11.500Z', data: { a: [1] } })
})

test.each(['yesterday', '2026-02-30T00:00:00Z', '10000-01-01T00:00:00Z', 'P1D', ''])(
  'the DateTime %j is refused',
  async (since) => {
    const { errors } = await organization.client.send(
      `query ($since: DateTime) { webhooks { nodes { deliveryLog(filter: { since: $since }) { nodes { id } } } } }`,
      { since },
    )
    expect(errors?.[0]!.extensions.code).toBe('BAD_USER_INPUT')
  },
)
