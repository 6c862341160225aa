import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  claimDeliveries,
  markStarted,
  releaseClaims,
  type ClaimedDelivery,
  type ClaimLimits,
} from '../../src/starting/claim-deliveries.ts'
import { INDEX_PLANNING, type Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { publishMany } from '../support/publish-many.ts'
import { openReceiver } from '../support/receiver.ts'
import { openTemporal } from '../support/temporal.ts'
import { countRowsRead } from '../support/rows-read.ts'
import { rows } from '../support/sql.ts'
import { hold } from '../support/made-to-meet.ts'
import { unhurried } from '../support/unhurried.ts'

const CAP = 20

/** Of a worker with more room than any test needs. */
const UNLIMITED: ClaimLimits = {
  starts: 1_000,
  attempts: 1_000,
  replays: 1_000,
  takeOver: true,
  perWebhook: 1_000,
  answered: [],
  capacity: { byOrganization: {}, other: 10_000 },
  lane: 'WORKFLOW',
  dialects: ['standard', 'sjocamp', 'campsite'],
}

/** By a worker with more room than any test needs. */
async function claim(database: Database, limit: number, perWebhook: number) {
  return (await claimDeliveries(database, { ...UNLIMITED, starts: limit, perWebhook })).deliveries
}

describe('claiming', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await openTestApp({ workers: 0 })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  /** An organization with webhooks and as many waiting deliveries for each. Nobody else's wait. */
  async function waiting(...counts: number[]): Promise<DialectOrganization[]> {
    await rows(app, `update deliveries set status = 'CANCELED'`)
    const organizations = []
    for (const count of counts) {
      const organization = await openOrganization(app)
      await organization.webhook('https://localhost:1/')
      await publishMany(app, organization, count)
      organizations.push(organization)
    }
    return organizations
  }
  const claimedOf = (claimed: { organizationId: string }[], { id }: DialectOrganization) =>
    claimed.filter(({ organizationId }) => organizationId === id).length

  test.each([
    // limit, cap, waiting, claimed
    [32, 1_000, [500, 3], [29, 3]],
    [32, 1_000, [500, 500], [16, 16]],
    [4, 1_000, [500, 3], [2, 2]],
    [32, CAP, [500, 3], [20, 3]],
    [32, CAP, [5], [5]],
    [1, CAP, [0, 1], [0, 1]],
  ])('%i with at most %i for a webhook, of %j: %j', async (limit, cap, counts, expected) => {
    const organizations = await waiting(...counts)
    const claimed = await claim(app.database, limit, cap)
    expect(organizations.map((organization) => claimedOf(claimed, organization))).toEqual(expected)
  })

  test.each([
    // room of each organization (null: of any other), waiting, claimed, whether more wait
    [[50], [500], [50], true],
    [[0], [500], [0], true],
    [[0, 25], [500, 500], [0, 25], true],
    [[0, null], [5, 50], [0, 8], true],
    [[100, 100], [3, 2], [3, 2], false],
  ])('with room for %j: of %j waiting %j get one', async (room, counts, expected, more) => {
    const organizations = await waiting(...counts)
    const listed = organizations
      .map(({ id }, index) => [id, room[index]])
      .filter(([, places]) => places !== null)
    const claimed = await claimDeliveries(app.database, {
      ...UNLIMITED,
      capacity: { byOrganization: Object.fromEntries(listed), other: 8 },
    })
    expect(organizations.map((organization) => claimedOf(claimed.deliveries, organization))).toEqual(expected)
    expect(claimed.more).toBe(more)
  })

  test.each(['healthy', 'failing'])(
    'what is sent again while an attempt of its run before is on its way waits for that, of a %s webhook',
    async (health) => {
      const [organization] = await waiting(1)
      const [{ id, webhook_id: webhookId }] = await rows(
        app,
        `update deliveries set attempt_started_at = now(), attempt_count = 1, started_at = now() where organization_id = ? returning id, webhook_id`,
        [organization!.id],
      )
      if (health === 'failing')
        await rows(
          app,
          `insert into webhook_health (webhook_id, organization_id, failures, failing_since) values (?, ?, 3, now()) returning 1`,
          [webhookId, organization!.id],
        )
      await operate(organization!.client, 'cancelDelivery', id)
      await operate(organization!.client, 'retryDelivery', id)
      expect(await claim(app.database, 10, CAP)).toEqual([])
      // As when its answer is recorded.
      await rows(
        app,
        `update deliveries set attempt_started_at = null, leased_until = null where id = ? returning 1`,
        [id],
      )
      await rows(app, `update webhook_health set look_at = now() where webhook_id = ?`, [webhookId])
      expect(await claim(app.database, 10, CAP)).toMatchObject([{ id, run: 2 }])
    },
  )

  test('reads a few rows for each webhook, though the statistics are of a moment when nothing waited', async () => {
    const WEBHOOKS = 20
    const [organization] = await waiting(0)
    for (let index = 1; index < WEBHOOKS; index += 1)
      await organization!.webhook(`https://localhost:1/${index}`)
    await rows(app, 'analyze deliveries')
    const database = await openDatabase(app.databaseUrl, 1, INDEX_PLANNING)
    onTestFinished(() => database.close())
    await claim(database, 10, CAP) // makes the plan
    await publishMany(app, organization!, 100)

    const { result, rowsRead } = await countRowsRead(database, ['deliveries'], () => claim(database, 10, CAP))
    expect(result).toHaveLength(10)
    // Of the 2,000 that wait: the oldest of each webhook, for its claims, for this claim and to find it.
    expect(rowsRead).toBeLessThan(WEBHOOKS * (2 * CAP + 11 + 2) + 100)
    expect(rowsRead).toBeGreaterThan(WEBHOOKS)
  })

  test('of an organization without capacity reads one row, however many of its webhooks have deliveries waiting', async () => {
    const WEBHOOKS = 20
    const [full, other] = await waiting(0, 0)
    for (let index = 1; index < WEBHOOKS; index += 1) await full!.webhook(`https://localhost:1/${index}`)
    const database = await openDatabase(app.databaseUrl, 1, INDEX_PLANNING)
    onTestFinished(() => database.close())
    const limits = {
      ...UNLIMITED,
      perWebhook: CAP,
      capacity: { byOrganization: { [full!.id]: 0 }, other: 10_000 },
    }
    await publishMany(app, full!, 10)
    await claimDeliveries(database, limits) // makes the plan
    await publishMany(app, other!, 1)

    const { result, rowsRead } = await countRowsRead(database, ['deliveries'], () =>
      claimDeliveries(database, limits),
    )
    expect(result.deliveries.map(({ organizationId }) => organizationId)).toEqual([other!.id])
    expect(result.more).toBe(true)
    expect(rowsRead).toBeLessThan(WEBHOOKS / 2)
    // The same with capacity for one reads more: each of its webhooks may have the oldest.
    limits.capacity.byOrganization[full!.id] = 1
    const { result: one, rowsRead: more } = await countRowsRead(database, ['deliveries'], () =>
      claimDeliveries(database, limits),
    )
    expect(one.deliveries.map(({ organizationId }) => organizationId)).toEqual([full!.id])
    expect(more).toBeGreaterThan(WEBHOOKS)
  })

  test('what is held for a webhook goes on as soon as one of its attempts has ended', async () => {
    const [organization] = await waiting(10)
    await rows(app, `update deliveries set held_until = 'infinity' where organization_id = ? returning 1`, [
      organization!.id,
    ])
    await rows(
      app,
      `insert into webhook_health (webhook_id, organization_id, rate_limit, rate_seconds, look_at)
        select id, organization_id, 1000, 1, now() from webhooks where organization_id = ? returning 1`,
      [organization!.id],
    )
    const claimFor = (answered: string[]) =>
      claimDeliveries(app.database, { ...UNLIMITED, lane: 'DIRECT', perWebhook: 2, answered })
    const { deliveries } = await claimFor([])
    expect(deliveries).toHaveLength(2)
    // It waits for an attempt to end, and not for a time.
    expect(await claimFor([])).toMatchObject({ deliveries: [], more: true, heldMs: Infinity })
    const noStarts = { ...UNLIMITED, starts: 0 }
    expect(await claimDeliveries(app.database, noStarts)).toMatchObject({ deliveries: [], heldMs: Infinity })
    expect((await claimFor(deliveries.map(({ id }) => id))).deliveries).toHaveLength(2)
  })

  describe.each([
    ['queued', null],
    ['held', 'infinity'],
  ])('of what is %s', (_state, heldUntil) => {
    test.each([
      [
        'a retry took the turn of the probe gives it to no other',
        'now()',
        `probe_at = now() + interval '1 minute'`,
        0,
      ],
      ['another failure was counted begins the probe', 'now()', 'failures = failures + 1', 1],
      [
        'its webhook was enabled begins the probe',
        `now() + interval '1 hour'`,
        'probe_at = now(), look_at = now()',
        1,
      ],
    ])('a claim that waited while %s', async (_what, probeAt, change, expected) => {
      const [organization] = await waiting(10)
      await rows(app, `update deliveries set held_until = ? where organization_id = ? returning 1`, [
        heldUntil,
        organization!.id,
      ])
      const [{ webhookId }] = await rows(
        app,
        `insert into webhook_health (webhook_id, organization_id, failures, failing_since, probe_at, look_at)
        select id, organization_id, 3, now(), ${probeAt}, now() from webhooks where organization_id = ? returning webhook_id as "webhookId"`,
        [organization!.id],
      )
      const claimed = await unhurried(async () => {
        let claiming
        {
          await using held = await hold(app, 'webhook_health', [webhookId])
          claiming = claim(app.database, 32, CAP)
          await held.waiting(1)
          await held.change(`update webhook_health set ${change} where webhook_id = $1`, [webhookId])
        }
        return claiming
      })
      expect(claimed).toHaveLength(expected)
      const [health] = await rows(
        app,
        `select probe_at > now() + interval '30 s' as later from webhook_health where webhook_id = ?`,
        [webhookId],
      )
      expect(health).toEqual({ later: true })
    })
  })

  describe('a webhook with a rate limit', () => {
    const limitTo = (webhookId: string, organizationId: string) =>
      rows(
        app,
        `insert into webhook_health (webhook_id, organization_id, rate_limit, rate_seconds) values (?, ?, 10, 1) returning 1`,
        [webhookId, organizationId],
      )
    const webhookOf = async ({ id }: DialectOrganization) =>
      (await rows(app, `select id from webhooks where organization_id = ?`, [id]))[0].id as string

    test('gets the turns of the next 600 ms, one after the other', async () => {
      const [limited] = await waiting(50)
      const webhookId = await webhookOf(limited!)
      await limitTo(webhookId, limited!.id)
      const clock = async () =>
        Number((await rows(app, `select extract(epoch from clock_timestamp()) * 1000 as ms`))[0].ms)
      const before = await clock()
      const claimed = await claim(app.database, 50, CAP)
      const after = await clock()
      expect(claimed).toHaveLength(7)
      const turns = await rows(
        app,
        `select id, extract(epoch from granted_at) * 1000 as at from deliveries
          where webhook_id = ? and granted_at is not null order by granted_at`,
        [webhookId],
      )
      // The last has its turn 600 ms after the claim began.
      expect(turns.map(({ at }) => Math.round(at - turns[0].at))).toEqual([0, 100, 200, 300, 400, 500, 600])
      // They wait from the end of the claim on, which takes a while on a busy machine.
      for (const { id, at } of turns) {
        const { waitMs } = claimed.find((each) => each.id === id)!
        expect(waitMs).toBeGreaterThanOrEqual(Math.max(at - after, 0) - 1)
        expect(waitMs).toBeLessThanOrEqual(Math.max(at - before, 0) + 1)
      }
      const next = await claim(app.database, 50, CAP)
      expect(next.every(({ waitMs }) => waitMs > 500)).toBe(true)
    })

    test.each(['DIRECT', 'WORKFLOW'] as const)(
      'of which nothing waits is left alone by claims, in the lane %s',
      async (lane) => {
        const [limited, other] = await waiting(3, 0)
        await limitTo(await webhookOf(limited!), limited!.id)
        const database = await openDatabase(app.databaseUrl, 1, INDEX_PLANNING)
        onTestFinished(() => database.close())
        const limits = { ...UNLIMITED, lane, perWebhook: CAP }
        const claimed = async () => (await claimDeliveries(database, limits)).deliveries.length
        expect(await claimed()).toBe(3)
        expect(await claimed()).toBe(0)
        await publishMany(app, other!, 1)
        const { result, rowsRead } = await countRowsRead(database, ['webhook_health'], claimed)
        expect(result).toBe(1)
        expect(rowsRead).toBe(0)
      },
    )
  })

  test('takes turns between the webhooks of an organization', async () => {
    const [organization] = await waiting(100)
    await organization!.webhook('https://localhost:1/second')
    await publishMany(app, organization!, 3)
    const claimed = await claim(app.database, 10, CAP)
    const counts = Object.values(Object.groupBy(claimed, ({ webhookId }) => webhookId)).map(
      (own) => own!.length,
    )
    expect(counts.sort()).toEqual([3, 7])
  })

  test('gives the oldest first', async () => {
    await waiting(50)
    const claimed = await claim(app.database, 10, CAP)
    const oldest = await rows(app, `select id from deliveries where status = 'PENDING' order by id limit 10`)
    expect(claimed.map(({ id }) => id).sort()).toEqual(oldest.map(({ id }: any) => id))
  })

  test('counts attempts on their way and claims that are not started yet', async () => {
    const [organization] = await waiting(100)
    const first = await claim(app.database, 15, CAP)
    expect(first).toHaveLength(15)
    await markStarted(app.database, first.slice(0, 10))
    // 5 claimed, 10 started of which 8 have an attempt on its way.
    await rows(
      app,
      `update deliveries set attempt_started_at = now() where id in (select id from deliveries
        where organization_id = ? and started_at is not null limit 8)`,
      [organization!.id],
    )
    expect(await claim(app.database, 100, CAP)).toHaveLength(CAP - 5 - 8)
    expect(await claim(app.database, 100, CAP)).toHaveLength(0)

    // What is answered and not recorded leaves room for others; what is recorded already leaves it only once.
    const started = await rows(
      app,
      `select id, attempt_started_at from deliveries where started_at is not null`,
    )
    const answered = started.map(({ id }: any) => id)
    const underWay = started.filter(({ attempt_started_at: at }: any) => at !== null)
    expect([answered.length, underWay.length]).toEqual([10, 8])
    const { deliveries } = await claimDeliveries(app.database, { ...UNLIMITED, perWebhook: CAP, answered })
    expect(deliveries).toHaveLength(8)
  })

  describe('many at once', () => {
    let workers: Database
    beforeAll(async () => {
      workers = await openDatabase(app.databaseUrl, 12, INDEX_PLANNING)
    })
    afterAll(() => workers.close())
    const claimAll = async (limit: number, perWebhook: number) =>
      (
        await unhurried(() =>
          Promise.all(Array.from({ length: 12 }, () => claim(workers, limit, perWebhook))),
        )
      ).flat()

    test.each([[[60, 60, 60]], [[180]], [[1, 2, 177]], [Array.from({ length: 60 }, () => 3)]])(
      'share what waits, none of them in vain, never one twice: of %j',
      async (counts) => {
        await waiting(...counts)
        const ids = (await claimAll(15, 1_000)).map(({ id }) => id)
        expect(ids).toHaveLength(180)
        expect(new Set(ids).size).toBe(180)
      },
    )

    test('keep the cap of a webhook', async () => {
      await waiting(180)
      expect(await claimAll(15, CAP)).toHaveLength(CAP)
    })
  })

  test('what could not be started is free again at once, or says why it waits', async () => {
    await waiting(2)
    const claimed = await claim(app.database, 10, CAP)
    const [free, odd] = claimed as [ClaimedDelivery, ClaimedDelivery]
    await releaseClaims(app.database, [free, { ...odd, reason: 'It could not be started: why.' }])
    expect((await claim(app.database, 10, CAP)).map(({ id }) => id)).toEqual([free.id])
    const [{ decision }] = await rows(app, `select decision from deliveries where id = ?`, [odd.id])
    expect(decision).toBe('It could not be started: why.')
  })

  test('leaves paused webhooks and canceled deliveries', async () => {
    const [organization] = await waiting(5)
    const { webhooks } = await organization!.client.request(`{ webhooks(first: 1) { nodes { id } } }`)
    const webhookId = webhooks.nodes[0].id
    await operate(organization!.client, 'pauseWebhook', webhookId)
    expect(await claim(app.database, 10, CAP)).toHaveLength(0)
    await operate(organization!.client, 'enableWebhook', webhookId)
    await rows(
      app,
      `update deliveries set status = 'CANCELED' where id = (select max(id) from deliveries where webhook_id = ?)`,
      [webhookId],
    )
    expect(await claim(app.database, 10, CAP)).toHaveLength(4)
  })

  test('a claim whose worker died is free again', async () => {
    await waiting(3)
    const claimed = await claim(app.database, 10, CAP)
    expect(await claim(app.database, 10, CAP)).toHaveLength(0)
    await rows(
      app,
      `update deliveries set leased_until = now() - interval '1 second' where leased_until > now()`,
    )
    const again = await claim(app.database, 10, CAP)
    expect(again.map(({ id }) => id).sort()).toEqual(claimed.map(({ id }) => id).sort())
  })

  test('marking an older run started leaves the newer waiting', async () => {
    await waiting(1)
    const [claimed] = await claim(app.database, 10, CAP)
    await rows(app, `update deliveries set run = run + 1, leased_until = null where id = ?`, [claimed!.id])
    await markStarted(app.database, [claimed!])
    expect(await claim(app.database, 10, CAP)).toMatchObject([{ id: claimed!.id, run: 2 }])
  })
})

