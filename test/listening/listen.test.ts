import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verify } from '../../src/receiver-library/index.ts'
import { removeListeners } from '../../src/listening/remove-listeners.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { rows, untilSettled } from '../support/sql.ts'
import { readDelivery } from '../support/webhooks.ts'
import { endListening, openListening, report, type Request } from './listener.ts'

async function attemptsOf(client: TestClient, id: string): Promise<string[]> {
  await untilSettled(app)
  return (await readDelivery(client, id)).attempts.nodes.map(
    ({ number, outcome, statusCode, errorKind }: any) => `${number} ${outcome} ${statusCode ?? errorKind}`,
  )
}

const waitingFor = (webhookId: string) =>
  rows(app, `select id, status from deliveries where webhook_id = ? and status = 'PENDING'`, [webhookId])

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

test.each(['standard', 'sjocamp', 'campsite'])(
  '%s: what is published comes signed as to a webhook, and is in the log with its answer (protocol 3.11)',
  async (dialect) => {
    const organization = await openOrganization(app, dialect)
    const { client } = organization
    // It makes the channel that campsite needs, and is not sent to.
    const { id: other } = await organization.webhook('https://localhost:1/')
    await operate(client, 'deleteWebhook', other)
    const channelId = dialect === 'campsite' ? 'calendar' : null
    const listening = await openListening(client, { channelId })
    expect(listening.listener).toMatchObject({ status: 'LISTENING', url: 'http://localhost:3000/hooks' })
    const { eventId } = await organization.publish()
    await listening.until(1)
    const request = listening.requests[0]!
    expect(request).toMatchObject({ eventId, eventType: organization.eventType, run: 1, number: 1 })
    const headers = Object.fromEntries(request.headers.map(({ name, value }) => [name, value]))
    await verify(request.body, headers, listening.secret!, { dialect } as never)
    expect((await readDelivery(client, request.deliveryId)).decision).toBe('An attempt is on its way.')
    const { deliveries, userErrors } = await report(client, request, {
      statusCode: 201,
      headers: [{ name: 'X-Local', value: 'yes' }],
      bodyBase64: Buffer.from('done').toString('base64'),
    })
    expect(userErrors).toEqual([])
    expect(deliveries).toEqual([{ id: request.deliveryId, status: 'SUCCEEDED' }])
    const delivery = await organization.untilStatus(request.deliveryId, 'SUCCEEDED')
    expect(delivery.decision).toBe('Delivered: the receiver answered 201.')
    const [attempt] = await rows(
      app,
      `select outcome, status_code, convert_from(response_body, 'UTF8') as body, response_headers, total_ms from attempts where delivery_id = ?`,
      [request.deliveryId],
    )
    expect(attempt).toEqual({
      outcome: 'SUCCEEDED',
      status_code: 201,
      body: 'done',
      response_headers: [['X-Local', 'yes']],
      total_ms: 12.5,
    })
    await listening.close()
  },
)

test('any status of three digits is an answer, as for a worker', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const listening = await openListening(client)
  await organization.publish()
  await listening.until(1)
  const [request] = listening.requests
  expect((await report(client, request!, { statusCode: 999 })).userErrors).toEqual([])
  expect(await attemptsOf(client, request!.deliveryId)).toEqual(['1 FAILED 999'])
  await listening.close()
})

test('a failure ends the delivery at once, is in no figure of failing webhooks, and can be sent again', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const listening = await openListening(client)
  await organization.publish()
  await organization.publish()
  await listening.until(2)
  const [refused, failed] = listening.requests as [Request, Request]
  await report(client, refused, { errorKind: 'CONNECTION_REFUSED', error: 'Nothing listens on port 3000.' })
  await report(client, failed, { statusCode: 500 })
  expect(await attemptsOf(client, refused.deliveryId)).toEqual(['1 FAILED CONNECTION_REFUSED'])
  const delivery = await organization.untilStatus(failed.deliveryId, 'FAILED')
  expect(delivery.decision).toMatch(/is not retried/)
  const { organization: figures } = await client.request(
    `{ organization { failingWebhooks { webhook { id } } } }`,
  )
  expect(figures.failingWebhooks).toEqual([])
  expect((await operate(client, 'retryDelivery', failed.deliveryId)).userErrors).toEqual([])
  await listening.until(3)
  expect(listening.requests[2]).toMatchObject({ deliveryId: failed.deliveryId, run: 2, number: 2 })
  await report(client, listening.requests[2]!)
  await organization.untilStatus(failed.deliveryId, 'SUCCEEDED')
  expect(await attemptsOf(client, failed.deliveryId)).toEqual(['1 FAILED 500', '2 SUCCEEDED 200'])
  await listening.close()
})

