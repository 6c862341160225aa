import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import pg from 'pg'
import { pino } from 'pino'
import { readBy } from '../../src/database/read-by.ts'
import { createFollowReplays } from '../../src/replay/follow-replays.ts'
import { Replay } from '../../src/replay/replay.ts'
import { replayBatch } from '../../src/replay/replay-batch.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { madeToMeet, untilWaiting } from '../support/made-to-meet.ts'
import { operate } from '../support/operate.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { unhurried } from '../support/unhurried.ts'
import { changeReplay, planReplay, readReplay, startReplay, untilCompleted, writeEnded } from './stage.ts'

/** Turns of replays, made by hand: no worker is there. */
describe('turns', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await openTestApp({ workers: 0 })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  const turn = (id: string) =>
    replayBatch({ database: app.database, notify: { deliveriesWait: () => {}, tell: () => {} } }, id)
  async function stage(count: number, ratePerSecond: number) {
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook('https://localhost:1/')
    await writeEnded(app, organization.id, webhookId, count)
    const { id } = await startReplay(organization.client, { webhookId, ratePerSecond })
    const runs = async () =>
      (
        await rows(
          app,
          `select run, count(*)::int as count from deliveries where webhook_id = ? group by run order by run`,
          [webhookId],
        )
      ).map(({ run, count: of }) => [run, of])
    return { organization, client: organization.client, webhookId, id, runs }
  }

  test('many at the same moment put each back once, and no more than the rate allows', async () => {
    const { client, id, runs } = await stage(500, 100)
    const began = performance.now()
    await Promise.all(Array.from({ length: 8 }, () => turn(id)))
    expect(await readReplay(client, id)).toMatchObject({ matched: 500, counted: true })
    await Promise.all(Array.from({ length: 8 }, () => turn(id)))
    const { queued } = await readReplay(client, id)
    expect(queued).toBeGreaterThanOrEqual(100)
    // One second's at once, and then by the time that has passed.
    expect(queued).toBeLessThanOrEqual(100 + (performance.now() - began) / 10)
    expect(await runs()).toEqual([
      [1, 500 - queued],
      [2, queued],
    ])
  })

  test('what waits for its first attempt is two seconds of the rate, 200 at least; the rest stays where it is', async () => {
    const { client, id } = await stage(500, 5)
    for (let count = 0; count < 60; count += 1) {
      await turn(id)
      await rows(
        app,
        `update replays set last_batch_at = last_batch_at - interval '2 seconds' where id = ?`,
        [id],
      )
    }
    expect((await readReplay(client, id)).queued).toBe(200)
  })

  test('one step at least is made of what is due, however long Postgres takes to say how many wait', async () => {
    const { client, id } = await stage(50, 10)
    await countAll(client, id)
    const holder = new pg.Client({ connectionString: app.databaseUrl })
    await holder.connect()
    try {
      await holder.query('begin; lock table deliveries_open in access exclusive mode')
      const made = turn(id)
      await holder.query(`${untilWaiting(1)}; select pg_sleep(1); commit`)
      await made
    } finally {
      await holder.end()
    }
    expect((await readReplay(client, id)).queued).toBe(10)
  })

  /** Turns until all that matches is counted: what was missed may be left for another turn. */
  async function countAll(client: TestClient, id: string): Promise<void> {
    do await turn(id)
    while (!(await readReplay(client, id)).counted)
  }

  const later = (id: string) =>
    rows(app, `update replays set last_batch_at = last_batch_at - interval '3 seconds' where id = ?`, [id])

  test('neither a paused nor a slow webhook holds up the others of its organization', async () => {
    const organization = await openOrganization(app)
    const webhooks = [1, 2, 3].map((n) => organization.webhook(`https://localhost:1/${n}`))
    const [quick, slow, paused] = (await Promise.all(webhooks)).map(({ id: webhookId }) => webhookId)
    for (let count = 0; count < 10; count += 1)
      for (const webhookId of [paused!, slow!, quick!])
        await writeEnded(app, organization.id, webhookId, 100, { ageMs: 60_000 - count })
    await operate(organization.client, 'pauseWebhook', paused!)
    const { id } = await startReplay(organization.client, { ratePerSecond: 20 })
    await turn(id)
    expect(await readReplay(organization.client, id)).toMatchObject({ matched: 3_000 })
    const counts = async (webhookId: string) => {
      const [row] = await rows(
        app,
        `select count(*) filter (where status = 'PENDING')::int as waiting, count(*) filter (where status = 'SUCCEEDED')::int as sent
        from deliveries where webhook_id = ?`,
        [webhookId],
      )
      return row
    }
    const send = (webhookId: string, most: number) =>
      rows(
        app,
        `update deliveries set status = 'SUCCEEDED', finished_at = now() where id in (
          select id from deliveries_open where webhook_id = ? and status = 'PENDING' order by id limit ?)`,
        [webhookId, most],
      )
    for (let count = 0; count < 100 && (await counts(quick!)).sent < 1_000; count += 1) {
      await later(id)
      await turn(id)
      await send(quick!, 1_000)
      await send(slow!, 1)
    }
    expect((await counts(quick!)).sent).toBe(1_000)
    expect((await counts(slow!)).sent).toBeLessThan(100)
    expect((await counts(slow!)).waiting).toBeLessThanOrEqual(200)
    expect((await counts(paused!)).waiting).toBeLessThanOrEqual(200)
    // Then the others get theirs, each once.
    for (let count = 0; count < 100; count += 1) {
      await later(id)
      if ((await turn(id)).kind === 'ended') break
      for (const webhookId of [slow!, paused!]) await send(webhookId, 1_000)
    }
    expect(await readReplay(organization.client, id)).toMatchObject({
      status: 'COMPLETED',
      matched: 3_000,
      queued: 3_000,
      delivered: 3_000,
    })
    const runs = await rows(
      app,
      `select run, count(*)::int as count from deliveries where organization_id = ? group by run`,
      [organization.id],
    )
    expect(runs).toMatchObject([{ run: 2, count: 3_000 }])
  })

  test('a paused webhook does not hold up what others missed, and gets its own later', async () => {
    const organization = await openOrganization(app)
    const first = await organization.webhook('https://localhost:1/')
    await writeEnded(app, organization.id, first.id, 300, {
      status: 'SUCCEEDED',
      type: organization.eventType,
    })
    const [paused, other] = await Promise.all(
      [1, 2].map((n) => organization.webhook(`https://localhost:1/${n}`)),
    )
    const { id } = await startReplay(organization.client, {
      includeMissed: true,
      statuses: [],
      ratePerSecond: 20,
    })
    // Later than the start: a replay is of what the webhooks missed that were enabled then.
    await operate(organization.client, 'pauseWebhook', paused!.id)
    await countAll(organization.client, id)
    expect(await readReplay(organization.client, id)).toMatchObject({ matched: 600 })
    const ofWebhook = async (webhookId: string) =>
      (await rows(app, `select from deliveries where webhook_id = ?`, [webhookId])).length
    const send = (webhookId: string) =>
      rows(
        app,
        `update deliveries set status = 'SUCCEEDED', finished_at = now() where webhook_id = ? and status = 'PENDING'`,
        [webhookId],
      )
    for (let count = 0; count < 40; count += 1) {
      await later(id)
      await turn(id)
      await send(other!.id)
    }
    expect([await ofWebhook(other!.id), await ofWebhook(paused!.id)]).toEqual([300, 200])
    for (let count = 0; count < 10; count += 1) {
      await send(paused!.id)
      await later(id)
      if ((await turn(id)).kind === 'ended') break
    }
    expect(await readReplay(organization.client, id)).toMatchObject({ status: 'COMPLETED', delivered: 600 })
  })

  test('an event that many webhooks missed is sent at the rate, to each once', async () => {
    const WEBHOOKS = 12
    const organization = await openOrganization(app)
    for (let count = 0; count < 3; count += 1) await organization.publish()
    for (let count = 0; count < WEBHOOKS; count += 1)
      await organization.webhook(`https://localhost:1/${count}`)
    const { id } = await startReplay(organization.client, { includeMissed: true, ratePerSecond: 1 })
    await countAll(organization.client, id)
    await unhurried(() => turn(id))
    expect(await readReplay(organization.client, id)).toMatchObject({ matched: 3 * WEBHOOKS, queued: 1 })
    await later(id)
    await unhurried(() => turn(id))
    expect(await readReplay(organization.client, id)).toMatchObject({ queued: 4 })
    for (let count = 0; count < 12; count += 1) {
      await later(id)
      await unhurried(() => turn(id))
    }
    expect(await readReplay(organization.client, id)).toMatchObject({ queued: 3 * WEBHOOKS })
    const made = await rows(
      app,
      `select event_id, webhook_id from deliveries where organization_id = ? group by event_id, webhook_id`,
      [organization.id],
    )
    expect(made).toHaveLength(3 * WEBHOOKS)
  })

  test('two that have counted the same missed events make each delivery once between them', async () => {
    const organization = await openOrganization(app)
    const { client } = organization
    for (let count = 0; count < 30; count += 1) await organization.publish()
    for (const n of [1, 2]) await organization.webhook(`https://localhost:1/${n}`)
    const replays: string[] = []
    for (let count = 0; count < 2; count += 1)
      replays.push((await startReplay(client, { includeMissed: true, ratePerSecond: 40 })).id)
    for (const id of replays) await countAll(client, id)
    const read = () => Promise.all(replays.map((id) => readReplay(client, id)))
    await unhurried(() => madeToMeet(app, 'deliveries', null, () => replays.map(turn)))
    expect((await read()).map(({ matched, queued }) => [matched, queued]).sort()).toEqual([
      [60, 20],
      [60, 40],
    ])
    await eventually(async () => {
      await Promise.all([...replays, ...replays].map(turn))
      return (await read()).every(({ queued, skipped }) => queued + skipped === 60)
    })
    const made = await rows(
      app,
      `select count(*)::int as made, count(distinct (event_id, webhook_id))::int as different from deliveries
        where organization_id = ?`,
      [organization.id],
    )
    expect(made).toEqual([{ made: 60, different: 60 }])
  })

  test('what can not be sent is not counted: plan, matched and queued are the same (protocol 4.8)', async () => {
    const organization = await openOrganization(app)
    const [one, disabled, deleted] = await Promise.all(
      [1, 2, 3].map((n) => organization.webhook(`https://localhost:1/${n}`)),
    )
    await writeEnded(app, organization.id, one!.id, 3)
    await writeEnded(app, organization.id, one!.id, 4, { payload: false })
    await writeEnded(app, organization.id, disabled!.id, 5)
    await writeEnded(app, organization.id, deleted!.id, 6)
    await operate(organization.client, 'disableWebhook', disabled!.id)
    await operate(organization.client, 'deleteWebhook', deleted!.id)
    expect(await planReplay(organization.client, {})).toMatchObject({ matched: 3 })
    const { id } = await startReplay(organization.client, {})
    await turn(id)
    await turn(id)
    expect(await readReplay(organization.client, id)).toMatchObject({ matched: 3, queued: 3, skipped: 0 })
  })

  test('what was sent again, was canceled or lost its payload since it was counted is skipped', async () => {
    const { client, webhookId, id } = await stage(10, 100)
    await turn(id)
    const [one, two] = await rows(
      app,
      `select id, event_id from deliveries where webhook_id = ? order by id`,
      [webhookId],
    )
    await rows(app, `update deliveries set status = 'SUCCEEDED' where id = ?`, [one.id])
    await rows(app, `delete from events where id = ?`, [two.event_id])
    await turn(id)
    expect(await readReplay(client, id)).toMatchObject({ matched: 10, queued: 8, skipped: 2, delivered: 0 })
    await rows(
      app,
      `update deliveries set status = 'SUCCEEDED' where webhook_id = ? and status = 'PENDING'`,
      [webhookId],
    )
    expect(await turn(id)).toEqual({ kind: 'ended' })
    expect(await readReplay(client, id)).toMatchObject({ status: 'COMPLETED', delivered: 8, failed: 0 })
  })

  test('one that failed after the replay began is none of it', async () => {
    const { client, webhookId, id } = await stage(4, 100)
    await rows(
      app,
      `update deliveries set finished_at = now() + interval '1 second' where id = (select max(id) from deliveries where webhook_id = ?)`,
      [webhookId],
    )
    await turn(id)
    await turn(id)
    expect(await readReplay(client, id)).toMatchObject({ matched: 3, queued: 3 })
  })

  test('another replay may send again what failed in the first, which keeps its failures', async () => {
    const { client, webhookId, id } = await stage(6, 100)
    await turn(id)
    await turn(id)
    await rows(app, `update deliveries set status = 'FAILED', finished_at = now() where webhook_id = ?`, [
      webhookId,
    ])
    await eventually(() => true)
    const second = await startReplay(client, { webhookId, ratePerSecond: 100 })
    await turn(second.id)
    await turn(second.id)
    await rows(app, `update deliveries set status = 'SUCCEEDED', finished_at = now() where webhook_id = ?`, [
      webhookId,
    ])
    await turn(second.id)
    await turn(id)
    expect(await readReplay(client, id)).toMatchObject({ status: 'COMPLETED', delivered: 0, failed: 6 })
    expect(await readReplay(client, second.id)).toMatchObject({
      status: 'COMPLETED',
      delivered: 6,
      failed: 0,
    })
  })

  describe('a replay that is started as soon as another was canceled sends what that was to send', () => {
    const canceled = async () => {
      const { client, webhookId, id, runs } = await stage(40, 20)
      await turn(id)
      await turn(id)
      const finished = await finishedAt(webhookId, 'status_before_replay is not null')
      expect(finished).toHaveLength(20)
      await changeReplay(client, 'cancelReplay', id)
      const { id: second } = await startReplay(client, { webhookId, ratePerSecond: 100 })
      return { client, webhookId, first: id, second, runs, finished }
    }
    const finishedAt = async (webhookId: string, condition: string) =>
      rows(
        app,
        `select id, coalesce(finished_before_replay, finished_at) as at from deliveries where webhook_id = ? and ${condition} order by id`,
        [webhookId],
      )

    test('its turns before the undo', async () => {
      const { client, first, second, runs } = await canceled()
      for (let count = 0; count < 3; count += 1)
        expect(await turn(second)).toMatchObject({ kind: 'going', changed: false, counting: false })
      expect(await readReplay(client, second)).toMatchObject({ matched: 0, counted: false, queued: 0 })
      await turn(first)
      await turn(second)
      await turn(second)
      expect(await readReplay(client, second)).toMatchObject({ matched: 40, queued: 40 })
      expect(await runs()).toEqual([
        [2, 20],
        [4, 20],
      ])
    })

    test('the undo before its turns; what is given back ended when it had', async () => {
      const { client, webhookId, first, second, finished } = await canceled()
      await turn(first)
      const back = await finishedAt(webhookId, `status = 'FAILED' and run = 3`)
      expect(back).toEqual(finished)
      await turn(second)
      await turn(second)
      expect(await readReplay(client, second)).toMatchObject({ matched: 40, queued: 40 })
    })
  })

  test('what failed in a replay that is no longer kept can be sent again, by a replay or retryDelivery', async () => {
    const { client, webhookId, id, runs } = await stage(2, 100)
    await turn(id)
    await turn(id)
    await rows(app, `update deliveries set status = 'FAILED', finished_at = now() where webhook_id = ?`, [
      webhookId,
    ])
    await rows(app, `delete from replays where id = ?`, [id])
    const [{ id: one }] = await rows(app, `select id from deliveries where webhook_id = ?`, [webhookId])
    expect((await operate(client, 'retryDelivery', one)).userErrors).toEqual([])
    const second = await startReplay(client, { webhookId, ratePerSecond: 100 })
    await turn(second.id)
    await turn(second.id)
    expect(await readReplay(client, second.id)).toMatchObject({ matched: 1, queued: 1 })
    expect(await runs()).toEqual([[3, 2]])
  })

  test('canceling while the replay is counted puts nothing back', async () => {
    const { client, id, runs } = await stage(6, 100)
    await changeReplay(client, 'cancelReplay', id)
    expect(await turn(id)).toEqual({ kind: 'ended' })
    expect(await runs()).toEqual([[1, 6]])
  })

  test('what takes long to count is counted less often', async () => {
    const { client, webhookId, id } = await stage(5, 100)
    await turn(id)
    await turn(id)
    await rows(app, `update deliveries set status = 'FAILED', finished_at = now() where webhook_id = ?`, [
      webhookId,
    ])
    // As if a million were open, or had failed.
    await rows(
      app,
      `update replays set queued = 1000000, restored = 999995, figures_at = now() + interval '1 minute' where id = ?`,
      [id],
    )
    await turn(id)
    expect(await readReplay(client, id)).toMatchObject({ status: 'RUNNING', failed: 0 })
    await rows(app, `update replays set figures_at = now() - interval '1 hour' where id = ?`, [id])
    expect(await turn(id)).toEqual({ kind: 'ended' })
    expect(await readReplay(client, id)).toMatchObject({ status: 'COMPLETED', failed: 5 })
  })

  test('who follows a replay that is deleted is told the end', async () => {
    const { id } = await stage(1, 1)
    const [replay] = await readBy(app.database, Replay, 'id', [id])
    const signal = AbortSignal.timeout(60_000)
    let messages = 0
    for await (const _ of createFollowReplays(app.database, pino({ enabled: false })).follow(
      replay!,
      signal,
    )) {
      messages += 1
      await rows(app, `delete from replays where id = ?`, [id])
    }
    expect([messages, signal.aborted]).toEqual([1, false])
  })

  test('a replay that Postgres does not have ends', async () => {
    expect(await turn('rp_unknown')).toEqual({ kind: 'ended' })
  })
})

