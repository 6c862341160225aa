import { afterAll, beforeAll, expect, test } from 'vitest'
import pg from 'pg'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { untilWaiting } from '../support/made-to-meet.ts'
import { operate } from '../support/operate.ts'
import { createEventType, createWebhook, deliveriesOf, publish, PUBLISH } from '../support/webhooks.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

const remove = async (client: TestClient, name: string) =>
  (
    await client.request(
      `mutation ($name: String!) { deleteEventType(name: $name) { deletedEventTypeName userErrors { code field message } } }`,
      { name },
    )
  ).deleteEventType
/** Calls, and does `meanwhile`, a statement, while the call waits for what `statement` has locked. */
async function whileItWaits<Answer>(
  statement: string,
  value: string,
  call: () => Promise<Answer>,
  meanwhile = '',
): Promise<Answer> {
  const holder = new pg.Client({ connectionString: app.databaseUrl })
  await holder.connect()
  try {
    await holder.query('begin')
    await holder.query(statement, [value])
    const answer = call()
    await holder.query(`${untilWaiting(1)}; ${meanwhile}; commit`)
    return await answer
  } finally {
    await holder.end()
  }
}

const named = (client: TestClient, eventTypes: string[]) =>
  createWebhook(client, { url: 'https://localhost:1/', eventTypes })

test('an event type is deleted: what was published keeps its type, and no more is published (protocol 2.9)', async () => {
  const { client } = await app.organization()
  await createEventType(client, 'thing.happened')
  await named(client, ['thing.*'])
  await named(client, ['*'])
  const eventId = await publish(client, 'thing.happened', { n: 1 }, { idempotencyKey: 'once' })
  expect(await remove(client, 'thing.happened')).toEqual({
    deletedEventTypeName: 'thing.happened',
    userErrors: [],
  })
  expect((await client.request('{ eventTypes { name } }')).eventTypes).toEqual([])
  const { event } = await client.request(`query ($id: ID!) { event(id: $id) { type } }`, { id: eventId })
  expect(event).toEqual({ type: 'thing.happened' })
  expect(await deliveriesOf(client, eventId)).toHaveLength(2)
  const publishing = async (input: object) =>
    (await client.request(PUBLISH, { input: { type: 'thing.happened', data: { n: 1 }, ...input } }))
      .publishEvent
  expect((await publishing({})).userErrors).toMatchObject([{ code: 'UNKNOWN_EVENT_TYPE' }])
  expect(await publishing({ idempotencyKey: 'once' })).toMatchObject({
    event: { id: eventId },
    userErrors: [],
  })
  expect((await remove(client, 'thing.happened')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
  await createEventType(client, 'thing.happened')
})

test('while webhooks name it, it is IN_USE, and the message says how many', async () => {
  const { client } = await app.organization()
  await createEventType(client, 'in.use')
  await createEventType(client, 'other')
  const webhooks = [await named(client, ['in.use']), await named(client, ['in.use', 'other'])]
  await operate(client, 'disableWebhook', webhooks[0]!.id)
  await named(client, ['other'])
  await named(client, ['in.*'])
  const { client: stranger } = await app.organization()
  await createEventType(stranger, 'in.use')
  await named(stranger, ['in.use'])
  expect((await remove(client, 'in.use')).userErrors).toEqual([
    {
      code: 'IN_USE',
      field: ['name'],
      message: '2 webhooks name this event type. Give them other event types, or delete them, first.',
    },
  ])
  await operate(client, 'deleteWebhook', webhooks[0]!.id)
  expect((await remove(client, 'in.use')).userErrors[0].message).toMatch(/^1 webhook names this/)
  await client.request(
    `mutation ($id: ID!) { updateWebhook(input: { id: $id, eventTypes: ["other"] }) { userErrors { code } } }`,
    { id: webhooks[1]!.id },
  )
  expect((await remove(client, 'in.use')).userErrors).toEqual([])
})

test('a shared one is IN_USE while a webhook of any organization names it that has none of its own', async () => {
  const operator = await app.operator()
  const { client: has } = await app.organization()
  await createEventType(has, 'all.have')
  await named(has, ['all.have'])
  await operator.request(
    `mutation { createEventType(input: { name: "all.have", example: 1 }) { userErrors { code } } }`,
  )
  const { client: has2 } = await app.organization()
  const { id } = await named(has2, ['all.have'])
  await named(has2, ['all.*'])
  expect((await remove(operator, 'all.have')).userErrors).toMatchObject([
    { code: 'IN_USE', message: expect.stringMatching(/^1 webhook names/) },
  ])
  await operate(has2, 'deleteWebhook', id)
  expect((await remove(operator, 'all.have')).userErrors).toEqual([])
  expect((await has.request('{ eventTypes { name origin } }')).eventTypes).toEqual([
    { name: 'all.have', origin: 'OWN' },
  ])
})

test('the dialect’s are not deleted', async () => {
  const { client } = await app.organization({ dialect: 'campsite' })
  expect((await remove(client, 'post.created')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
})

test('a webhook that is made while its type is deleted is refused: none names a type that is not there', async () => {
  const { id, client } = await app.organization()
  await createEventType(client, 'thing.happened')
  const { createWebhook: refused } = await whileItWaits(
    'select from organizations where id = $1 for no key update',
    id,
    () =>
      client.request(
        `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } userErrors { code field } } }`,
        { input: { url: 'https://localhost:1/', eventTypes: ['thing.happened', 'thing.*'] } },
      ),
    // As deleteEventType does.
    `delete from event_types where organization_id = '${id}' and name = 'thing.happened'`,
  )
  expect(refused).toEqual({
    webhook: null,
    userErrors: [{ code: 'UNKNOWN_EVENT_TYPE', field: ['input', 'eventTypes'] }],
  })
})

test('an own and a shared type that are deleted at the same moment: a webhook that names them keeps one', async () => {
  const operator = await app.operator()
  const { client } = await app.organization()
  await createEventType(client, 'both.have')
  await operator.request(
    `mutation { createEventType(input: { name: "both.have", example: 1 }) { userErrors { code } } }`,
  )
  await named(client, ['both.have'])
  const removed = await whileItWaits(`delete from shared_event_types where name = $1`, 'both.have', () =>
    remove(client, 'both.have'),
  )
  expect(removed.userErrors).toMatchObject([{ code: 'IN_USE' }])
  expect((await client.request('{ eventTypes { name origin } }')).eventTypes).toMatchObject([
    { name: 'both.have', origin: 'OWN' },
  ])
})
