import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { operate, sendTestEvent } from '../support/operate.ts'
import { rows } from '../support/sql.ts'
import { openStage } from './stage.ts'

describe.each(['workflow', 'direct'])('a webhook that fails, in the %s lane', (lane) => {
  let app: TestApp
  beforeAll(async () => {
    app = await openTestApp({ environment: { FIRST_ATTEMPT: lane } })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test('becomes FAILING after 5 minutes and 3 failures, is told once, and holds what comes', async () => {
    await using stage = await openStage(app)
    await stage.update({ retryPolicy: { delays: [600] } }) // no retry becomes due meanwhile
    stage.answers(() => ({ status: 500 }))
    await stage.publishMany(19)
    await stage.failures(19)
    expect(await stage.told()).toEqual([])
    await stage.fail()
    expect(await stage.told()).toEqual(['webhook.failing'])
    const before = stage.receiver.received.length
    const waiting = await stage.publishMany(50)
    await eventually(async () => (await stage.held(waiting)) === 50)
    expect(stage.receiver.received.length - before).toBeLessThanOrEqual(5) // the first ones that were on their way
    expect(await stage.told()).toEqual(['webhook.failing'])
  })

  test('gets one request for each turn of the probe; after a success all are delivered, the oldest first, with a ramp', async () => {
    await using stage = await openStage(app)
    await stage.update({ retryPolicy: { delays: [600] } }) // no retry becomes due meanwhile
    const failed = await stage.fail()
    const waiting = await stage.publishMany(200)
    await eventually(async () => (await stage.held(waiting)) === 200)
    for (let turn = 1; turn <= 3; turn += 1) {
      const { failures } = await stage.health()
      const before = stage.receiver.received.length
      await stage.probe()
      await stage.failures(failures + 1)
      await eventually(async () => (await stage.health()).probe_at > new Date(Date.now() + 30_000))
      expect(stage.receiver.received.length - before).toBe(1)
    }
    const untried = (
      await rows(app, `select id from deliveries where id in (?) and attempt_count = 0`, [waiting])
    ).map(({ id }) => id as string)
    expect(untried).toHaveLength(197)
    let under = 0
    let done = 0
    const over: string[] = []
    stage.answers(async () => {
      under += 1
      if (under > 2 + done) over.push(`${under} after ${done}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
      under -= 1
      // Counted before the answer is sent: the ramp grows only when it is recorded.
      done += 1
      return { status: 200 }
    })
    await stage.probe()
    const succeed = (ids: readonly string[]) =>
      eventually(async () => (await stage.statuses(ids)).SUCCEEDED === ids.length, {
        deadlineMs: 90_000,
        describe: () => `${ids.length} SUCCEEDED`,
      })
    await succeed(untried)
    // Those that were tried wait for their retries.
    for (const id of [...failed, ...waiting].filter((each) => !untried.includes(each)))
      await operate(stage.client, 'retryDelivery', id)
    await succeed([...failed, ...waiting])
    expect(over).toEqual([])
    expect(await stage.told()).toEqual(['webhook.failing', 'webhook.recovered'])
  })

  test('what is held gets its last try at its time, whatever the health says', async () => {
    await using stage = await openStage(app)
    await stage.update({ retryPolicy: { delays: Array.from({ length: 20 }, () => 5) } })
    const failed = (await stage.fail()).slice(0, 3)
    // Their retries are due after 5 s: they are given back to Postgres then, but for the probe.
    await eventually(async () => (await stage.held(failed)) >= 2)
    const before = await rows(
      app,
      `select id, attempt_count, run from deliveries where id in (?) and held_until is not null order by id limit 1`,
      [failed],
    )
    const first = before[0].id
    await rows(
      app,
      `update deliveries set held_until = now(), window_started_at = now() - interval '23 hours 59 minutes 5 seconds' where id = ? returning 1`,
      [first],
    )
    await stage.probe()
    await stage.untilStatus(first, 'FAILED')
    const [after] = await rows(app, `select attempt_count, decision from deliveries where id = ?`, [first])
    expect(after).toEqual({
      attempt_count: before[0].attempt_count + 1,
      decision: 'It was the last attempt: the 24 hours are over.',
    })
  })

  test('a test event and a retry by hand go at once, and a success ends it', async () => {
    await using stage = await openStage(app)
    await stage.fail()
    const [held] = await stage.publishMany(1)
    await eventually(async () => (await stage.held([held!])) === 1)
    const failed = await sendTestEvent(stage.client, stage.webhookId, stage.eventType)
    await stage.untilStatus(failed, 'FAILED')
    expect((await stage.health()).failing_since).not.toBeNull()
    stage.answers(() => ({ status: 200 }))
    await stage.client.request(`mutation ($id: ID!) { retryDelivery(id: $id) { userErrors { code } } }`, {
      id: held,
    })
    await stage.untilStatus(held!, 'SUCCEEDED')
    await eventually(async () => (await stage.health())?.failing_since === null)
  })
})
