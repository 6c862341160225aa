import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { beginAttempt } from '../../src/attempts/begin-attempt.ts'
import { INDEX_PLANNING, type Database } from '../../src/database/database.ts'
import type { AttemptInput } from '../../workflows/contract.ts'
import { claimDeliveries, markStarted } from '../../src/starting/claim-deliveries.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { hold, madeToMeet } from '../support/made-to-meet.ts'
import { publishMany } from '../support/publish-many.ts'
import { rows } from '../support/sql.ts'
import type { Lane } from '../../src/words/enums.ts'

/** Maximum of attempts under way to one webhook. */
const LIMIT = 20

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

async function openWorkerDatabase(): Promise<Database> {
  const database = await openDatabase(app.databaseUrl, 2, INDEX_PLANNING)
  onTestFinished(() => database.close())
  return database
}

/** A webhook with deliveries whose retries are due, and with others that had no attempt. */
async function openBusyWebhook(retries: number, others: number) {
  const organization = await openOrganization(app)
  const { id: webhookId } = await organization.webhook('https://localhost:1/')
  await publishMany(app, organization, retries + others)
  const due = await rows(
    app,
    `update deliveries set attempt_count = 1, started_at = now(), window_started_at = now()
      where id in (select id from deliveries where webhook_id = ? order by id limit ?) returning id`,
    [webhookId, retries],
  )
  return {
    webhookId,
    organizationId: organization.id,
    due: due.map(({ id }) => id as string),
    underWay: async () =>
      (
        await rows(
          app,
          `select count(*)::int as n from deliveries where webhook_id = ? and attempt_started_at is not null`,
          [webhookId],
        )
      )[0].n as number,
  }
}

const beginRetries = (database: Database, ids: readonly string[], more: Partial<AttemptInput> = {}) =>
  Promise.all(
    ids.map((deliveryId) =>
      beginAttempt(
        database,
        { deliveryId, run: 1, trigger: 'AUTOMATIC', retryPolicy: null, elapsedMs: 0, isRetry: true, ...more },
        LIMIT,
      ),
    ),
  )

const claim = (database: Database, lane: Lane = 'DIRECT') =>
  claimDeliveries(database, {
    starts: 16,
    attempts: 50,
    replays: 0,
    takeOver: false,
    perWebhook: LIMIT,
    answered: [],
    capacity: { byOrganization: {}, other: 100 },
    lane,
    dialects: ['standard'],
  })

test('retries that workers begin at the same moment keep the limit together', async () => {
  const { due, underWay } = await openBusyWebhook(60, 0)
  const workers = [await openWorkerDatabase(), await openWorkerDatabase()]
  // Each has seen that nothing is under way, and waits.
  await madeToMeet(
    app,
    'deliveries',
    [due[0]!, due[30]!],
    () => workers.map((worker, index) => beginRetries(worker, due.slice(index * 30, index * 30 + 30))),
    2,
  )
  expect(await underWay()).toBe(LIMIT)
})

test('a retry that waited while first attempts began counts them', async () => {
  const { due, underWay } = await openBusyWebhook(10, 40)
  const [worker, other] = [await openWorkerDatabase(), await openWorkerDatabase()]
  let retries
  {
    await using held = await hold(app, 'deliveries', [due[0]!])
    retries = beginRetries(worker, due)
    await held.waiting(1)
    expect((await claim(other)).deliveries).toHaveLength(LIMIT)
  }
  expect((await retries).map(({ kind }) => kind)).toEqual(due.map(() => 'busy'))
  expect(await underWay()).toBe(LIMIT)
})

test('a claim that waited while retries began counts them', async () => {
  const { due, underWay } = await openBusyWebhook(15, 40)
  const governed = await openBusyWebhook(0, 1)
  await rows(
    app,
    `insert into webhook_health (webhook_id, organization_id, rate_limit, rate_seconds) values (?, ?, 1000, 1) returning 1`,
    [governed.webhookId, governed.organizationId],
  )
  const [worker, other] = [await openWorkerDatabase(), await openWorkerDatabase()]
  let claimed
  {
    await using held = await hold(app, 'webhook_health', [governed.webhookId])
    claimed = claim(worker)
    await held.waiting(1)
    const retries = await beginRetries(other, due)
    expect(retries.map(({ kind }) => kind)).toEqual(due.map(() => 'begun'))
  }
  expect((await claimed).deliveries).toHaveLength(LIMIT - due.length + 1)
  expect(await underWay()).toBe(LIMIT)
})

test('deliveries that are sent again keep it, in whatever order they are claimed, marked as started, and begun', async () => {
  const { due, underWay } = await openBusyWebhook(30, 0)
  await rows(app, `update deliveries set run = 2, started_at = null where id in (?) returning id`, [due])
  const worker = await openWorkerDatabase()
  const claimed = []
  for (let claims = 0; claims < 3; claims += 1)
    claimed.push(...(await claim(worker, 'WORKFLOW')).deliveries.map(({ id }) => id))
  expect(claimed).toHaveLength(LIMIT)
  await markStarted(
    worker,
    claimed.map((id) => ({ id, run: 2 })),
  )
  claimed.push(...(await claim(worker, 'WORKFLOW')).deliveries.map(({ id }) => id))
  expect(claimed.length).toBeGreaterThan(LIMIT)
  await markStarted(
    worker,
    claimed.map((id) => ({ id, run: 2 })),
  )
  await beginRetries(worker, claimed, { run: 2, trigger: 'MANUAL', isRetry: false })
  expect(await underWay()).toBe(LIMIT)
})
