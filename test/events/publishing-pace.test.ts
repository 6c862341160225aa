import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatBacklog } from '../../src/events/backlog.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { rows } from '../support/sql.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

const PUBLISH = `mutation ($events: [PublishEventInput!]!) { publishEvents(events: $events) { events { id } userErrors { code } } }`

test('who publishes faster than workers start its deliveries is told when to go on; nothing is stored then, and others publish', async () => {
  const busy = await openOrganization(app)
  await busy.webhook('https://localhost:1/') // it is the deliveries that are slow, and events without any never wait
  const other = await openOrganization(app)
  const publish = ({ client, eventType: type }: typeof busy) =>
    client.send(PUBLISH, { events: Array.from({ length: 50 }, () => ({ type, data: {} })) })
  // As a worker says it, again and again while it is so.
  const say = () =>
    rows(app, `select pg_notify('durahook_backlog', ?)`, [
      formatBacklog({ worker: 'w', organizationId: busy.id, lateMs: 9_000, perSecond: 10 }),
    ])
  const refused = await eventually(async () => {
    await say()
    const answer = await publish(busy)
    return answer.errors && answer
  })
  expect(refused.errors![0]!).toMatchObject({
    message: expect.stringContaining('Nothing was stored; try again in'),
    extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) },
  })
  const stored = async () => (await rows(app, `select count(*)::int as n from events`))[0].n as number
  const before = await stored()
  expect(before % 50).toBe(0)
  await say()
  expect((await publish(other)).errors).toBeUndefined()
  expect(await stored()).toBe(before + 50)
  // Nobody says so any more.
  await eventually(async () => (await publish(busy)).errors === undefined, { deadlineMs: 20_000 })
})
