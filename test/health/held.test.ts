import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { accepted } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { openStage } from './stage.ts'

type Stage = Awaited<ReturnType<typeof openStage>>

/** A webhook that fails, with so many deliveries that are held. */
async function openHeld(app: TestApp, count: number, dialect?: string) {
  const stage = await openStage(app, dialect)
  // A retry that comes while the receiver still fails is not the last for minutes.
  if (!dialect) await stage.update({ retryPolicy: { delays: Array.from({ length: 20 }, () => 5) } })
  const failed = await stage.fail()
  const held = await stage.publishMany(count)
  await eventually(async () => (await stage.held(held)) === count)
  return Object.assign(stage, { failedIds: failed, heldIds: held })
}

/** Its receiver is back, and the probe's turn is now; waits until it has recovered. */
async function recover(stage: Stage): Promise<void> {
  stage.answers(() => ({ status: 200 }))
  await eventually(async () => {
    const health = await stage.health()
    if (health && health.failing_since !== null && health.probe_at > new Date()) await stage.probe()
    return !health?.failing_since
  })
}

/** Within less than the minute after which the probe has its turn anyway. */
const all = (stage: Stage, ids: readonly string[], status: string, deadlineMs = 40_000) =>
  eventually(async () => (await stage.statuses(ids))[status] === ids.length, {
    deadlineMs,
    describe: () => `${ids.length} are ${status}`,
  })

/** Replays what was skipped or missed, and gives the replay's id. */
async function startReplay(stage: Stage): Promise<string> {
  const { replay } = accepted(
    await stage.client.request(
      `mutation ($input: StartReplayInput!) { startReplay(input: $input) { replay { id } userErrors { code message } } }`,
      { input: { webhookId: stage.webhookId, includeMissed: true, ratePerSecond: 100 } },
    ),
  )
  return replay.id
}

