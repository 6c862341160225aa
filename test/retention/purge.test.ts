import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PURGE_STEPS } from '../../workflows/purge-contract.ts'
import { listPartitions, PARTITIONED } from '../../src/retention/partitions.ts'
import { keepingOf } from '../../src/retention/keeping.ts'
import { makePartitions } from '../../src/retention/make-partitions.ts'
import { purgeStep } from '../../src/retention/purge-step.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { idAt, keptFor, openPast } from '../support/past.ts'
import { rows, untilSettled } from '../support/sql.ts'
import { createEventType, createWebhook, PUBLISH } from '../support/webhooks.ts'
import { DAY, writeHistory } from './stage.ts'

const SETTINGS = keptFor({ payload: 12, attempt: 15, delivery: 20, event: 40 })

let app: TestApp
let organization: TestOrganization
let short: TestOrganization
let webhookId: string

/** Makes the history of a day that is so many days ago; gives the event's id. */
async function history(daysAgo: number, of: TestOrganization, status = 'SUCCEEDED'): Promise<string> {
  const moment = { organizationId: of.id, webhookId, daysAgo }
  return (await writeHistory(app, moment, { status, key: `key-${(made += 1)}` })).event
}
let made = 0

const purge = async (settings = SETTINGS) => {
  for (const step of PURGE_STEPS) await purgeStep({ database: app.database, settings }, step, () => {})
}

/** The days ago of what is left in a table. */
async function daysLeft(table: string, column = 'created_at', of = organization): Promise<number[]> {
  const left = await rows(
    app,
    `select round(extract(epoch from now() - ${column}) / 86400)::int as days from ${table} where organization_id = ? order by 1`,
    [of.id],
  )
  return left.map(({ days }) => days)
}

beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  await openPast(app.database, SETTINGS, 60)
  organization = await app.organization()
  short = await app.organization()
  for (const { client } of [organization, short]) await createEventType(client, 'a.b')
  webhookId = (await createWebhook(organization.client, { url: 'https://localhost:1/', eventTypes: ['a.b'] }))
    .id
})
afterAll(() => app[Symbol.asyncDispose]())

