import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { API_SESSION, type Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { readLogBackward, type LogFilter } from '../../src/log/read-log.ts'
import { searchDeliveries, type DeliveryFilter } from '../../src/deliveries/search-deliveries.ts'
import { searchEvents } from '../../src/events/search-events.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { untilWaiting } from '../support/made-to-meet.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { countRowsRead, type Counted } from '../support/rows-read.ts'
import { rows, untilSettled } from '../support/sql.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'

let app: TestApp
let receiver: TestReceiver
let organization: TestOrganization
let other: TestOrganization
let webhookId: string
/** Of one connection, whose reads can be counted. */
let database: Database

/** Rows of one organization, on top of each other's. */
const MANY = 60_000
/** The one pending, failed, odd one lies this deep. */
const DEEP = 50_000

beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  receiver = await openReceiver()
  organization = await app.organization()
  other = await app.organization()
  await createEventType(organization.client, 'a.b')
  webhookId = (await createWebhook(organization.client, { url: receiver.url, eventTypes: ['a.b'] })).id
  const id = (name: string) => `'${name}_' || lpad(n::text, 26, '0')`
  await rows(
    app,
    `insert into events (id, organization_id, type, occurred_at, data, channels, test)
      select ${id('evt')}, '${organization.id}', case when n = ${MANY - DEEP} then 'odd.one' else 'a.b' end, now(), '{}', '{}', false
      from generate_series(1, ${MANY}) n`,
  )
  await rows(
    app,
    `insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger, started_at, attempt_count, created_at)
      select ${id('wd')}, '${organization.id}', '${webhookId}', ${id('evt')},
        case n when ${MANY - DEEP} then 'PENDING' when ${MANY - DEEP + 1} then 'FAILED' when ${MANY - DEEP + 2} then 'CANCELED' else 'SUCCEEDED' end,
        '', 'AUTOMATIC', now(), 1, now() from generate_series(1, ${MANY}) n`,
  )
  await rows(
    app,
    // Each at a place of its own in the log, as if logged one after the other: Postgres plans by how places differ.
    `insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
        response_headers, response_body, response_body_truncated, total_ms, error, decision, started_at, finished_at, xid)
      select '${organization.id}', '${webhookId}', ${id('wd')}, 'a.b', 1, 'AUTOMATIC', 'SUCCEEDED', 200, '[]', 'thanks', false, 1,
        null, '', now() - make_interval(mins => ${MANY} - n), now() - make_interval(mins => ${MANY} - n),
        (durahook_log_position()::text::bigint - ${MANY} + n)::text::xid8
      from generate_series(1, ${MANY}) n`,
  )
  await rows(
    app,
    `update attempts set outcome = 'FAILED', error = 'Odd One', event_type = 'odd.one', status_code = 418
      where delivery_id = 'wd_' || lpad('${MANY - DEEP}', 26, '0')`,
  )
  await rows(app, 'analyze')
  await untilSettled(app)
  // Rows are counted here, not time.
  database = await openDatabase(app.databaseUrl, 1, { ...API_SESSION, statement_timeout: "'60s'" })
})
afterAll(async () => {
  await database.close()
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

/** Reads, and counts the rows that it reads. */
const reading = <Result>(read: () => Promise<Result>) =>
  countRowsRead(database, ['attempts', 'deliveries', 'events'], read)

/** Pages read on until one is the last. */
async function readOn<Node, Place>(
  read: (after: Place | null) => Promise<{ nodes: Node[]; searchedTo: Place | null }>,
): Promise<{ nodes: Node[]; pages: number; most: number }> {
  const all: Node[] = []
  let after: Place | null = null
  let most = 0
  for (let pages = 1; ; pages += 1) {
    const { result, rowsRead }: Counted<Awaited<ReturnType<typeof read>>> = await reading(() => read(after))
    most = Math.max(most, rowsRead)
    all.push(...result.nodes)
    after = result.searchedTo
    if (after === null) return { nodes: all, pages, most }
  }
}

describe('a page of a filtered log', () => {
  test.each<[string, LogFilter, number]>([
    ['outcome', { outcome: 'FAILED' }, 6],
    ['event type', { eventType: 'odd.one' }, 6],
    ['until', { until: new Date(Date.now() - (DEEP + 5_000) * 60_000) }, 6],
    ['text', { text: 'ODD one' }, 120],
    ['status code', { text: '418' }, 120],
  ])('by %s looks at so many rows, and leads on to what lies deeper', async (_name, filter, pages) => {
    const found = await readOn((before: any) => readLogBackward(database, { webhookId }, before, 51, filter))
    expect(found.pages).toBe(filter.until ? 6 : pages)
    expect(found.nodes.length).toBe(filter.until ? 51 : 1)
    expect(found.most).toBeLessThan(25_000)
  })

  test.each<[string, LogFilter, number]>([
    ['an outcome', { outcome: 'INTERRUPTED' }, 6],
    ['an event type', { eventType: 'nothing' }, 6],
    ['text', { text: 'nowhere to be found' }, 120],
  ])('by %s that no attempt has ends after the last row', async (_name, filter, pages) => {
    const found = await readOn((before: any) =>
      readLogBackward(database, { organizationId: organization.id }, before, 51, filter),
    )
    expect(found).toMatchObject({ nodes: [], pages })
    expect(found.most).toBeLessThan(25_000)
  })

  test('by since ends where older ones begin', async () => {
    const filter = { since: new Date(Date.now() - 60 * 60_000), outcome: 'FAILED' as const }
    const found = await readOn((before: any) => readLogBackward(database, { webhookId }, before, 51, filter))
    expect(found).toMatchObject({ nodes: [], pages: 1 })
  })

  test('that is full is read no further than it needs', async () => {
    const { result, rowsRead } = await reading(() =>
      readLogBackward(database, { webhookId }, null, 51, { outcome: 'SUCCEEDED' }),
    )
    expect(result.nodes).toHaveLength(51)
    expect(result.searchedTo).toBeNull()
    expect(rowsRead).toBeLessThan(1_000)
  })
})

describe('a page of deliveries', () => {
  test.each<[string, DeliveryFilter]>([
    ['pending', { status: 'PENDING' }],
    ['failed', { status: 'FAILED' }],
    ['canceled', { status: 'CANCELED' }],
    ['failed, of a webhook', { status: 'FAILED', webhookId: '' }],
    ['canceled, of a webhook', { status: 'CANCELED', webhookId: '' }],
    ['pending, of a webhook', { status: 'PENDING', webhookId: '' }],
  ])('%s finds the one among %#', async (_name, filter) => {
    const wanted = { ...filter, ...(filter.webhookId !== undefined && { webhookId }) }
    const { result, rowsRead } = await reading(() =>
      searchDeliveries(database, organization, wanted, { direction: 'older', after: null, limit: 51 }),
    )
    expect(result.nodes.map(({ status }) => status)).toEqual([filter.status])
    expect(result.searchedTo).toBeNull()
    expect(rowsRead).toBeLessThan(100)
  })

  test('of another organization’s webhook has none, and leads nowhere', async () => {
    const query = `query ($id: ID) { deliveries(webhookId: $id, status: SUCCEEDED) { nodes { id } pageInfo { hasNextPage endCursor } } }`
    expect(await other.client.request(query, { id: webhookId })).toEqual({
      deliveries: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
    })
  })
})

describe('a page of events', () => {
  test.each([
    ['odd.one', 1],
    ['nothing', 0],
  ])('of the type %s looks at so many rows, and leads on', async (type, count) => {
    const found = await readOn((before: { id: string } | null) =>
      searchEvents(
        database,
        organization,
        { type },
        { direction: 'older', after: before?.id ?? null, limit: 51 },
      ),
    )
    expect(found.nodes).toHaveLength(count)
    expect(found.pages).toBe(6)
    expect(found.most).toBeLessThan(25_000)
  })
})

test('over the API an empty page says that there is more, and its end cursor leads to it', async () => {
  const query = `query ($after: String) { events(type: "odd.one", after: $after) { nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }`
  const ids: string[] = []
  let after: string | null = null
  let pages = 0
  do {
    const { events }: any = await organization.client.request(query, { after })
    ids.push(...events.nodes.map(({ id }: any) => id))
    after = events.pageInfo.hasNextPage ? events.pageInfo.endCursor : null
    pages += 1
  } while (after !== null)
  expect(ids).toEqual([`evt_${String(MANY - DEEP).padStart(26, '0')}`])
  expect(pages).toBe(6)
})

test('one organization’s slow reads leave the other its connections', async () => {
  await createEventType(other.client, 'a.b')
  const locking = new pg.Client(app.databaseUrl)
  await locking.connect()
  await locking.query('begin; lock table attempts in access exclusive mode')
  const reads = Array.from({ length: 50 }, () =>
    organization.client.send(`{ webhooks { nodes { deliveryLog { nodes { id } } } } }`),
  )
  const answers = Promise.allSettled(reads)
  // Not on the locking connection: a transaction looks at what goes on only once.
  const waiting = async () => {
    const [row] = await rows(
      app,
      `select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return (row as { count: number }).count
  }
  await locking.query(untilWaiting(1)) // within Postgres: the reads are given up after some seconds
  for (let index = 0; index < 10; index += 1) await publish(other.client, 'a.b', { index })
  expect(await waiting()).toBeLessThanOrEqual(2) // a third of 8
  await locking.query('rollback')
  await locking.end()
  await answers
  const codes = (await Promise.all(reads)).map(({ errors }) => errors?.[0]!.extensions.code)
  for (const code of codes) expect([undefined, 'UNAVAILABLE', 'RATE_LIMITED']).toContain(code)
  // Where the lock was held for long, all were refused, and it has to wait for up to a minute until it has time to read again.
  await eventually(
    async () =>
      (await organization.client.send('{ webhooks { nodes { deliveryLog { nodes { id } } } } }')).errors ===
      undefined,
    { deadlineMs: 120_000 },
  )
})
