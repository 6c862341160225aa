import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createEventType } from '../support/webhooks.ts'

let app: TestApp
let own: TestOrganization
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  own = await app.organization()
  const other = await app.organization()
  await createEventType(own.client, 'thing.happened')
  for (const [client, id] of [
    [own.client, 'mine'],
    [other.client, 'theirs'],
  ] as const)
    await client.request(
      `mutation ($id: ID) { createChannel(input: { id: $id, name: "x" }) { userErrors { code } } }`,
      { id },
    )
})
afterAll(() => app[Symbol.asyncDispose]())

test.each([
  [['mine'], []],
  [['mien'], ['mien']],
  [
    ['b', 'mine', 'a', 'theirs'],
    ['b', 'a', 'theirs'],
  ],
  [[], []],
])('an event for the channels %j is accepted, and %j are told as unknown', async (channels, unknown) => {
  const { publishEvent } = await own.client.request(
    `mutation ($channels: [ID!]) {
      publishEvent(input: { type: "thing.happened", data: {}, channels: $channels }) {
        event { channels } unknownChannels userErrors { code }
      }
    }`,
    { channels },
  )
  expect(publishEvent).toEqual({ event: { channels }, unknownChannels: unknown, userErrors: [] })
})

test('a batch tells those of all its events, each once; one that is refused tells none', async () => {
  const publish = async (types: string[]) => {
    const events = types.map((type, index) => ({
      type,
      data: {},
      channels: ['mine', 'typo', `typo${index}`],
    }))
    const { publishEvents } = await own.client.request(
      `mutation ($events: [PublishEventInput!]!) {
        publishEvents(events: $events) { unknownChannels userErrors { code } }
      }`,
      { events },
    )
    return publishEvents
  }
  expect(await publish(['thing.happened', 'thing.happened'])).toEqual({
    unknownChannels: ['typo', 'typo0', 'typo1'],
    userErrors: [],
  })
  expect(await publish(['thing.happened', 'nothing.happened'])).toEqual({
    unknownChannels: [],
    userErrors: [{ code: 'UNKNOWN_EVENT_TYPE' }],
  })
})