describe('a purge (protocol 4.11)', () => {
  let pending: string
  const LATE = [1, 11.5, 14, 16.5, 19, 22, 30, 39, 43]

  beforeAll(async () => {
    for (const days of LATE) await history(days, organization)
    pending = await history(18, organization, 'PENDING')
    await rows(
      app,
      `update organizations set payload_days = 2, attempt_days = 3, delivery_days = 4, event_days = 13 where id = ?`,
      [short.id],
    )
    for (const days of [1, 2.5, 3.5, 5, 12, 14]) await history(days, short)
    await untilSettled(app)
    await purge()
  })

  test('keeps payloads, attempts, deliveries and events for as long as is set, in whole partitions', async () => {
    expect(await daysLeft('events')).toEqual([1, 12, 18])
    expect(await daysLeft('attempts', 'finished_at')).toEqual([1, 12, 14])
    expect(await daysLeft('deliveries')).toEqual([1, 12, 14, 17, 18, 19])
    expect(await daysLeft('known_events')).toEqual([1, 12, 14, 17, 18, 19, 22, 30, 39])
    // Until the whole partition of a day, or of a week, is old enough.
    for (const table of Object.values(PARTITIONED))
      expect((await listPartitions(app.database, table))[0]!.from).toBeGreaterThan(Date.now() - 45 * DAY)
  })

  test('keeps the payload of what is still to be sent, and says of the others that it is gone', async () => {
    const { event } = await organization.client.request(
      `query ($id: ID!) { event(id: $id) { data erasedAt deliveries { nodes { status } } } }`,
      { id: pending },
    )
    expect(event).toEqual({
      data: { day: 18 },
      erasedAt: null,
      deliveries: { nodes: [{ status: 'PENDING' }] },
    })
    const { events } = await organization.client.request(`query { events { nodes { id data } } }`)
    expect(events.nodes.map(({ data }: any) => data?.day ?? null)).toEqual([
      1,
      11.5,
      null,
      null,
      18,
      null,
      null,
      null,
      null,
    ])
  })

  test('keeps less of an organization that wants less', async () => {
    expect(await daysLeft('events', 'created_at', short)).toEqual([1])
    expect(await daysLeft('attempts', 'finished_at', short)).toEqual([1, 3])
    expect(await daysLeft('deliveries', 'created_at', short)).toEqual([1, 3, 4])
    expect(await daysLeft('known_events', 'created_at', short)).toEqual([1, 3, 4, 5, 12])
  })

  test('can be repeated, and leaves nothing behind', async () => {
    const before = await daysLeft('known_events')
    await purge()
    expect(await daysLeft('known_events')).toEqual(before)
    expect(await rows(app, `select 1 from pg_class where starts_with(relname, 'dropped_')`)).toEqual([])
  })

  test('the key of an event without payload gives the same event; of one that is gone a new one', async () => {
    const known = await rows(
      app,
      `select id, idempotency_key as key, occurred_at from known_events where data is null and organization_id = ? order by id`,
      [organization.id],
    )
    const publish = async (key: string, occurredAt?: string) =>
      (
        await organization.client.request(PUBLISH, {
          input: { type: 'a.b', data: { any: 1 }, idempotencyKey: key, ...(occurredAt && { occurredAt }) },
        })
      ).publishEvent
    for (const { id, key, occurred_at } of known)
      expect(await publish(key, new Date(occurred_at).toISOString())).toMatchObject({
        event: { id },
        duplicate: true,
      })
    expect(await publish(known[0].key, '2020-01-01T00:00:00Z')).toMatchObject({
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    })
    const gone = `key-${LATE.length}` // of 43 days ago
    expect(await publish(gone)).toMatchObject({ duplicate: false, userErrors: [] })
  })

  test('a key that outlived its event is free again, in a batch and alone', async () => {
    await rows(
      app,
      `insert into idempotency_keys values (?, 'stale-1', 'evt_gone'), (?, 'stale-2', 'evt_gone')`,
      [organization.id, organization.id],
    )
    const event = (idempotencyKey: string) => ({ type: 'a.b', data: { n: idempotencyKey }, idempotencyKey })
    const { publishEvents } = await organization.client.request(
      `mutation ($events: [PublishEventInput!]!) {
        publishEvents(events: $events) { events { id idempotencyKey } duplicates userErrors { code } } }`,
      { events: [event('fresh-1'), event('stale-1'), event('fresh-2')] },
    )
    expect(publishEvents).toMatchObject({ duplicates: [false, false, false], userErrors: [] })
    expect(publishEvents.events.map(({ idempotencyKey }: any) => idempotencyKey)).toEqual([
      'fresh-1',
      'stale-1',
      'fresh-2',
    ])
    const { publishEvent } = await organization.client.request(PUBLISH, { input: event('stale-2') })
    expect(publishEvent).toMatchObject({ duplicate: false, userErrors: [] })
  })

  test('a delivery without payload is not sent again, and says why', async () => {
    const [old] = await rows(
      app,
      `select d.id from deliveries d join event_records e on e.id = d.event_id where d.organization_id = ? limit 1`,
      [organization.id],
    )
    const { retryDelivery } = await organization.client.request(
      `mutation ($id: ID!) { retryDelivery(id: $id) { delivery { id } userErrors { code } } }`,
      { id: old.id },
    )
    expect(retryDelivery).toEqual({ delivery: null, userErrors: [{ code: 'PAYLOAD_DELETED' }] })
  })
})

describe('idempotency keys', () => {
  test('of a large table are looked at in parts, one at each purge', async () => {
    const { id } = await app.organization()
    await rows(
      app,
      `insert into idempotency_keys select ?, 'old-' || n, ? from generate_series(1, 150000) n`,
      [id, idAt('evt_', Date.now() - 100 * DAY, 1)],
    )
    const left = async () =>
      Number(
        (await rows(app, `select count(*) from idempotency_keys where organization_id = ?`, [id]))[0].count,
      )
    const purgeKeys = () =>
      purgeStep({ database: app.database, settings: SETTINGS }, 'idempotency keys', () => {})
    await purgeKeys()
    expect(await left()).toBeGreaterThan(0)
    expect(await left()).toBeLessThan(150_000)
    for (let rest = 0; rest < 2; rest += 1) await purgeKeys()
    expect(await left()).toBe(0)
  })
})