describe.each(['workflow', 'direct'])('what is held, in the %s lane', (lane) => {
  let app: TestApp
  beforeAll(async () => {
    app = await openTestApp({ environment: { FIRST_ATTEMPT: lane } })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test('is canceled; when it is sent again after its webhook recovered, it goes at once', async () => {
    await using stage = await openHeld(app, 3)
    for (const id of stage.heldIds)
      expect((await operate(stage.client, 'cancelDelivery', id)).userErrors).toEqual([])
    await recover(stage)
    for (const id of stage.failedIds) await operate(stage.client, 'retryDelivery', id)
    await all(stage, stage.failedIds, 'SUCCEEDED')
    await eventually(async () => (await stage.health()).look_at === null)
    const before = stage.receiver.received.length
    for (const id of stage.heldIds) await operate(stage.client, 'retryDelivery', id)
    await all(stage, stage.heldIds, 'SUCCEEDED')
    expect(stage.receiver.received.length - before).toBe(3)
  })

  test('one that ended is sent by hand at once, though its webhook fails', async () => {
    await using stage = await openHeld(app, 1)
    await operate(stage.client, 'cancelDelivery', stage.heldIds[0]!)
    await operate(stage.client, 'retryDelivery', stage.heldIds[0]!)
    const attempts = async () => {
      const [sent] = await rows(app, `select attempt_count from deliveries where id = ?`, [stage.heldIds[0]])
      return sent.attempt_count
    }
    // Before the minute is over after which the probe has its turn.
    await eventually(async () => (await attempts()) === 1, { deadlineMs: 40_000 })
  })

  test('waits while its webhook is paused, past its last try too; enabled, one tries, and all follow', async () => {
    await using stage = await openHeld(app, 5)
    await eventually(async () => (await stage.held(stage.failedIds)) >= 3)
    await operate(stage.client, 'pauseWebhook', stage.webhookId)
    await rows(
      app,
      `update deliveries set held_until = now() - interval '1 hour', window_started_at = window_started_at - interval '25 hours'
        where webhook_id = ? and held_until is not null returning 1`,
      [stage.webhookId],
    )
    // A retry of the probe may have begun before.
    await eventually(async () => {
      const begun = await rows(
        app,
        `select id from deliveries where webhook_id = ? and attempt_started_at is not null`,
        [stage.webhookId],
      )
      return begun.length === 0
    })
    const before = stage.receiver.received.length
    await stage.probe()
    await eventually(async () => (await stage.health()).look_at === null)
    expect(stage.receiver.received.length).toBe(before)
    stage.answers(() => ({ status: 200 }))
    await operate(stage.client, 'enableWebhook', stage.webhookId)
    await all(stage, stage.heldIds, 'SUCCEEDED')
  })

  test('is SKIPPED when its webhook is disabled; enabled again, a replay sends it after one success', async () => {
    await using stage = await openHeld(app, 5)
    await operate(stage.client, 'disableWebhook', stage.webhookId)
    await all(stage, stage.heldIds, 'SKIPPED')
    await operate(stage.client, 'enableWebhook', stage.webhookId)
    await startReplay(stage)
    await all(stage, stage.heldIds, 'PENDING')
    // One of them is the probe, at once.
    await eventually(async () => (await stage.health()).probe_at > new Date(Date.now() + 30_000))
    await recover(stage)
    await all(stage, stage.heldIds, 'SUCCEEDED')
  })

  test('what a replay put back stays with a paused replay, and is given back when that is canceled', async () => {
    await using stage = await openHeld(app, 5)
    await operate(stage.client, 'disableWebhook', stage.webhookId)
    await all(stage, stage.heldIds, 'SKIPPED')
    await operate(stage.client, 'enableWebhook', stage.webhookId)
    // Nothing but the probe's turn, which comes later.
    await rows(
      app,
      `update webhook_health set probe_at = now() + interval '1 minute', look_at = now() where webhook_id = ? returning 1`,
      [stage.webhookId],
    )
    const id = await startReplay(stage)
    await all(stage, stage.heldIds, 'PENDING')
    const change = (mutation: string) =>
      stage.client.request(`mutation ($id: ID!) { ${mutation}(id: $id) { userErrors { code } } }`, { id })
    await change('pauseReplay')
    const before = stage.receiver.received.length
    await stage.probe()
    const held = await stage.publishMany(1)
    // The probe is what was published, not what the paused replay holds.
    await eventually(async () => stage.receiver.received.length > before)
    const [{ attempts }] = await rows(
      app,
      `select sum(attempt_count)::int as attempts from deliveries where id in (?)`,
      [stage.heldIds],
    )
    expect(attempts).toBe(0)
    await change('cancelReplay')
    await all(stage, stage.heldIds, 'SKIPPED')
    await recover(stage)
    await all(stage, held, 'SUCCEEDED')
    expect(await stage.statuses(stage.heldIds)).toEqual({ SKIPPED: 5 })
  })

  test('is CANCELED with its webhook, of which nothing is remembered, nor what an attempt on its way gets', async () => {
    await using stage = await openHeld(app, 3)
    const gate = Promise.withResolvers<void>()
    stage.answers(async () => {
      await gate.promise
      return { status: 500 }
    })
    const before = stage.receiver.received.length
    await stage.probe()
    await eventually(() => stage.receiver.received.length > before)
    await operate(stage.client, 'deleteWebhook', stage.webhookId)
    expect(await stage.health()).toBeUndefined()
    gate.resolve()
    await eventually(
      async () =>
        (
          await rows(
            app,
            `select id from deliveries where webhook_id = ? and (status = 'PENDING' or attempt_started_at is not null)`,
            [stage.webhookId],
          )
        ).length === 0,
    )
    expect(await stage.health()).toBeUndefined()
    expect(await stage.statuses(stage.heldIds)).toEqual({ CANCELED: 3 })
  })

  test('goes to another receiver, which is tried at once', async () => {
    await using stage = await openHeld(app, 5)
    await using other = await openReceiver()
    const answer = await stage.update({ url: other.url })
    expect(answer.updateWebhook.userErrors).toEqual([])
    await all(stage, stage.heldIds, 'SUCCEEDED')
    expect(await stage.told()).toEqual(['webhook.failing', 'webhook.recovered'])
  })

  test('is CANCELED when its event is erased; the others go', async () => {
    await using stage = await openHeld(app, 3)
    const [{ event_id }] = await rows(app, `select event_id from deliveries where id = ?`, [stage.heldIds[0]])
    await (
      await app.operator()
    ).request(`mutation ($id: ID!) { eraseEvent(id: $id) { userErrors { code } } }`, { id: event_id })
    await recover(stage)
    await all(stage, stage.heldIds.slice(1), 'SUCCEEDED')
    expect(await stage.statuses(stage.heldIds.slice(0, 1))).toEqual({ CANCELED: 1 })
  })

  test('gets its last try at the deadline of its own webhook', async () => {
    await using stage = await openStage(app)
    await stage.update({ retryPolicy: { delays: [1, 1, 3600, 3600, 3600], deadlineSeconds: 14 } })
    const failed = await stage.fail()
    await all(stage, failed, 'FAILED', 50_000)
    const ended = await rows(
      app,
      `select decision, extract(epoch from finished_at - window_started_at)::float8 as seconds from deliveries where id in (?)`,
      [failed],
    )
    for (const { decision, seconds } of ended) {
      expect(decision).toBe("It was the last attempt: the webhook's deadline is over.")
      expect(seconds).toBeGreaterThan(13)
      expect(seconds).toBeLessThan(45)
    }
  })

  test.each(['ENABLED', 'DISABLED'])(
    'gets its last try at once if that is past when it comes to be held; its webhook is %s',
    async (status) => {
      await using stage = await openHeld(app, 1)
      await eventually(async () => (await stage.held(stage.failedIds)) >= 3)
      // The others are due in a day, and no probe for an hour: nobody has to look before.
      await rows(
        app,
        `update webhooks set status = ?, status_reason = case when ? = 'DISABLED' then 'FAILING' end where id = ? returning 1`,
        [status, status, stage.webhookId],
      )
      await rows(
        app,
        `update webhook_health set probe_at = now() + interval '1 hour', look_at = now() + interval '1 hour' where webhook_id = ? returning 1`,
        [stage.webhookId],
      )
      // As one whose first attempt was interrupted, and that nobody started again for more than a day.
      const [late] = await rows(
        app,
        `update deliveries set held_until = null, started_at = null, window_started_at = window_started_at - interval '25 hours'
          where id = (select id from deliveries where id in (?) and held_until is not null order by id limit 1) returning id`,
        [stage.failedIds],
      )
      await all(stage, [late.id], 'FAILED')
      const [{ decision }] = await rows(app, `select decision from deliveries where id = ?`, [late.id])
      expect(decision).toBe('It was the last attempt: the 24 hours are over.')
    },
  )

  test('goes with its organization', async () => {
    await using stage = await openHeld(app, 3)
    const { deleteOrganization } = await (
      await app.operator()
    ).request(
      `mutation ($id: ID!, $name: String!) { deleteOrganization(id: $id, name: $name) { userErrors { code } } }`,
      { id: stage.id, name: stage.id },
    )
    expect(deleteOrganization.userErrors).toEqual([])
    await eventually(async () => !(await stage.health()))
    expect(await rows(app, `select 1 from webhook_health where organization_id = ?`, [stage.id])).toEqual([])
  })

  test.each(['sjocamp', 'campsite'])('of the dialect %s is delivered after a success', async (dialect) => {
    await using stage = await openHeld(app, 5, dialect)
    await recover(stage)
    await all(stage, stage.heldIds, 'SUCCEEDED')
    expect(await stage.told()).toEqual(['webhook.failing', 'webhook.recovered'])
  })

  test('is SKIPPED with a plan that goes; one that comes back enables its webhook, and one tries', async () => {
    await using stage = await openHeld(app, 3, 'sjocamp')
    const operator = await app.operator()
    const plan = async (name: string) => {
      const { updateOrganization } = await operator.request(
        `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { userErrors { message } } }`,
        { input: { id: stage.id, plan: name } },
      )
      expect(updateOrganization.userErrors).toEqual([])
    }
    await plan('FREE')
    await all(stage, stage.heldIds, 'SKIPPED')
    await plan('TEAM')
    const gate = Promise.withResolvers<void>()
    // Without an answer the one that tries has no retry that could come meanwhile.
    stage.answers(async () => {
      await gate.promise
      return { status: 500 }
    })
    const before = stage.receiver.received.length
    const later = await stage.publishMany(5)
    await eventually(() => stage.receiver.received.length > before)
    await eventually(async () => (await stage.held(later)) >= 4)
    expect(stage.receiver.received.length - before).toBe(1)
    gate.resolve()
    await recover(stage)
    await all(stage, later, 'SUCCEEDED')
  })
})
