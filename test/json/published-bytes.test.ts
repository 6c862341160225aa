import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, PUBLISH } from '../support/webhooks.ts'
import { jsonText } from './arbitrary-json.ts'

let app: TestApp
let organization: TestOrganization
let receiver: TestReceiver
beforeAll(async () => {
  app = await openTestApp()
  organization = await app.organization()
  receiver = await openReceiver()
  await createEventType(organization.client, 'thing.happened')
  await createWebhook(organization.client, { url: receiver.url, eventTypes: ['thing.happened'] })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

/** Waits for the delivery of each event and gives the `data` text of each body, in the order of `eventIds`. */
async function received(eventIds: string[]): Promise<string[]> {
  const bodies = () =>
    new Map(
      receiver.received.map(({ headers, body }) => [headers['webhook-id'] as string, body.toString('utf8')]),
    )
  const arrived = await eventually(
    () => {
      const found = bodies()
      return eventIds.every((id) => found.has(id)) && found
    },
    { deadlineMs: 180_000 },
  )
  return eventIds.map((id) => {
    const [, data] = /^\{"type":"thing\.happened","timestamp":"[^"]*","data":([\s\S]*)\}$/.exec(
      arrived.get(id)!,
    )!
    return data!
  })
}

/** Publishes with the text as it stands in the request's body. */
async function publishText(text: string) {
  const response = await organization.client.post(
    `{"query":${JSON.stringify(PUBLISH)},"variables":{"input":{"type":"thing.happened","data":${text}}}}`,
  )
  return (await response.json()) as any
}

const EVENTS = `mutation ($events: [PublishEventInput!]!) { publishEvents(events: $events) { events { id } userErrors { code message } } }`

describe('event data (protocol 2.6)', () => {
  test('of any JSON text reaches the receiver byte for byte', async () => {
    const texts = fc.sample(jsonText(), { numRuns: 400 }).filter((text) => text !== 'null')
    const ids: string[] = []
    for (let start = 0; start < texts.length; start += 50) {
      const events = texts.slice(start, start + 50).map((text) => `{"data":${text},"type":"thing.happened"}`)
      const response = await organization.client.post(
        `{"query":${JSON.stringify(EVENTS)},"variables":{"events":[${events.join(' , ')}]}}`,
      )
      const { data, errors } = (await response.json()) as any
      expect(errors).toBeUndefined()
      expect(data.publishEvents.userErrors).toEqual([])
      ids.push(...data.publishEvents.events.map(({ id }: { id: string }) => id))
    }
    const bodies = await received(ids)
    const wrong = texts.filter((text, index) => bodies[index] !== text)
    expect(wrong).toEqual([])
    console.log(`bytes: ${texts.length} JSON texts published and received, ${wrong.length} changed`)
  }, 240_000)

  test.each([
    '{"2":1,"1":2,"b":3,"a":4}',
    '{"__proto__":{"a":1}}',
    '{"a":1.0,"b":-0,"c":1e400,"d":12345678901234567890.10}',
    '  { "a" :\t[ ] }  '.trim(),
    '{"a":"\\ud800","b":"\u2028","c":"\\u0000","d":"\\/"}',
    '1.0',
    '-0',
    '"\\u0041"',
    'false',
    '[]',
    `${'['.repeat(100)}${']'.repeat(100)}`,
  ])('%s is kept', async (text) => {
    const { data } = await publishText(text)
    expect(data.publishEvent.userErrors).toEqual([])
    expect(await received([data.publishEvent.event.id])).toEqual([text])
  })

  const kept = '{"x":1.0,"y":12345678901234567890}'
  const numbers = `[${Array.from({ length: 60_000 }, () => '1.0').join()}]`
  const whole = `{"b":1.0,"list":${numbers},"a":[{"c":-0}]}`
  const type = '"type":"thing.happened"'
  test.each([
    ['before its type', `{"input":{"data":${whole},${type}}}`, whole],
    ['behind its type', `{"input":{${type},"data":${whole}}}`, whole],
    ['between others', `{"input":{"channels":["a"],"data":${whole},${type}}}`, whole],
    ['a list before its type', `{"input":{"data":${numbers},${type}}}`, numbers],
    ['behind a variable nobody asked for', `{"more":${numbers},"input":{"data":${kept},${type}}}`, kept],
    ['before a variable nobody asked for', `{"input":{"data":${kept},${type}},"more":${whole}}`, kept],
    ['in variables that come twice', `{"input":1},"variables":{"input":{"data":${kept},${type}}}`, kept],
    ['named with escapes', `{"\\u0069nput":{"d\\u0061ta":${kept},${type}}}`, kept],
  ])('of many members is kept wherever it stands: %s', async (_name, variables, expected) => {
    const response = await organization.client.post(
      `{"variables":${variables},"query":${JSON.stringify(PUBLISH)},"extensions":{"list":${numbers}}}`,
    )
    const { data, errors } = (await response.json()) as any
    expect(errors).toBeUndefined()
    expect(data.publishEvent.userErrors).toEqual([])
    expect(await received([data.publishEvent.event.id])).toEqual([expected])
  })

  test('of many members is kept in each event of a batch', async () => {
    const events = [kept, whole, kept, numbers, '1.0'].map((data) => `{"data":${data},${type}}`)
    const response = await organization.client.post(
      `{"query":${JSON.stringify(EVENTS)},"variables":{"events":[${events.join()}]}}`,
    )
    const { data } = (await response.json()) as any
    expect(data.publishEvents.userErrors).toEqual([])
    expect(await received(data.publishEvents.events.map(({ id }: { id: string }) => id))).toEqual([
      kept,
      whole,
      kept,
      numbers,
      '1.0',
    ])
  })

  test('written into the query is kept token for token', async () => {
    const { publishEvent } = await organization.client.request(
      `mutation ($nested: JSON, $text: String) { publishEvent(input: { type: "thing.happened", data: {
        b: 1.0, a: 12345678901234567890, c: ["x", null, true, 1e400], __proto__: { d: $nested }, e: $text, f: """block"""
      } }) { event { id } userErrors { code message } } }`,
      { nested: { z: 1, y: [2] }, text: 'q"' },
    )
    expect(await received([publishEvent.event.id])).toEqual([
      '{"b":1.0,"a":12345678901234567890,"c":["x",null,true,1e400],"__proto__":{"d":{"z":1,"y":[2]}},"e":"q\\"","f":"block"}',
    ])
  })

  test.each([
    ['{"a":1,"a":2}', /has the key "a" twice/],
    [`${'['.repeat(101)}${']'.repeat(101)}`, /nested deeper than 100/],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, /nested deeper than 100/],
    ['null', /null/],
  ])('%.20s is refused with a clear message', async (text, message) => {
    const { errors, data } = await publishText(text)
    expect(data?.publishEvent ?? null).toBeNull()
    expect(errors[0].extensions.code).toBe('BAD_USER_INPUT')
    expect(errors[0].message).toMatch(message)
  })

  test('is given back by a query with its numbers as they were', async () => {
    const { data } = await publishText('{"b":1.0,"a":12345678901234567890,"c":1e400,"d":-0}')
    const response = await organization.client.post(
      JSON.stringify({
        query: `query ($id: ID!) { event(id: $id) { data } }`,
        variables: { id: data.publishEvent.event.id },
      }),
    )
    expect(await response.text()).toContain('"data":{"b":1.0,"a":12345678901234567890,"c":1e400,"d":-0}')
  })

  test('over the limit is refused; at the limit it passes (protocol 2.8)', async () => {
    const at = (bytes: number) => `"${'é'.repeat((bytes - 2) / 2)}"`
    const limit = app.settings.MAXIMUM_PAYLOAD_BYTES
    expect((await publishText(at(limit))).data.publishEvent.userErrors).toEqual([])
    expect((await publishText(at(limit + 2))).data.publishEvent.userErrors).toMatchObject([
      { code: 'PAYLOAD_TOO_LARGE' },
    ])
  })
})