describe('partitions', () => {
  test('are made once, however many processes make them', async () => {
    const before = await listPartitions(app.database, PARTITIONED.events)
    const later = Date.now() + 5 * DAY
    await Promise.all([1, 2, 3].map(() => makePartitions(app.database, keepingOf(SETTINGS), later)))
    const after = await listPartitions(app.database, PARTITIONED.events)
    expect(after.length).toBeGreaterThan(before.length)
    for (const [index, { from }] of after.slice(1).entries())
      expect(from).toBeGreaterThanOrEqual(after[index]!.to)
  })

  test('take over what came while none was made', async () => {
    const at = Date.now() + 20 * DAY
    const id = idAt('evt_', at, 1)
    await rows(
      app,
      `insert into events (id, organization_id, type, occurred_at, data, channels, test) values (?, ?, 'a.b', now(), '{}', '{}', false)`,
      [id, organization.id],
    )
    const place = async () =>
      (await rows(app, `select tableoid::regclass::text as name from events where id = ?`, [id]))[0].name
    expect(await place()).toBe('events_other')
    await makePartitions(app.database, keepingOf(SETTINGS), at)
    expect(await place()).toMatch(/^events_\d{14}$/)
  })

  test('can be purged by any part of a day', async () => {
    await purge({ ...SETTINGS, PAYLOAD_DAYS: 11.999_999_999_7, DELIVERY_DAYS: 19.999_999_999_7 })
  })

  test('are for a shorter time when less is kept', async () => {
    const environment = Object.fromEntries(
      ['PAYLOAD', 'ATTEMPT', 'DELIVERY', 'EVENT', 'IDEMPOTENCY_KEY'].map((name) => [
        `${name}_DAYS`,
        '0.0007',
      ]),
    )
    await using other = await openTestApp({ workers: 0, apis: 0, environment })
    const partitions = await listPartitions(other.database, PARTITIONED.deliveries)
    expect(partitions.length).toBeGreaterThan(3)
    for (const { from, to } of partitions.slice(1)) expect(to - from!).toBeLessThanOrEqual(30_000)
  })
})

test('where requests went is deleted when no attempt that is kept went there, in batches, by the retention of each organization', async () => {
  const target = (of: TestOrganization, webhook: string, version: number, daysAgo: number) =>
    rows(
      app,
      `insert into webhook_targets (webhook_id, target_version, organization_id, url, headers, created_at)
        values (?, ?, ?, 'https://localhost:1/', '[]', now() - make_interval(hours => ?)) on conflict do nothing`,
      [webhook, version, of.id, daysAgo * 24],
    )
  const left = async (webhook: string) =>
    (
      await rows(app, `select target_version from webhook_targets where webhook_id = ? order by 1`, [webhook])
    ).map(({ target_version: version }) => version)
  // 2 began to be used 16 days ago, so all attempts of the last 15 days went there or later.
  for (const [version, daysAgo] of [
    [1, 30],
    [2, 16],
    [3, 14],
    [4, 1],
  ] as const) {
    await target(organization, 'wh_kept', version, daysAgo)
    await target(short, 'wh_short', version, daysAgo)
  }
  await rows(
    app,
    `insert into webhook_targets (webhook_id, target_version, organization_id, url, headers, created_at)
      select 'wh_often', n, ?, 'https://localhost:1/', '[]', now() - interval '16 days' from generate_series(1, 2500) n`,
    [organization.id],
  )
  await rows(app, `update organizations set attempt_days = 5, delivery_days = 5 where id = ?`, [short.id])
  const batches: number[] = []
  for (const step of PURGE_STEPS)
    await purgeStep({ database: app.database, settings: SETTINGS }, step, (count) => batches.push(count))
  expect([await left('wh_kept'), await left('wh_short'), await left('wh_often')]).toEqual([
    [2, 3, 4],
    [3, 4],
    [2500],
  ])
  expect(Math.max(...batches)).toBeLessThanOrEqual(1_000)
})