describe('replayProgress', () => {
  let app: TestApp
  let receiver: TestReceiver
  beforeAll(async () => {
    receiver = await openReceiver()
    app = await openTestApp()
  })
  afterAll(async () => {
    await app[Symbol.asyncDispose]()
    await receiver.close()
  })

  test('says each second how far it is, never goes back, and ends at matched (protocol 4.9)', async () => {
    const organization = await openOrganization(app)
    const { client } = organization
    const { id: webhookId } = await organization.webhook(receiver.url)
    await writeEnded(app, organization.id, webhookId, 200)
    const { id } = await startReplay(client, { webhookId, ratePerSecond: 20 })
    const query = `subscription ($id: ID!) { replayProgress(id: $id) { status matched queued delivered failed skipped webhook { id } } }`
    const socket = client.socket()
    const follow = async () => {
      const seen: any[] = []
      for await (const { data } of socket.iterate<any>({ query, variables: { id } }))
        seen.push({ ...data.replayProgress, at: performance.now() })
      return seen
    }
    try {
      const [seen, other] = await Promise.all([follow(), follow()])
      expect(seen.length).toBeGreaterThan(4)
      for (const [index, now] of seen.entries()) {
        const before = seen[index - 1]
        expect(now.webhook.id).toBe(webhookId)
        for (const figure of ['matched', 'queued', 'delivered', 'failed', 'skipped'])
          expect(now[figure]).toBeGreaterThanOrEqual(before?.[figure] ?? 0)
      }
      const last = { ...seen.at(-1), at: null }
      expect(last).toMatchObject({
        status: 'COMPLETED',
        matched: 200,
        queued: 200,
        delivered: 200,
        failed: 0,
      })
      expect({ ...other.at(-1), at: null }).toEqual(last)
      const gaps = seen.slice(1).map(({ at }, index) => at - seen[index].at)
      console.log(
        `replayProgress: ${seen.length} messages, gaps ${gaps.map((gap) => Math.round(gap)).join(', ')} ms`,
      )
      // One that has ended says so, and completes.
      expect(await follow()).toMatchObject([{ status: 'COMPLETED' }])
    } finally {
      await socket.dispose()
    }
    await untilCompleted(client, id)
  })

  test("another organization's is NOT_FOUND", async () => {
    const [one, other] = [await openOrganization(app), await openOrganization(app)]
    const { id: webhookId } = await one.webhook(receiver.url)
    const { id } = await startReplay(one.client, { webhookId })
    const socket = other.client.socket()
    try {
      const results = []
      for await (const result of socket.iterate<any>({
        query: `subscription ($id: ID!) { replayProgress(id: $id) { id } }`,
        variables: { id },
      }))
        results.push(result)
      expect(results).toMatchObject([{ errors: [{ extensions: { code: 'NOT_FOUND' } }] }])
    } catch (error) {
      expect(JSON.stringify(error)).toContain('NOT_FOUND')
    } finally {
      await socket.dispose()
    }
  })
})