test('nothing is missed while nobody listens, and what was on its way comes again', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const first = await openListening(client)
  const { id } = first.listener
  const published = [(await organization.publish()).eventId]
  await first.until(1)
  await first.close()
  for (let count = 0; count < 30; count += 1) published.push((await organization.publish()).eventId)
  const again = await openListening(client)
  expect([again.listener.id, again.secret]).toEqual([id, first.secret])
  await again.until(20)
  // No more are on their way before some have ended.
  expect(again.requests).toHaveLength(20)
  expect(again.requests.map(({ eventId }) => eventId)).toEqual(published.slice(0, 20))
  expect(again.requests[0]).toMatchObject({ deliveryId: first.requests[0]!.deliveryId, number: 2 })
  for (let done = 0; done < 31; done += 1) {
    await again.until(done + 1)
    await report(client, again.requests[done]!)
  }
  expect(again.requests.map(({ eventId }) => eventId)).toEqual(published)
  expect(await attemptsOf(client, first.requests[0]!.deliveryId)).toEqual([
    '1 INTERRUPTED INTERRUPTED',
    '2 SUCCEEDED 200',
  ])
  await again.close()
})

test('who listens under the same name takes over; the earlier one is told, and what it reports late counts if it succeeded', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const first = await openListening(client)
  await organization.publish()
  await first.until(1)
  const second = await openListening(client)
  await second.until(1)
  await eventually(() => first.ended())
  expect(first.ended().extensions).toEqual({ code: 'LISTENER_ENDED' })
  const { deliveries } = await report(client, first.requests[0]!)
  expect(deliveries).toMatchObject([{ status: 'SUCCEEDED' }])
  await report(client, second.requests[0]!, { statusCode: 500 })
  expect((await readDelivery(client, first.requests[0]!.deliveryId)).status).toBe('SUCCEEDED')
  await second.close()
})

test('listeners of other names and webhooks each get theirs, of their types and channel', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const [all, none] = [
    await openListening(client, { name: 'all' }),
    await openListening(client, { name: 'none', eventTypes: ['nothing.*'] }),
  ]
  await organization.publish()
  await all.until(1)
  expect(none.requests).toEqual([])
  await all.close()
  // The types of the newest opening count.
  const changed = await openListening(client, { name: 'none', eventTypes: ['*'] })
  await organization.publish()
  await changed.until(1)
  await changed.close()
})

test('a listener is no webhook to enable, pause, disable or edit; deleting it ends it, with what waits', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const listening = await openListening(client)
  const { id } = listening.listener
  for (const operation of ['enableWebhook', 'pauseWebhook', 'disableWebhook'] as const)
    expect((await operate(client, operation, id)).userErrors).toMatchObject([{ code: 'IS_LISTENER' }])
  const { updateWebhook } = await client.request(
    `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { code } } }`,
    { input: { id, url: 'https://localhost/' } },
  )
  expect(updateWebhook.userErrors).toEqual([{ code: 'IS_LISTENER' }])
  await organization.publish()
  await listening.until(1)
  expect((await operate(client, 'deleteWebhook', id)).userErrors).toEqual([])
  await eventually(() => listening.ended())
  expect(listening.ended().extensions.code).toBe('LISTENER_ENDED')
  expect((await readDelivery(client, listening.requests[0]!.deliveryId)).status).toBe('CANCELED')
})

