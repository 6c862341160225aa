import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteRows, finishDeletion } from '../../src/erasure/delete-rows.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openGate } from '../support/gate.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'

/** In the payload and in what receivers answer. */
const MARKER = 'ann.smith-4711@example.com'

const ERASE = `mutation ($id: ID!) { eraseEvent(id: $id) { event { id data erasedAt occurredAt } userErrors { code } } }`

let app: TestApp
let temporal: TestTemporal
beforeAll(async () => {
  app = await openTestApp()
  temporal = await openTemporal(app)
})
afterAll(async () => {
  await temporal?.[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()
})

/** The tables of the database in which a text occurs, in any column, and the columns of which Postgres keeps it as a sample. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await rows(
    app,
    `select oid::regclass::text as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace`,
  )
  const found = []
  for (const { name } of tables) {
    const [hit] = await rows(
      app,
      `select 1 from ${name} t where strpos(t::text, ?) > 0 or strpos(t::text, encode(convert_to(?, 'utf8'), 'hex')) > 0 limit 1`,
      [text, text],
    )
    if (hit) found.push(name)
  }
  const samples = await rows(
    app,
    `select tablename || '.' || attname as name from pg_stats
      where schemaname = current_schema() and strpos(concat(most_common_vals, histogram_bounds), ?) > 0`,
    [text],
  )
  found.push(...samples.map(({ name }) => name))
  return found
}

describe('eraseEvent (protocol 4.10)', () => {
  test('removes the payload, and what receivers answered, from every table and from Temporal; ids and times stay', async () => {
    const answers = [500, 200]
    await using receiver = await openReceiver(() => ({
      status: answers.shift() ?? 200,
      headers: { 'x-echo': MARKER },
      body: `thanks, ${MARKER}`,
    }))
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url, { delays: [600] })
    const { eventId, deliveryIds } = await organization.publish({
      data: { email: MARKER },
      idempotencyKey: 'kept',
    })
    const id = deliveryIds[0]!
    await organization.until(
      id,
      ({ attempts, attemptStartedAt }) => attempts.nodes.length === 1 && !attemptStartedAt,
    )
    await organization.client.request(
      `mutation ($id: ID!) { retryDelivery(id: $id) { userErrors { code } } }`,
      { id },
    )
    await organization.untilStatus(id, 'SUCCEEDED')
    await using quiet = await openReceiver(() => ({ status: 200 }))
    const neighbour = await openOrganization(app)
    await neighbour.webhook(quiet.url)
    await neighbour.untilStatus((await neighbour.publish()).deliveryIds[0]!, 'SUCCEEDED')
    await rows(app, 'analyze')
    expect((await tablesWith(MARKER)).length).toBeGreaterThan(1)

    const { eraseEvent } = await organization.client.request(ERASE, { id: eventId })
    expect(eraseEvent).toMatchObject({
      event: { id: eventId, data: null, erasedAt: expect.any(String), occurredAt: expect.any(String) },
      userErrors: [],
    })
    expect(await tablesWith(MARKER)).toEqual([])
    expect(JSON.stringify(await temporal.history(id))).not.toContain(MARKER)

    const { delivery } = await organization.client.request(
      `query ($id: ID!) { delivery(id: $id) { status event { id data } attempts { nodes { statusCode responseBody responseHeaders { name } } } } }`,
      { id },
    )
    expect(delivery).toEqual({
      status: 'SUCCEEDED',
      event: { id: eventId, data: null },
      attempts: {
        nodes: [500, 200].map((statusCode) => ({ statusCode, responseBody: null, responseHeaders: [] })),
      },
    })
    // The key still gives the event, so that a late repeat does not bring it back.
    const repeated = await organization.client.request(
      `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { id } duplicate } }`,
      { input: { type: organization.eventType, data: { email: MARKER }, idempotencyKey: 'kept' } },
    )
    expect(repeated.publishEvent).toEqual({ event: { id: eventId }, duplicate: true })
    expect(await tablesWith(MARKER)).toEqual([])
    // Twice is as once.
    expect((await organization.client.request(ERASE, { id: eventId })).eraseEvent).toMatchObject({
      event: { erasedAt: eraseEvent.event.erasedAt },
      userErrors: [],
    })
  })

  test('cancels what is still to be sent', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url, { delays: [600] })
    const { eventId, deliveryIds } = await organization.publish()
    const id = deliveryIds[0]!
    await organization.until(id, ({ nextAttemptAt }) => nextAttemptAt !== null)
    await organization.client.request(ERASE, { id: eventId })
    expect(await organization.untilStatus(id, 'CANCELED')).toMatchObject({
      decision: 'Its event was erased.',
    })
    await temporal.skipTime(id)
    await temporal.history(id)
    expect(receiver.received).toHaveLength(1)
    const { retryDelivery } = await organization.client.request(
      `mutation ($id: ID!) { retryDelivery(id: $id) { userErrors { code } } }`,
      { id },
    )
    expect(retryDelivery.userErrors).toEqual([{ code: 'PAYLOAD_DELETED' }])
  })

  test.each([200, 500])('does not keep what an attempt on its way gets as an answer (%i)', async (status) => {
    const gate = openGate()
    await using receiver = await openReceiver(async () => {
      await gate.passed
      return { status, headers: { 'x-echo': MARKER }, body: MARKER }
    })
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url)
    const { eventId, deliveryIds } = await organization.publish({ data: { email: MARKER } })
    await eventually(() => receiver.received.length === 1)
    await organization.client.request(ERASE, { id: eventId })
    gate.open()
    // CANCELED at once, while the attempt still is on its way.
    const delivery = await organization.until(
      deliveryIds[0]!,
      ({ attempts, attemptStartedAt }) => attempts.nodes.length === 1 && !attemptStartedAt,
    )
    expect(delivery.status).toBe(status === 200 ? 'SUCCEEDED' : 'CANCELED')
    expect(delivery.attempts.nodes).toMatchObject([{ statusCode: status }])
    expect(await tablesWith(MARKER)).toEqual([])
  })

  test("another organization's event is not found", async () => {
    const organization = await openOrganization(app)
    const other = await openOrganization(app)
    const { eventId } = await organization.publish()
    const { eraseEvent } = await other.client.request(ERASE, { id: eventId })
    expect(eraseEvent).toEqual({ event: null, userErrors: [{ code: 'NOT_FOUND' }] })
    expect((await rows(app, `select 1 from events where id = ?`, [eventId])).length).toBe(1)
  })
})

describe('deleteOrganization', () => {
  const DELETE = `mutation ($id: ID!, $name: String!) {
    deleteOrganization(id: $id, name: $name) { deletion { organizationId finishedAt } userErrors { code field } } }`
  const RECEIPT = `query ($id: ID!) { organizationDeletion(organizationId: $id) {
    finishedAt requestedAt deleted { events deliveries attempts webhooks channels eventTypes apiKeys sessions } } }`

  test('takes its name, ends its access at once, and deletes all that it has, with a receipt', async () => {
    await using receiver = await openReceiver(() => ({ status: 200, body: MARKER }))
    const organization = await openOrganization(app)
    const neighbour = await openOrganization(app)
    const operator = await app.operator()
    for (const { webhook } of [organization, neighbour]) await webhook(receiver.url)
    for (const one of [organization, neighbour])
      for (let count = 0; count < 3; count += 1) {
        const { deliveryIds } = await one.publish({ idempotencyKey: `k${count}` })
        await one.untilStatus(deliveryIds[0]!, 'SUCCEEDED')
      }
    const { id } = organization
    await rows(
      app,
      `insert into webhook_health (webhook_id, organization_id) select id, organization_id from webhooks where organization_id = ? returning 1`,
      [id],
    )
    const refused = await operator.request(DELETE, { id, name: 'another' })
    expect(refused.deleteOrganization).toEqual({
      deletion: null,
      userErrors: [{ code: 'INVALID', field: ['name'] }],
    })

    const { deleteOrganization } = await operator.request(DELETE, { id, name: id })
    expect(deleteOrganization).toMatchObject({
      deletion: { organizationId: id, finishedAt: null },
      userErrors: [],
    })
    const error = await organization.client
      .request(`query { viewer { name } }`)
      .catch((thrown: unknown) => thrown)
    expect(String(error)).toContain('API key')
    const gone = await operator
      .request(`query ($id: ID!) { organization(id: $id) { id } }`, { id })
      .catch((thrown: unknown) => thrown)
    expect(String(gone)).toContain(id)

    await temporal.skipTime(`delete-${id}`)
    const untilDeleted = () =>
      eventually(
        async () => {
          const { organizationDeletion } = await operator.request(RECEIPT, { id })
          return organizationDeletion.finishedAt && organizationDeletion
        },
        { deadlineMs: 120_000 },
      )
    const receipt = await untilDeleted()
    await temporal.history(`delete-${id}`) // its workflow closes a moment later
    expect(receipt.deleted).toEqual({
      events: 3,
      deliveries: 3,
      attempts: 3,
      webhooks: 1,
      channels: 0,
      eventTypes: 1,
      apiKeys: 1,
      sessions: 0,
    })
    expect((await tablesWith(id)).sort()).toEqual(['organization_deletions'])

    // An organization that gets the same id later is another one: a late end of this deletion does not touch it.
    await operator.request(
      `mutation ($id: ID!) { createOrganization(input: { id: $id, name: "again" }) { userErrors { code } } }`,
      { id },
    )
    await deleteRows(app.database, id, () => {})
    await finishDeletion(app.database, id)
    expect((await operator.request(RECEIPT, { id })).organizationDeletion).toEqual(receipt)
    const again = await operator.request(DELETE, { id, name: 'again' })
    expect(again.deleteOrganization).toMatchObject({ deletion: { finishedAt: null }, userErrors: [] })
    await temporal.skipTime(`delete-${id}`)
    const second = await untilDeleted()
    expect(second.deleted).toMatchObject({ events: 0, webhooks: 0 })
    expect(second.requestedAt > receipt.requestedAt).toBe(true)
    expect((await neighbour.client.request(`query { events { nodes { id } } }`)).events.nodes).toHaveLength(3)
  })
})
