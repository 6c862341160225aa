import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listPartitions, PARTITIONED } from '../../src/retention/partitions.ts'
import { keepingOf } from '../../src/retention/keeping.ts'
import { purgeDeliveries } from '../../src/retention/purge-deliveries.ts'
import { purgePayloads } from '../../src/retention/purge-events.ts'
import { purgeStep } from '../../src/retention/purge-step.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { connected } from '../support/log-api.ts'
import { keptFor, openPast } from '../support/past.ts'
import { planReplay } from '../replay/stage.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import { DAY, writeAttempt, writeHistory } from './stage.ts'

const SETTINGS = keptFor({ payload: 12, attempt: 15, delivery: 20, event: 40 })
const KEEPING = keepingOf(SETTINGS)

let app: TestApp
let organization: TestOrganization
let webhookId: string
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())
beforeEach(async () => {
  for (const table of ['events', 'event_records', 'deliveries', 'attempts', 'replays'])
    await rows(app, `delete from ${table}`)
  await openPast(app.database, SETTINGS, 60)
  organization = await app.organization()
  await createEventType(organization.client, 'a.b')
  const input = { url: 'https://localhost:1/', eventTypes: ['a.b'] }
  webhookId = (await createWebhook(organization.client, input)).id
})

const at = (daysAgo: number) => ({ organizationId: organization.id, webhookId, daysAgo })
const purge = () => purgePayloads(app.database, KEEPING, () => {})
const payloads = async () =>
  (await rows(app, `select id from events order by id`)).map(({ id }) => id as string)

/** The events as the API lists them, with their data. */
const listed = async () =>
  (await organization.client.request(`{ events { nodes { id data } } }`)).events.nodes as {
    id: string
    data: unknown
  }[]

test('a partition with many events to be sent is not dropped: the others lose their payload one by one', async () => {
  const ended = await writeHistory(app, at(14))
  const open: string[] = []
  for (let count = 0; count < 201; count += 1)
    open.push((await writeHistory(app, at(14), { status: 'PENDING' })).event)
  expect(await purge()).toMatchObject({ left: 1 })
  expect(await payloads()).toEqual(open.sort())
  const day = async () =>
    (await rows(app, `select distinct tableoid::regclass::text as name from events`)).map(({ name }) => name)
  expect(await day()).toEqual([expect.stringMatching(/^events_\d+$/)])
  expect(await rows(app, `select id, data from known_events where data is null`)).toEqual([
    { id: ended.event, data: null },
  ])

  await rows(app, `update deliveries set status = 'SUCCEEDED', finished_at = now() where event_id <> ?`, [
    open[0],
  ])
  expect(await purge()).toMatchObject({ left: 0 })
  expect(await payloads()).toEqual([open[0]])
  expect(await day()).toEqual(['events_other'])
})

test('what somebody reads all the time, such as a backup, is left for the next purge; each event is there once meanwhile', async () => {
  const [erased, other] = [await writeHistory(app, at(14)), await writeHistory(app, at(14))]
  // Only the partition of these is old enough.
  const partitions = await listPartitions(app.database, PARTITIONED.events)
  const now = partitions.find(
    ({ from, to }) => from! <= Date.now() - 14 * DAY && Date.now() - 14 * DAY < to,
  )!.to
  for (const { to, name } of partitions) if (to < now) await rows(app, `drop table ${name}`)
  const purgeOne = () => purgePayloads(app.database, KEEPING, () => {}, now + KEEPING.events)

  await connected(app.databaseUrl, async (backup) => {
    await backup.query('begin; lock table events in access share mode')
    expect(await purgeOne()).toEqual({ dropped: 0, left: 1 })
    expect(await listed()).toEqual([other, erased].map(({ event: id }) => ({ id, data: { day: 14 } })))
    const { eraseEvent } = await organization.client.request(
      `mutation ($id: ID!) { eraseEvent(id: $id) { event { data erasedAt } userErrors { code } } }`,
      { id: erased.event },
    )
    expect(eraseEvent).toEqual({ event: { data: null, erasedAt: expect.any(String) }, userErrors: [] })
    await backup.query('rollback')
  })
  expect(await purgeOne()).toEqual({ dropped: 1, left: 0 })
  expect(await listed()).toEqual([other, erased].map(({ event: id }) => ({ id, data: null })))
  expect(await rows(app, `select id from known_events where erased_at is not null`)).toEqual([
    { id: erased.event },
  ])
})

