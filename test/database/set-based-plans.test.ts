import { afterAll, beforeAll, expect, test } from 'vitest'
import { findApiKey } from '../../src/access/api-keys.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { beginAttempt } from '../../src/attempts/begin-attempt.ts'
import { recordAttempt } from '../../src/attempts/record-attempt.ts'
import { API_SESSION, INDEX_PLANNING, WORKER_SESSION, type Database } from '../../src/database/database.ts'
import { loadDialects } from '../../src/dialects/registry.ts'
import { dataRules } from '../../src/events/event-types.ts'
import { findKeyMatches, storeEvents } from '../../src/events/store-events.ts'
import { claimDeliveries, markStarted, type ClaimedDelivery } from '../../src/starting/claim-deliveries.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { countRowsRead } from '../support/rows-read.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'

/** Rows of each large table, of which the statistics know nothing. Two million take some minutes. */
const ROWS = Number(process.env['PLAN_ROWS'] ?? 50_000)

/** Rows of the tables that grow with organizations. */
const OWNERS = ROWS / 50

/** Calls of the same moment. */
const CALLS = 50

const TABLES = [
  'organizations',
  'api_keys',
  'event_types',
  'shared_event_types',
  'webhooks',
  'events',
  'event_records',
  'idempotency_keys',
  'deliveries',
  'attempts',
] as const

let app: TestApp
let organization: TestOrganization
/** Of one connection each, whose reads can be counted. */
let api: Database
let worker: Database

beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  const leaves = await rows(
    app,
    `select relid::regclass::text as name from unnest(array['${TABLES.join("', '")}']) parent, pg_partition_tree(parent::regclass)
      where isleaf`,
  )
  for (const { name } of leaves) await rows(app, `alter table ${name} set (autovacuum_enabled = false)`)
  await rows(app, 'analyze')
  organization = await app.organization()
  await createEventType(organization.client, 'a.b')
  await createWebhook(organization.client, { url: 'https://localhost:1/', eventTypes: ['a.b'] })
  const id = (name: string) => `'${name}_' || lpad(n::text, 26, '0')`
  const many = (count: number) => `from generate_series(1, ${count}) n`
  for (const statement of [
    `insert into organizations (id, name, plan, dialect) select ${id('org')}, 'Other', 'FREE', 'standard' ${many(OWNERS)}`,
    `insert into api_keys (id, organization_id, name, hash, prefix, scopes)
      select ${id('key')}, ${id('org')}, 'Other', sha256(n::text::bytea), 'dk_', '{READ}' ${many(OWNERS)}`,
    `insert into event_types (organization_id, name, description, example) select ${id('org')}, 'a.b', '', '{}' ${many(OWNERS)}`,
    `insert into shared_event_types (name, description, example) select 'shared.t_' || n, '', '{}' ${many(500)}`,
    `insert into webhooks (id, organization_id, description, dialect, url, event_types, headers, secret_kind, secrets, status)
      select ${id('wh')}, ${id('org')}, '', dialect, url, event_types, '[]', secret_kind, secrets, status from webhooks, generate_series(1, ${OWNERS}) n`,
    `insert into events (id, organization_id, type, occurred_at, data, channels, test, idempotency_key)
      select ${id('evt')}, '${organization.id}', 'a.b', now(), '{}', '{}', false, n::text ${many(ROWS)}`,
    `insert into idempotency_keys select organization_id, idempotency_key, id from events where idempotency_key is not null`,
    `insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger, started_at, attempt_count, created_at)
      select ${id('wd')}, '${organization.id}', (select id from webhooks where organization_id = '${organization.id}'), ${id('evt')},
        'SUCCEEDED', '', 'AUTOMATIC', now(), 1, now() ${many(ROWS)}`,
    `insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
        response_headers, response_body, response_body_truncated, total_ms, error, decision, started_at, finished_at)
      select organization_id, webhook_id, id, 'a.b', 1, 'AUTOMATIC', 'SUCCEEDED', 200, '[]', '', false, 1, null, '', now(), now()
      from deliveries`,
  ])
    await rows(app, statement)
  const open = (session: Record<string, string>) =>
    openDatabase(app.databaseUrl, 1, { ...session, ...INDEX_PLANNING })
  api = await open({ ...API_SESSION, statement_timeout: '0' })
  worker = await open({ ...WORKER_SESSION, statement_timeout: '0' })
}, 20 * 60_000)
afterAll(async () => {
  await api?.close()
  await worker?.close()
  await app?.[Symbol.asyncDispose]()
})

const calls = <Result>(make: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: CALLS }, (_, index) => make(index)))