describe('two workers', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await openTestApp({ workers: 2 })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test('deliver each of a burst once, also to one webhook beyond its cap', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url)
    await publishMany(app, organization, 150)
    await eventually(
      async () => {
        const [{ count }] = await rows(
          app,
          `select count(*) from deliveries where organization_id = ? and status = 'SUCCEEDED'`,
          [organization.id],
        )
        return Number(count) === 150
      },
      { deadlineMs: 50_000 },
    )
    expect(receiver.received).toHaveLength(150)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(150)
  })

  test('pick up what a dead one had claimed', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(receiver.url)
    await operate(organization.client, 'pauseWebhook', webhookId) // so that no living worker is faster
    const id = (await organization.publish()).deliveryIds[0]!
    await rows(app, `update deliveries set leased_until = now() + interval '2 seconds' where id = ?`, [id])
    await operate(organization.client, 'enableWebhook', webhookId)
    await organization.untilStatus(id, 'SUCCEEDED')
    expect(receiver.received).toHaveLength(1)
  })

  test('one that can not be started holds up nobody, says why, and is started once it can be', async () => {
    await using receiver = await openReceiver()
    const odd = await openOrganization(app)
    const { id: webhookId } = await odd.webhook(`${receiver.url}/odd`)
    await rows(app, `update webhooks set dialect = 'of-a-later-version' where id = ?`, [webhookId])
    await publishMany(app, odd, 5) // the oldest that wait, at each claim
    const good = await openOrganization(app)
    await good.webhook(`${receiver.url}/good`)
    await publishMany(app, good, 100)
    // 10 s with a rest of the relay for each batch that has one of them.
    await eventually(() => receiver.received.length === 100, { deadlineMs: 90_000 })
    const said = await eventually(async () => {
      const found = await rows(app, `select distinct decision from deliveries where webhook_id = ?`, [
        webhookId,
      ])
      return found.length === 1 && found[0].decision !== '' && found[0].decision
    })
    expect(said).toBe(
      'It could not be started: this worker does not know the dialect "of-a-later-version". It is tried again until it can.',
    )
    await rows(app, `update webhooks set dialect = 'standard' where id = ?`, [webhookId])
    await eventually(() => receiver.received.length === 105)
  })

  test('count as started what a dead one had started without saying so', async () => {
    // So that no retry comes while the test looks, however slow the machine.
    await using receiver = await openReceiver(() => ({ status: 500, headers: { 'Retry-After': '3600' } }))
    await using temporal = await openTemporal(app)
    const organization = await openOrganization(app)
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await organization.until(id, ({ attemptCount, nextAttemptAt }) => attemptCount === 1 && nextAttemptAt)
    const { runId } = await temporal.describe(id)
    await rows(app, `update deliveries set started_at = null, leased_until = null where id = ?`, [id])
    await eventually(async () => {
      const [row] = await rows(app, `select started_at from deliveries where id = ?`, [id])
      return row.started_at !== null
    })
    expect((await temporal.describe(id)).runId).toBe(runId)
    expect(receiver.received).toHaveLength(1)
  })
})