describe('a replay', () => {
  const startReplay = () =>
    rows(
      app,
      `insert into replays (id, organization_id, request, status, since, until, statuses, event_types, status_codes, error_kinds,
          include_missed, missed_webhook_ids, rate_per_second)
        values ('rp_1', ?, '', 'RUNNING', now() - interval '1 hour', now(), '{FAILED}', '{}', '{}', '{}', false, '{}', 1)`,
      [organization.id],
    )

  test('holds what it may need, its older events too, but for a week at most', async () => {
    await writeHistory(app, at(14), { status: 'FAILED' })
    await writeHistory(app, at(26), { status: 'FAILED' })
    await startReplay()
    await purge()
    expect((await listed()).map(({ data }) => data)).toEqual([{ day: 14 }, null])
    await purgeDeliveries(app.database, KEEPING, () => {})
    expect(await rows(app, `select id from deliveries`)).toHaveLength(2)
    await rows(app, `update replays set finished_at = now()`)
    await purge()
    expect((await listed()).map(({ data }) => data)).toEqual([null, null])
  })

  test('holds what its organization keeps for a shorter time', async () => {
    await rows(app, `update organizations set payload_days = 1, delivery_days = 1 where id = ?`, [
      organization.id,
    ])
    const step = () =>
      purgeStep(
        { database: app.database, settings: SETTINGS },
        'organizations with a retention of their own',
        () => {},
      )
    await writeHistory(app, at(3), { status: 'FAILED' })
    await startReplay()
    await step()
    expect(
      await rows(app, `select e.data from deliveries d join events e on e.id = d.event_id`),
    ).toHaveLength(1)
    await rows(app, `update replays set finished_at = now()`)
    await step()
    expect(await rows(app, `select from deliveries union all select from events`)).toHaveLength(0)
  })

  test('is deleted when it ended as long ago as events are kept, with its failures', async () => {
    await startReplay()
    await rows(app, `insert into replay_failures values ('rp_1', 'wd_1')`)
    const purged = async (finished: string) => {
      await rows(app, `update replays set status = 'COMPLETED', finished_at = now() - ?::interval`, [
        finished,
      ])
      await purgeStep({ database: app.database, settings: SETTINGS }, 'deliveries', () => {})
      return (await rows(app, `select from replays union all select from replay_failures`)).length === 0
    }
    expect(await purged('39 days')).toBe(false)
    expect(await purged('41 days')).toBe(true)
  })

  test('of what was missed is of nothing whose deliveries are no longer kept', async () => {
    const { id } = organization
    await rows(app, `update organizations set delivery_days = 4 where id = ?`, [id])
    await writeHistory(app, at(6))
    await purgeStep(
      { database: app.database, settings: SETTINGS },
      'organizations with a retention of their own',
      () => {},
    )
    expect(await rows(app, `select from deliveries`)).toEqual([])
    const missed = await writeHistory(app, at(2))
    await rows(app, `delete from deliveries where id = ?`, [missed.delivery])
    const input = { webhookId, includeMissed: true, statuses: [] }
    const since = (days: number) => new Date(Date.now() - days * DAY).toISOString()
    expect(await planReplay(organization.client, { ...input, since: since(10) })).toMatchObject({
      matched: 1,
    })
  })
})

test('what receivers answered goes with the delivery, also from the log of later attempts', async () => {
  const { delivery } = await writeHistory(app, at(30))
  await writeAttempt(app, at(2), delivery, 2)
  await rows(app, `update deliveries set finished_at = now() - interval '2 days' where id = ?`, [delivery])
  const kept = await writeHistory(app, at(3))
  await purgeDeliveries(app.database, KEEPING, () => {})
  const answers = await rows(
    app,
    `select delivery_id, response_body, response_headers from attempts order by xid`,
  )
  const none = { delivery_id: delivery, response_body: null, response_headers: [] }
  expect(answers).toEqual([
    none,
    {
      delivery_id: kept.delivery,
      response_body: Buffer.from('thanks'),
      response_headers: [['x-answer', 'yes']],
    },
    none,
  ])
})