test('one for which nobody comes for 24 hours is removed', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const listening = await openListening(client)
  await endListening(app, listening)
  await organization.publish()
  const set = (hours: number) =>
    rows(app, `update webhooks set listener_seen_at = now() - make_interval(hours => ?) where id = ?`, [
      hours,
      listening.listener.id,
    ])
  await set(23)
  await removeListeners(app.database)
  const [waiting] = await waitingFor(listening.listener.id)
  expect(waiting).toMatchObject({ status: 'PENDING' })
  expect((await readDelivery(client, waiting.id)).decision).toBe(
    'It waits until durahook listen comes for it.',
  )
  await set(25)
  await removeListeners(app.database)
  expect((await readDelivery(client, waiting.id)).status).toBe('CANCELED')
})

describe('what is refused', () => {
  const refusal = async (client: TestClient, input: object) => {
    const listening = await openListening(client, input)
    await listening.close()
    return listening.ended()
  }

  test.each<[name: string, input: object, code: string]>([
    ['no name', { name: '' }, 'INVALID'],
    ['a long name', { name: 'x'.repeat(201) }, 'INVALID'],
    ['no address', { forwardTo: 'localhost:3000' }, 'URL_INVALID'],
    ['another scheme', { forwardTo: 'ftp://localhost/' }, 'URL_INVALID'],
    ['an unknown type', { eventTypes: ['nothing.known'] }, 'UNKNOWN_EVENT_TYPE'],
    ['no types', { eventTypes: [] }, 'NO_EVENT_TYPES'],
    ['an unknown channel', { channelId: 'none' }, 'UNKNOWN_CHANNEL'],
    ['an unknown dialect', { dialect: 'none' }, 'UNKNOWN_DIALECT'],
    ['a secret of no dialect', { secret: 'short' }, 'SECRET_INVALID'],
  ])('%s', async (_, input, code) => {
    const { client } = await openOrganization(app)
    const { extensions } = await refusal(client, input)
    expect(extensions.code).toBe('BAD_USER_INPUT')
    expect(extensions.userErrors).toMatchObject([{ code }])
  })

  test('more than 20 listeners', async () => {
    const { client } = await openOrganization(app)
    for (let count = 0; count < 20; count += 1)
      await (await openListening(client, { name: `n${count}` })).close()
    expect((await refusal(client, { name: 'one more' })).extensions.userErrors).toMatchObject([
      { code: 'LIMIT_REACHED' },
    ])
  })

  test("reports of others' attempts, of webhooks that are no listeners, and of nonsense", async () => {
    const organization = await openOrganization(app)
    const other = await openOrganization(app)
    const listening = await openListening(organization.client)
    await organization.publish()
    await listening.until(1)
    const request = listening.requests[0]!
    expect((await report(other.client, request)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }])
    const { id: webhookId } = await organization.webhook('https://localhost:1/')
    await operate(organization.client, 'pauseWebhook', webhookId)
    await organization.publish()
    const [ofWebhook] = await waitingFor(webhookId)
    expect(
      (await report(organization.client, { ...request, deliveryId: ofWebhook.id })).userErrors,
    ).toMatchObject([{ code: 'NOT_FOUND' }])
    for (const wrong of [
      {},
      { statusCode: 200, errorKind: 'CONNECTION_REFUSED' },
      { statusCode: 99 },
      { statusCode: 1_000 },
      { errorKind: 'CONNECTION_REFUSED', error: 'x'.repeat(501) },
      { statusCode: 200, bodyBase64: Buffer.alloc(65_537).toString('base64') },
      { statusCode: 200, headers: Array.from({ length: 201 }, () => ({ name: 'a', value: 'b' })) },
      { statusCode: 200, latency: { totalMs: -1 } },
    ])
      expect((await report(organization.client, request, wrong)).userErrors).toMatchObject([
        { code: 'INVALID' },
      ])
    expect((await readDelivery(organization.client, request.deliveryId)).status).toBe('PENDING')
    await listening.close()
  })
})
