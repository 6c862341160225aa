import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/app/open-database.ts'
import { API_SESSION, INDEX_PLANNING } from '../../src/database/database.ts'
import { createListenerNews } from '../../src/listening/listener-news.ts'
import { takeDeliveries } from '../../src/listening/take-deliveries.ts'
import { removeListeners } from '../../src/listening/remove-listeners.ts'
import { transactional, sql } from '../../src/database/sql.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { closing } from '../support/closing.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { countRowsRead } from '../support/rows-read.ts'
import { rows } from '../support/sql.ts'
import { readDelivery } from '../support/webhooks.ts'
import { endListening, openListening, report } from './listener.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ apis: 2 })
})
afterAll(() => app[Symbol.asyncDispose]())

test('who opens it while an earlier opening takes what waits gets that too', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const first = await openListening(client)
  // Taking takes a second, after its snapshot and before its commit. The sequence says that it has begun, also when it is over.
  await rows(app, `create sequence taking`)
  await rows(
    app,
    `create function take_slowly() returns trigger language plpgsql as
      $$ begin perform nextval('taking'); perform pg_sleep(1.5); return new; end $$`,
  )
  await rows(
    app,
    `create trigger take_slowly before update on deliveries for each row
      when (old.attempt_started_at is null and new.attempt_started_at is not null and new.webhook_id = '${first.listener.id}')
      execute function take_slowly()`,
  )
  const published = organization.publish()
  await eventually(async () => (await rows(app, `select is_called from taking`))[0].is_called)
  const second = await openListening(client)
  await rows(app, `drop trigger take_slowly on deliveries`)
  await published
  await second.until(1)
  expect(second.requests[0]!.number).toBe(2)
  await Promise.all([first.close(), second.close()])
})

test('an attempt that was never begun is not reported into the log', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const listening = await openListening(client)
  await endListening(app, listening)
  const { deliveryIds } = await organization.publish()
  const request = { deliveryId: deliveryIds[0]!, run: 1, number: 1 }
  const reported = await report(client, request as never)
  expect(reported).toEqual({ deliveries: [{ id: request.deliveryId, status: 'PENDING' }], userErrors: [] })
  const again = await openListening(client)
  await again.until(1)
  await report(client, { ...again.requests[0]!, number: 7 })
  expect((await readDelivery(client, request.deliveryId)).status).toBe('PENDING')
  await report(client, again.requests[0]!)
  expect((await readDelivery(client, request.deliveryId)).status).toBe('SUCCEEDED')
  await again.close()
})

test('a report that is repeated changes nothing', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const listening = await openListening(client)
  await organization.publish()
  await listening.until(1)
  const request = listening.requests[0]!
  await report(client, request)
  const state = () =>
    rows(app, `select status, decision, finished_at, status_code from deliveries where id = ?`, [
      request.deliveryId,
    ])
  const before = await state()
  await delay(20)
  await report(client, request, { statusCode: 204 })
  await report(client, request, { statusCode: 500 })
  expect(await state()).toEqual(before)
  await listening.close()
})

test('an attempt never ends before it began, whatever the clocks say', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const listening = await openListening(client)
  await organization.publish()
  await listening.until(1)
  const { deliveryId } = listening.requests[0]!
  await rows(app, `update deliveries set attempt_started_at = now() + interval '5 seconds' where id = ?`, [
    deliveryId,
  ])
  await report(client, listening.requests[0]!)
  const [attempt] = await rows(
    app,
    `select finished_at >= started_at as ordered from attempts where delivery_id = ?`,
    [deliveryId],
  )
  expect(attempt.ordered).toBe(true)
  await listening.close()
})

test('an answer with more headers than are kept is cut between characters', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const listening = await openListening(client)
  await organization.publish()
  await listening.until(1)
  const value = 'x'.repeat(65_533) + '😀'
  const { deliveries } = await report(client, listening.requests[0]!, {
    statusCode: 200,
    headers: [{ name: 'ab', value }],
  })
  expect(deliveries).toMatchObject([{ status: 'SUCCEEDED' }])
  await listening.close()
})

test('a local address with a name and password is refused, as of a webhook', async () => {
  const { client } = await openOrganization(app)
  const refused = await openListening(client, { forwardTo: 'http://me:secret@localhost:3000/' })
  expect(refused.ended()?.extensions.userErrors).toMatchObject([{ code: 'URL_HAS_CREDENTIALS' }])
  await refused.close()
})

test('a webhook can not take the uid of a listener', async () => {
  const { client } = await openOrganization(app)
  const { createWebhook } = await client.request(
    `mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id } userErrors { code field } } }`,
    { input: { url: 'https://localhost:1/', eventTypes: ['*'], uid: 'listener/laptop' } },
  )
  expect(createWebhook).toEqual({ webhook: null, userErrors: [{ code: 'INVALID', field: ['input', 'uid'] }] })
  const listening = await openListening(client)
  expect(listening.listener.status).toBe('LISTENING')
  await listening.close()
})

