import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

const doubling = (levels: number) =>
  Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [
      `d${level}`,
      level === levels - 1
        ? { type: 'object' }
        : { allOf: [{ $ref: `#/$defs/d${level + 1}` }, { $ref: `#/$defs/d${level + 1}` }] },
    ]),
  )

/** [name, schema, data that it is slow for, what the refusal says] */
const SCHEMAS: [string, object, unknown, RegExp][] = [
  [
    'a pattern that backtracks',
    { properties: { a: { pattern: '^(a+)+$' } } },
    { a: `${'a'.repeat(50)}!` },
    /too long/,
  ],
  [
    'a property pattern that backtracks',
    { patternProperties: { '^(a|a)+$': {} } },
    { [`${'a'.repeat(50)}!`]: 1 },
    /too long/,
  ],
  [
    'long lists of unique things',
    { properties: { a: { uniqueItems: true } } },
    { a: Array.from({ length: 25_000 }, (_, n) => [n]) },
    /too long/,
  ],
  ['references that double', { $defs: doubling(40), $ref: '#/$defs/d0' }, {}, /too long/],
  ['a reference to itself', { allOf: [{ $ref: '#' }] }, {}, /refers to itself/],
]

describe('a schema with', () => {
  test.each(SCHEMAS)('%s holds up nobody for long, and says why', async (_name, schema, data, message) => {
    const { client } = await app.organization()
    const other = await app.organization()
    const define = (example: unknown) =>
      client.request(
        `mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { code message } } }`,
        { input: { name: 'a.b', schema, example } },
      )
    const { createEventType } = await define(data)
    expect(createEventType.userErrors).toMatchObject([
      { code: 'EXAMPLE_FAILS_SCHEMA', message: expect.stringMatching(message) },
    ])
    // Where a harmless example lets it in, publishing meets it. A number is no object and no text, so most keywords pass it.
    const harmless = await define(1)
    if (harmless.createEventType.userErrors.length > 0) return
    const events = Array.from({ length: 20 }, () => ({ type: 'a.b', data }))
    const { publishEvents } = await client.request(
      `mutation ($events: [PublishEventInput!]!) { publishEvents(events: $events) { userErrors { code message } } }`,
      { events },
    )
    expect(publishEvents.userErrors).toHaveLength(20)
    expect(publishEvents.userErrors[0]).toMatchObject({
      code: 'DATA_FAILS_SCHEMA',
      message: expect.stringMatching(message),
    })
    expect((await other.client.send('{ organization { id } }')).errors).toBeUndefined()
  })

  test('a harmless pattern and reference works', async () => {
    const { client } = await app.organization()
    const schema = {
      $defs: { id: { pattern: '^[a-z]+$' } },
      properties: { id: { $ref: '#/$defs/id' }, list: { uniqueItems: true } },
    }
    await client.request(
      `mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { code message } } }`,
      { input: { name: 'a.b', schema, example: { id: 'a', list: [1, 2] } } },
    )
    const publish = async (data: unknown) =>
      (
        await client.request(
          `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { userErrors { code } } }`,
          { input: { type: 'a.b', data } },
        )
      ).publishEvent.userErrors
    expect(await publish({ id: 'abc', list: [1, 2, 3] })).toEqual([])
    expect(await publish({ id: 'ABC' })).toEqual([{ code: 'DATA_FAILS_SCHEMA' }])
    expect(await publish({ list: [1, 1] })).toEqual([{ code: 'DATA_FAILS_SCHEMA' }])
  })
})