const event = { type: 'a.b', occurredAt: null, data: '{}', channels: [], idempotencyKey: null }

/** Runs it twice, because the first run plans, and returns the rows that each of the calls read then, on average. */
async function rowsOfACall(database: Database, run: () => Promise<unknown>): Promise<number> {
  await run()
  const { rowsRead } = await countRowsRead(database, [...TABLES], run)
  return rowsRead / CALLS
}

test('look-ups of keys', async () => {
  expect(await rowsOfACall(api, () => calls(() => findApiKey(api, organization.apiKey)))).toBeLessThanOrEqual(
    2,
  )
})

test('look-ups of event types', async () => {
  const dialects = await loadDialects()
  const owner = { id: organization.id, dialect: 'standard' }
  expect(
    await rowsOfACall(api, () => calls(() => dataRules(api, dialects, owner, ['a.b']))),
  ).toBeLessThanOrEqual(1)
  // Other names for each, for the same name is looked up once; shared types are looked up by name too, and only if need be.
  expect(
    await rowsOfACall(api, () =>
      calls((index) => dataRules(api, dialects, owner, [`shared.t_${index + 1}`])),
    ),
  ).toBeLessThanOrEqual(1)
})

test('storing events', async () => {
  // The webhook, and what foreign keys refer to.
  expect(
    await rowsOfACall(api, () => calls(() => storeEvents(api, organization.id, [event]))),
  ).toBeLessThanOrEqual(5)
})

test('events whose idempotency key is known', async () => {
  const known = (index: number) => ({ ...event, idempotencyKey: String(index + 1) })
  expect(
    await rowsOfACall(api, () => calls((index) => storeEvents(api, organization.id, [known(index)]))),
  ).toBeLessThanOrEqual(4)
  expect(
    await rowsOfACall(api, () => calls((index) => findKeyMatches(api, organization.id, [known(index)]))),
  ).toBeLessThanOrEqual(2) // the key and its event
})

test('claiming, beginning, recording and marking', async () => {
  const limits = {
    starts: CALLS,
    attempts: CALLS,
    replays: CALLS,
    takeOver: true,
    perWebhook: 1_000,
    answered: [],
    capacity: { byOrganization: {}, other: 10_000 },
    dialects: ['standard'],
  }
  let claimed: ClaimedDelivery[] = []
  const claim = async (lane: 'WORKFLOW' | 'DIRECT') => {
    await calls(() => storeEvents(api, organization.id, [event]))
    claimed = (await claimDeliveries(worker, { ...limits, lane })).deliveries
    expect(claimed).toHaveLength(CALLS)
  }
  const rowsOf = async (run: () => Promise<unknown>) =>
    (await countRowsRead(worker, [...TABLES], run)).rowsRead / CALLS
  const begin = () =>
    calls((index) =>
      beginAttempt(
        worker,
        { ...attemptOf(claimed[index]!), retryPolicy: null, elapsedMs: 0, isRetry: false },
        1_000,
      ),
    )
  const record = () =>
    calls((index) => recordAttempt(worker, { ...ENDED, ...attemptOf(claimed[index]!), number: 1 }))

  for (const planned of [false, true]) {
    await rows(app, `update deliveries set status = 'CANCELED' where status = 'PENDING'`)
    let read = await rowsOf(() => claim('DIRECT'))
    if (planned) expect(read, 'claims of the direct lane').toBeLessThanOrEqual(12)
    read = await rowsOf(record)
    if (planned) expect(read, 'records').toBeLessThanOrEqual(4)
    read = await rowsOf(() => claim('WORKFLOW'))
    if (planned) expect(read, 'claims').toBeLessThanOrEqual(12)
    read = await rowsOf(() => markStarted(worker, claimed))
    if (planned) expect(read, 'marks').toBeLessThanOrEqual(3)
    read = await rowsOf(begin)
    if (planned) expect(read, 'beginnings').toBeLessThanOrEqual(6)
    await record()
  }

  function attemptOf({ id, organizationId, webhookId, eventType }: ClaimedDelivery) {
    return {
      deliveryId: id,
      run: 1,
      organizationId,
      webhookId,
      eventType,
      trigger: 'AUTOMATIC' as const,
    }
  }
})

const ENDED = {
  targetVersion: 1,
  gone: false,
  quietMs: null,
  outcome: 'SUCCEEDED' as const,
  result: {
    response: null,
    error: null,
    latency: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 1 },
    resent: false,
    remoteAddress: null,
  },
  error: null,
  decision: '',
  nextAttemptAt: null,
  startedAt: new Date(),
  finishedAt: new Date(),
}