test('one that somebody opens at the moment of its removal stays', async () => {
  const { client } = await openOrganization(app)
  const listening = await openListening(client)
  await listening.close()
  const { id } = listening.listener
  await rows(app, `update webhooks set listener_seen_at = now() - interval '25 hours' where id = ?`, [id])
  let removal: Promise<void> | undefined
  await transactional(app.database, async (em) => {
    await sql(em)`update webhooks set listener_seen_at = now() where id = ${id}`
    removal = removeListeners(app.database)
    await delay(300)
  })
  await removal
  const [webhook] = await rows(app, `select deleted_at from webhooks where id = ?`, [id])
  expect(webhook.deleted_at).toBe(null)
})

test('one that reports nothing does not make durahook look for it whenever others publish', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const listening = await openListening(client, { name: 'silent' })
  for (let count = 0; count < 21; count += 1) await organization.publish()
  await listening.until(20)
  await listening.close()
  const news = createListenerNews(app.database, pino({ level: 'silent' }))
  const listener = news.join({ id: listening.listener.id, organizationId: organization.id })
  const ending = AbortSignal.timeout(3_000)
  let [looks, inVain] = [0, false]
  const publishing = setInterval(() => news.wakeAll(), 10)
  while (!ending.aborted) {
    looks += 1 // which finds that as many are on their way as may be
    inVain = await listener.news(ending, inVain)
  }
  clearInterval(publishing)
  listener.leave()
  expect(looks).toBeLessThan(12)
})

test('after an erasure no answer is kept, whatever is reported in which order (protocol 4.10)', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const first = await openListening(client)
  const { eventId } = await organization.publish()
  await first.until(1)
  const second = await openListening(client)
  await second.until(1)
  await client.request(`mutation ($id: ID!) { eraseEvent(id: $id) { userErrors { code } } }`, { id: eventId })
  const answer = { statusCode: 200, bodyBase64: Buffer.from('personal').toString('base64') }
  await report(client, first.requests[0]!, answer)
  await report(client, second.requests[0]!, answer)
  const { deliveryId } = first.requests[0]!
  const attempts = await rows(
    app,
    `select outcome, response_body from attempts where delivery_id = ? order by number`,
    [deliveryId],
  )
  expect(attempts).toEqual([
    { outcome: 'INTERRUPTED', response_body: null },
    { outcome: 'SUCCEEDED', response_body: null },
  ])
  expect((await readDelivery(client, deliveryId)).status).toBe('SUCCEEDED')
  await Promise.all([first.close(), second.close()])
})

test('however much waits for one, or for others, as few rows are read', async () => {
  const organization = await openOrganization(app)
  const { client } = organization
  const listening = await openListening(client)
  const { id } = listening.listener
  await endListening(app, listening)
  const { deliveryIds } = await organization.publish()
  await rows(
    app,
    `insert into deliveries (id, organization_id, webhook_id, event_id, event_type, test, status, decision, trigger, attempt_count)
      select substr(d.id, 1, 20) || lpad(n::text, 9, '0'),
        case when n % 2 = 0 then organization_id else 'org_other' || n % 100 end,
        case when n % 2 = 0 then webhook_id else 'wh_other' || n % 100 end,
        event_id, event_type, false, 'PENDING', '', 'AUTOMATIC', (n % 4 = 0)::int
      from deliveries d, generate_series(1, 20000) n where d.id = ?`,
    [deliveryIds[0]],
  )
  await using hot = closing(await openDatabase(app.databaseUrl, 1, { ...API_SESSION, ...INDEX_PLANNING }))
  const session = 'a-session'
  await rows(app, `update webhooks set listener_session = ? where id = ?`, [session, id])
  const tables = ['deliveries', 'webhooks', 'events', 'replays']
  const { result, rowsRead } = await countRowsRead(hot, tables, () => takeDeliveries(hot, id, session))
  expect(result!.map((taken) => taken.id)).toEqual(
    (await rows(app, `select id from deliveries where webhook_id = ? order by id limit 20`, [id])).map(
      ({ id: oldest }) => oldest,
    ),
  )
  expect(rowsRead).toBeLessThan(300)
  const news = createListenerNews(hot, pino({ level: 'silent' }))
  const listener = news.join({ id, organizationId: organization.id })
  const looked = await countRowsRead(hot, tables, async () => {
    news.wakeAll()
    // It waits for a second at most; a busy machine may look for longer.
    await eventually(() => listener.news(AbortSignal.timeout(60_000), false))
  })
  listener.leave()
  expect(looked.rowsRead).toBeLessThan(50)
  await rows(app, `delete from deliveries where organization_id like 'org_other%' or webhook_id = ?`, [id])
})
