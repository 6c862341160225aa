import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import pg from 'pg'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { announce } from '../../src/operational-events/announce.ts'
import { createAnnouncer } from '../../src/operational-events/announcer.ts'
import { OPERATIONAL_EVENT_TYPES } from '../../src/operational-events/catalogue.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually, isEverWithin } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'
import { createOperational, given, tellBySql } from './stage.ts'

const URL = 'https://localhost:1'

let app: TestApp
beforeEach(async () => {
  app = await openTestApp({ workers: 0 })
})
afterEach(() => app[Symbol.asyncDispose]())

const announceAll = async () => {
  while ((await announce(app.database, app.settings)).more);
}

/** What their tellers write of each type. */
const DETAILS: Record<string, object> = {
  'webhook.failing': {
    failingSince: '2026-11-27T08:00:00+00:00',
    consecutiveFailures: 3,
    lastError: 'It answered 503.',
  },
  'webhook.disable_scheduled': {
    failingSince: '2026-11-27T08:00:00.5+00:00',
    disableAt: '2026-11-30T08:00:00+00:00',
    failedDeliveries: 7,
    afterDeliveries: 20,
  },
  'webhook.disabled': { reason: 'GONE' },
  'webhook.recovered': {
    failingSince: '2026-11-27T08:00:00+00:00',
    recoveredAt: '2026-11-27T09:00:00+00:00',
  },
  'webhook.secret_rotated': { oldSecretExpiresAt: null },
  'delivery.failing': {
    eventType: 'a.b',
    attempts: 4,
    error: 'x',
    nextAttemptAt: '2026-11-27T09:00:00+00:00',
  },
  'delivery.failed': { eventType: 'a.b', attempts: 11, error: 'x', nextAttemptAt: null },
  'delivery.recovered': { eventType: 'a.b', attempts: 5, error: null, nextAttemptAt: null },
  'replay.finished': { status: 'COMPLETED', matched: 3, delivered: 2, failed: 1, skipped: 0 },
}

test('each type is given with the data that the catalogue promises, once, in order (protocol 9.2)', async () => {
  const { id: organizationId, client } = await app.organization()
  await createEventType(client, 'a.b')
  const failing = await createWebhook(client, {
    url: `${URL}/secret/path?token=1`,
    eventTypes: ['a.b'],
    description: 'Orders',
    uid: 'mine',
  })
  const eventId = await publish(client, 'a.b', {})
  const [{ id: deliveryId }] = await deliveriesOf(client, eventId)
  const operational = await createOperational(client, `${URL}/told`)
  const ids: string[] = []
  for (const { name } of OPERATIONAL_EVENT_TYPES)
    ids.push(
      await tellBySql(app, organizationId, {
        type: name,
        webhookId: failing.id,
        detail: DETAILS[name]!,
        ...(name.startsWith('delivery') && { deliveryId }),
        ...(name.startsWith('replay') && { replayId: 'rp_1' }),
      }),
    )
  await announceAll()
  const got = await given(app)
  expect(got.map(({ type }) => type)).toEqual(OPERATIONAL_EVENT_TYPES.map(({ name }) => name))
  expect(got.map(({ data }) => data.id)).toEqual(ids)
  const ajv = new Ajv2020()
  formats.default(ajv)
  for (const [index, { schema, name }] of OPERATIONAL_EVENT_TYPES.entries()) {
    const { webhookId, data } = got[index]!
    expect(webhookId).toBe(operational.id)
    const validate = ajv.compile(schema)
    expect(validate(data), `${name}: ${JSON.stringify(validate.errors)}`).toBe(true)
    expect(data).toMatchObject({
      organizationId,
      webhook: { id: failing.id, uid: 'mine', description: 'Orders', host: 'localhost:1' },
      ...(name.startsWith('delivery') && { deliveryId, eventId }),
    })
    expect(JSON.stringify(data)).not.toMatch(/secret\/path|token/)
  }
  expect(got[0]!.data).toMatchObject({
    failingSince: '2026-11-27T08:00:00.000Z',
    disableAt: '2026-11-30T08:00:00.000Z',
  })
  await announceAll()
  expect(await given(app)).toHaveLength(ids.length)
})

