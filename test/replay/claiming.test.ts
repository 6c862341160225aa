import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { INDEX_PLANNING, type Database } from '../../src/database/database.ts'
import { beginAttempt } from '../../src/attempts/begin-attempt.ts'
import { replayBatch } from '../../src/replay/replay-batch.ts'
import { claimDeliveries, type ClaimLimits } from '../../src/starting/claim-deliveries.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { countRowsRead } from '../support/rows-read.ts'
import { rows } from '../support/sql.ts'
import { changeReplay, startReplay, writeEnded } from './stage.ts'

let app: TestApp
let database: Database
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  await rows(app, 'analyze')
  database = await openDatabase(app.databaseUrl, 1, INDEX_PLANNING)
})
afterAll(async () => {
  await database.close()
  await app[Symbol.asyncDispose]()
})

const LIMITS: ClaimLimits = {
  starts: 16,
  attempts: 16,
  replays: 16,
  takeOver: true,
  perWebhook: 20,
  answered: [],
  capacity: { byOrganization: {}, other: 1_000 },
  lane: 'WORKFLOW',
  dialects: ['standard'],
}
const claim = async (limits: Partial<ClaimLimits> = {}) =>
  (await claimDeliveries(database, { ...LIMITS, ...limits })).deliveries

/** A replay that has put back `count` deliveries; nothing else waits. */
async function putBack(count: number) {
  await rows(app, `update deliveries set status = 'CANCELED' where status = 'PENDING'`)
  const organization = await openOrganization(app)
  const { id: webhookId } = await organization.webhook('https://localhost:1/')
  return { organization, webhookId, id: await replayOf(organization, webhookId, count) }
}
async function replayOf({ id, client }: DialectOrganization, webhookId: string, count: number) {
  await writeEnded(app, id, webhookId, count)
  const replay = await startReplay(client, { webhookId, ratePerSecond: 1000 })
  const deps = { database: app.database, notify: { deliveriesWait: () => {}, tell: () => {} } }
  await replayBatch(deps, replay.id)
  await replayBatch(deps, replay.id)
  return replay.id as string
}

test('what is published comes first, of any webhook and organization; replays get what it leaves', async () => {
  const { organization, webhookId } = await putBack(50)
  const other = await openOrganization(app)
  await other.webhook('https://localhost:1/')
  const second = await organization.webhook('https://localhost:1/second')
  await rows(app, `update webhooks set event_types = '{second}' where id = ?`, [second.id])
  const live: string[] = []
  for (let count = 0; count < 3; count += 1)
    live.push(...(await organization.publish()).deliveryIds, ...(await other.publish()).deliveryIds)
  expect((await claim({ starts: 6 })).map(({ id }) => id).sort()).toEqual(live.sort())
  const rest = await claim({ replays: 4 })
  expect(rest).toHaveLength(4)
  expect(
    rest.every(
      ({ replayed, webhookId: to, run, trigger }) =>
        replayed && to === webhookId && run === 2 && trigger === 'MANUAL',
    ),
  ).toBe(true)
})

test('replays of two organizations take turns beside others, whichever is older, and whatever else their own waits for', async () => {
  const { organization } = await putBack(60)
  const other = await openOrganization(app)
  const webhook = await other.webhook('https://localhost:1/')
  await replayOf(other, webhook.id, 60)
  const claimedOf: Record<string, number> = { [organization.id]: 0, [other.id]: 0 }
  for (let count = 0; count < 40; count += 1) {
    const [one, ...more] = await claim({ replays: 1, perWebhook: 200 })
    expect(more).toEqual([])
    claimedOf[one!.organizationId]! += 1
  }
  for (const count of Object.values(claimedOf)) expect(count).toBeGreaterThan(4)
  // The other organization has deliveries of its own that come first; its replay is not behind for that.
  let replayed = 0
  for (let count = 0; count < 20; count += 1) {
    await other.publish()
    const found = await claim({ starts: 2, replays: 1, perWebhook: 200 })
    expect(found).toHaveLength(2)
    replayed += found.filter((each) => each.replayed && each.organizationId === other.id).length
  }
  expect(replayed).toBeGreaterThan(1)
})

test('webhooks of a replay take turns too', async () => {
  const { organization, webhookId } = await putBack(60)
  const second = await organization.webhook('https://localhost:1/second')
  await replayOf(organization, second.id, 60)
  const claimed = []
  for (let count = 0; count < 40; count += 1) claimed.push(...(await claim({ replays: 1, perWebhook: 200 })))
  for (const id of [webhookId, second.id])
    expect(claimed.filter((each) => each.webhookId === id).length).toBeGreaterThan(4)
})

test('in the direct lane one whose payload was erased meanwhile begins no attempt here: its workflow ends it', async () => {
  const { webhookId } = await putBack(3)
  await rows(
    app,
    `delete from events where id = (select min(event_id) from deliveries_open where webhook_id = ?)`,
    [webhookId],
  )
  const claimed = await claim({ lane: 'DIRECT' })
  const [gone, ...others] = claimed.filter(({ begun }) => begun === null)
  expect([claimed.length, others.length]).toEqual([3, 0])
  if (!gone) throw new Error('An attempt without a payload was begun.')
  const { id: deliveryId, run, organizationId, eventType } = gone
  const of = { deliveryId, run, organizationId, webhookId, eventType, retryPolicy: null }
  expect(
    await beginAttempt(database, { ...of, trigger: 'MANUAL', isRetry: false, elapsedMs: 0 }, 20),
  ).toMatchObject({
    kind: 'impossible',
    status: 'CANCELED',
  })
})

test('at most half of the attempts to a webhook are those of replays', async () => {
  const { organization } = await putBack(50)
  expect(await claim({ starts: 100, replays: 100 })).toHaveLength(10)
  expect(await claim({ starts: 100, replays: 100 })).toHaveLength(0)
  const live = []
  for (let count = 0; count < 12; count += 1) live.push((await organization.publish()).deliveryIds[0])
  expect(await claim({ starts: 100, replays: 100 })).toHaveLength(10)
})

test('nothing of a paused or canceled replay is claimed, and it costs no rows', async () => {
  const { organization, webhookId, id } = await putBack(500)
  const running = await replayOf(organization, webhookId, 5)
  expect(await claim({ starts: 1 })).toHaveLength(1)
  await rows(app, `update deliveries set leased_until = null where leased_until is not null`)
  await changeReplay(organization.client, 'pauseReplay', id)
  const { result, rowsRead } = await countRowsRead(database, ['deliveries_open', 'replays'], () =>
    claim({ perWebhook: 100 }),
  )
  expect(result.map(({ run }) => run)).toEqual([2, 2, 2, 2, 2])
  expect(rowsRead).toBeLessThan(60)
  await changeReplay(organization.client, 'cancelReplay', running)
  expect(await claim()).toEqual([])
})

test('reads a few rows, however many replays have put back', async () => {
  await putBack(1_000)
  await claim({ starts: 1 })
  const { result, rowsRead } = await countRowsRead(database, ['deliveries_open', 'replays'], () =>
    claim({ replays: 4 }),
  )
  expect(result).toHaveLength(4)
  expect(rowsRead).toBeLessThan(200)
})