test('without hours after which it is disabled there is no disableAt; an organization has its own', async () => {
  const { id: organizationId, client } = await app.organization()
  const operational = await createOperational(client, URL, { eventTypes: ['webhook.failing'] })
  expect(operational.id).toBeTruthy()
  for (const hours of [0, 24]) {
    await rows(app, `update organizations set disable_failing_hours = ? where id = ?`, [
      hours,
      organizationId,
    ])
    await tellBySql(app, organizationId, { type: 'webhook.failing', detail: DETAILS['webhook.failing']! })
    await announceAll()
  }
  expect((await given(app)).map(({ data }) => data.disableAt)).toEqual([null, '2026-11-28T08:00:00.000Z'])
})

test('two announcers at once, and one whose connection is killed in the middle: each once (protocol 9.1)', async () => {
  const { id: organizationId, client } = await app.organization()
  await createOperational(client, URL)
  const COUNT = 1_000
  await rows(
    app,
    `insert into operational_events (organization_id, type, detail)
      select ?, 'webhook.secret_rotated', '{}' from generate_series(1, ${COUNT})`,
    [organizationId],
  )
  // Holds up every announcer in the middle of its transaction, where its rows are locked and its events are stored.
  const gate = new pg.Client({ connectionString: app.databaseUrl })
  await gate.connect()
  await gate.query('begin; lock table deliveries_open in access exclusive mode')
  const names = ['killed', 'one', 'two']
  const databases = await Promise.all(
    names.map((name) => openDatabase(app.databaseUrl, 2, { application_name: name })),
  )
  const log = pino({ level: 'silent' })
  let told = 0
  const notify = { deliveriesWait: () => {}, told: () => void (told += 1) }
  const announcers = databases.map((database) =>
    createAnnouncer({ database, notify, settings: app.settings, log }),
  )
  for (const { wake } of announcers) wake()
  const waiting = async () =>
    rows(
      app,
      `select pid, application_name as name from pg_stat_activity where application_name = any (?)
        and wait_event_type = 'Lock' and datname = current_database()`,
      [`{${names.join()}}`],
    )
  await eventually(async () => (await waiting()).length === 3)
  const [{ pid }] = (await waiting()).filter(({ name }) => name === 'killed')
  await rows(app, 'select pg_terminate_backend(?)', [pid])
  // At once: one that has begun to look again waits for the gate, too.
  await Promise.all([announcers[0]!.close(), gate.query('commit')])
  await gate.end()
  await eventually(async () => {
    const [{ left }] = await rows(
      app,
      `select count(*)::int as left from operational_events where announced_at is null`,
    )
    return left === 0
  })
  await Promise.all(announcers.map((announcer) => announcer.close()))
  await Promise.all(databases.map((database) => database.close()))
  const ids = (await given(app)).map(({ data }) => data.id)
  expect(ids).toHaveLength(COUNT)
  expect(new Set(ids).size).toBe(COUNT)
  expect(told).toBeGreaterThan(0)
})

test('an announcer looks by itself, and a wake is enough; after its close nothing is announced', async () => {
  const { id: organizationId, client } = await app.organization()
  await createOperational(client, URL)
  let [waits, told] = [0, 0]
  const announcer = createAnnouncer({
    database: app.database,
    notify: { deliveriesWait: () => void (waits += 1), told: () => void (told += 1) },
    settings: app.settings,
    log: pino({ level: 'silent' }),
  })
  await tellBySql(app, organizationId)
  await eventually(() => told === 1)
  expect(waits).toBe(1)
  // By itself it looks each second.
  const isSoon = await isEverWithin(500, async () => {
    const before = told
    await tellBySql(app, organizationId)
    announcer.wake()
    await eventually(() => told > before)
  })
  expect(isSoon).toBe(true)
  await announcer.close()
  const before = (await given(app)).length
  await tellBySql(app, organizationId)
  announcer.wake()
  expect(await given(app)).toHaveLength(before)
})

test('who gets what: its organization, of its types, never what tells of itself (protocol 9.3, 9.4)', async () => {
  const [one, other] = [await app.organization(), await app.organization()]
  const operator = await app.operator()
  const every = await createOperational(one.client, URL)
  const some = await createOperational(one.client, URL, { eventTypes: ['delivery.*', 'webhook.disabled'] })
  const paused = await createOperational(one.client, URL, { status: 'PAUSED' })
  const disabled = await createOperational(one.client, URL, { status: 'DISABLED' })
  const deleted = await createOperational(one.client, URL)
  await operate(one.client, 'deleteWebhook', deleted.id)
  const ordinary = await createWebhook(one.client, { url: URL, eventTypes: ['*'] })
  const all = await createOperational(operator, URL, { organizationId: other.id, operational: 'ALL' })

  const tellings = [
    [one.id, 'webhook.failing', ordinary.id, [every, paused, all]],
    [one.id, 'webhook.failing', every.id, [paused, all]],
    [one.id, 'delivery.failed', ordinary.id, [every, some, paused, all]],
    [one.id, 'webhook.disabled', some.id, [every, paused, all]],
    [other.id, 'webhook.disabled', null, [all]],
    [other.id, 'webhook.failing', all.id, []],
  ] as const
  for (const [organizationId, type, webhookId] of tellings)
    await tellBySql(app, organizationId, { type, webhookId })
  await announceAll()
  const got = await given(app)
  const ids = await rows(app, `select id::text from operational_events order by xid, id`)
  for (const [index, [organizationId, type, , receivers]] of tellings.entries()) {
    const ofThis = got.filter(({ data }) => data.id === `oe_${ids[index].id}`)
    expect(ofThis.map(({ webhookId }) => webhookId).sort()).toEqual(receivers.map(({ id }) => id).sort())
    for (const { webhookId, organizationId: owner, data, type: its } of ofThis) {
      expect({ its, about: data.organizationId }).toEqual({ its: type, about: organizationId })
      // Stored where the webhook is, however many it has.
      expect(owner).toBe(webhookId === all.id ? other.id : one.id)
    }
  }
  const [{ events }] = await rows(app, `select count(*)::int as events from events where operational`)
  // The first four in both organizations, the fifth in one.
  expect(events).toBe(9)
  expect(got.map(({ webhookId }) => webhookId)).not.toContain(disabled.id)
  expect(got.map(({ webhookId }) => webhookId)).not.toContain(ordinary.id)
})

test('what is published never reaches operational webhooks, whatever its name is', async () => {
  const { client } = await app.organization()
  const operational = await createOperational(client, URL)
  const ordinary = await createWebhook(client, { url: URL, eventTypes: ['*'] })
  await createEventType(client, 'webhook.failing')
  const deliveries = await deliveriesOf(client, await publish(client, 'webhook.failing', {}))
  expect(deliveries.map(({ webhook }) => webhook.id)).toEqual([ordinary.id])
  expect(operational.id).not.toBe(ordinary.id)
})

test('operational events are found among events, indexed as any', async () => {
  const { id: organizationId, client } = await app.organization()
  const operator = await app.operator()
  await operator.request(
    `mutation ($id: ID!) { updateOrganization(input: { id: $id, searchIndex: true }) { userErrors { code } } }`,
    { id: organizationId },
  )
  await createOperational(client, URL)
  await tellBySql(app, organizationId, { type: 'delivery.failed', detail: { error: 'xyzzy' } })
  await announceAll()
  const { events } = await client.request(
    `query { events(filter: { text: "xyzzy" }) { nodes { type test data deliveries { nodes { status } } } } }`,
  )
  expect(events.nodes).toMatchObject([
    {
      type: 'delivery.failed',
      test: false,
      data: { error: 'xyzzy' },
      deliveries: { nodes: [{ status: 'PENDING' }] },
    },
  ])
})
