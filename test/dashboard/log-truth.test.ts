import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from '../../src/database/sql.ts'
import type { TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type Answer, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'
import { openDashboard, rowOf, rows, type Dashboard } from './support/dashboard.ts'

let dashboard: Dashboard
beforeAll(async () => void (dashboard = await openDashboard()))
afterAll(() => dashboard[Symbol.asyncDispose]())

interface Log extends AsyncDisposable {
  page: Page
  client: TestClient
  organizationId: string
  webhookId: string
  receiver: TestReceiver
  /** What the receiver answers from now on. */
  answer: { now: Answer }
  /** Publishes an event and returns its delivery's id, once it has an attempt. */
  deliver(): Promise<string>
  /** Opens the log, with what follows `?`. */
  open(search?: string): Promise<void>
  /** The Next cell of an attempt. */
  next(delivery: string, number?: number): ReturnType<Page['locator']>
  change(mutation: string, id: string): Promise<void>
}

/** A webhook with an open log of its own; its receiver answers 500 at first. */
async function openLog(options: { width?: number } = {}): Promise<Log> {
  const answer: { now: Answer } = { now: { status: 500 } }
  const receiver = await openReceiver(() => answer.now)
  const { id: organizationId, client } = await dashboard.app.organization()
  await createEventType(client, 'thing.done')
  const webhook = await createWebhook(client, {
    url: `${receiver.url}/a`,
    eventTypes: ['thing.done'],
    // No attempt comes by itself in the middle of a test, and one that hangs is there to be seen.
    retryPolicy: { delays: [600, 600], timeoutMs: 30_000 },
  })
  const page = await dashboard.signIn(client, {}, { viewport: { width: options.width ?? 1280, height: 800 } })
  const attemptsOf = async (id: string) =>
    (
      await sql<{ count: number }>(dashboard.app.database)`
      select attempt_count as count from deliveries where id = ${id} and attempt_started_at is null`
    )[0]?.count
  return {
    page,
    client,
    organizationId,
    webhookId: webhook.id,
    receiver,
    answer,
    async deliver() {
      const event = await publish(client, 'thing.done', { n: 1 })
      const [delivery] = await deliveriesOf(client, event)
      await eventually(() => attemptsOf(delivery.id))
      return delivery.id
    },
    async open(search = '') {
      await page.goto(`${dashboard.base}/o/${organizationId}/webhooks/${webhook.id}${search}`)
      await page.getByTestId('connection').getByText('Live').waitFor()
    },
    next: (delivery, number = 1) => rowOf(page, `${delivery}/${number}`).locator('.next'),
    async change(mutation, id) {
      const { changed } = await client.request(
        `mutation ($id: ID!) { changed: ${mutation}(id: $id) { userErrors { message } } }`,
        { id },
      )
      expect(changed.userErrors).toEqual([])
    },
    async [Symbol.asyncDispose]() {
      await page.context().close()
      await receiver.close()
    },
  }
}

const COUNTDOWN = /^in \d/

test('a row says what became of its delivery, whoever changed it: retried, delivered, canceled, failed for good', async () => {
  await using log = await openLog()
  await log.open()
  const canceled = await log.deliver()
  const delivered = await log.deliver()
  for (const id of [canceled, delivered]) await log.next(id).getByText(COUNTDOWN).waitFor()

  await log.change('cancelDelivery', canceled) // not by this page
  await log.next(canceled).getByText('canceled', { exact: true }).waitFor()

  await log.change('retryDelivery', delivered)
  await log.next(delivered, 2).getByText(COUNTDOWN).waitFor()
  expect(await log.next(delivered, 1).textContent()).toBe('tried again')
  log.answer.now = { status: 200 }
  await log.change('retryDelivery', delivered)
  await log.next(delivered, 3).getByText('delivered', { exact: true }).waitFor()
  await log.next(delivered, 1).getByText('delivered by attempt 3').waitFor()

  log.answer.now = { status: 500 }
  const { sendTestEvent } = await log.client.request(
    `mutation ($input: SendTestEventInput!) { sendTestEvent(input: $input) { delivery { id } } }`,
    { input: { webhookId: log.webhookId, eventType: 'thing.done' } },
  )
  await log.next(sendTestEvent.delivery.id).getByText('failed for good').waitFor()

  // The same after a reload, and behind a filter that leaves the attempt that delivered out.
  await log.open()
  await log.page.getByLabel('Status').selectOption('FAILED')
  await expect.poll(() => rows(log.page).count()).toBe(4)
  expect(await log.next(delivered, 1).textContent()).toBe('delivered by attempt 3')
  expect(await log.next(delivered, 2).textContent()).toBe('delivered by attempt 3')
  expect(await log.next(canceled).textContent()).toBe('canceled')
  expect(await log.next(sendTestEvent.delivery.id).textContent()).toBe('failed for good')
})

test('more deliveries than are read at a time: each row in view comes to say the truth', async () => {
  await using log = await openLog()
  const first = await log.deliver()
  // As after an outage: 300 that are retried, of which some in view are canceled by somebody else. The sweep, which would start
  // their workflows, leaves alone what was started a moment ago.
  const { database } = dashboard.app
  await database.em.fork().execute(`
    insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger, attempt_count,
      next_attempt_at, started_at, created_at)
    select 'wd_' || lpad(n::text, 26, '0'), organization_id, webhook_id, event_id, 'PENDING', '', 'AUTOMATIC', 1,
      now() + interval '10 hours', now() + interval '1 hour', now()
    from deliveries, generate_series(1, 300) n where id = '${first}'`)
  await database.em.fork().execute(`
    insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome, status_code,
      response_headers, response_body_truncated, total_ms, decision, next_attempt_at, started_at, finished_at)
    select organization_id, webhook_id, 'wd_' || lpad(n::text, 26, '0'), event_type, 1, trigger, outcome, status_code,
      response_headers, false, 5, '', now() + interval '10 hours', now(), now()
    from attempts, generate_series(300, 1, -1) n where delivery_id = '${first}' order by n desc`)
  await log.open()
  await rows(log.page).first().locator('.next').getByText(COUNTDOWN).waitFor()
  const asked: number[] = []
  log.page.on('request', (request) => {
    if (request.postData()?.includes('DeliveriesNow('))
      asked.push(request.postData()!.match(/d\d+: delivery/g)?.length ?? 0)
  })
  await sql(
    database,
  )`update deliveries set status = 'CANCELED', next_attempt_at = null where id like 'wd_000%'`
  const words = () =>
    rows(log.page).evaluateAll((all) => all.map((row) => row.querySelector('.next')!.textContent))
  await expect.poll(words).toEqual(expect.arrayContaining(['canceled']))
  await expect
    .poll(async () => (await words()).filter((word) => word !== 'canceled').length)
    .toBeLessThanOrEqual(1) // the first one is in view where the screen is high
  expect(Math.max(...asked)).toBeLessThanOrEqual(20)
})

test('what is over the time it was expected is due, an attempt that is made is on its way', async () => {
  await using log = await openLog()
  await log.open()
  const delivery = await log.deliver()
  await log.next(delivery).getByText(COUNTDOWN).waitFor()
  const { database } = dashboard.app
  // The sweep, which would put the time right, leaves alone what was started a moment ago.
  await sql(database)`
    update deliveries set next_attempt_at = now() - interval '1 minute', started_at = now() + interval '1 hour'
    where id = ${delivery}`
  await log.next(delivery).getByText('due', { exact: true }).waitFor()
  await rowOf(log.page, `${delivery}/1`).click()
  const panel = log.page.getByTestId('delivery-panel')
  await panel.getByText('Next attempt due').waitFor()

  log.answer.now = 'hang'
  await log.change('retryDelivery', delivery)
  await panel.getByText('An attempt is on its way.').waitFor()
  await log.page.getByRole('button', { name: 'Close the delivery' }).click()
  await log.next(delivery).getByText('on its way').waitFor()
  expect(await log.page.getByText('now', { exact: true }).count()).toBe(0)
})

test('a paused webhook holds its deliveries, and every place says so', async () => {
  await using log = await openLog()
  await log.open()
  const retried = await log.deliver()
  await log.next(retried).getByText(COUNTDOWN).waitFor()
  await log.change('pauseWebhook', log.webhookId)
  await log.next(retried).getByText('held: webhook paused').waitFor()
  await log.page.getByText('It receives nothing: somebody asked for it').waitFor()

  await publish(log.client, 'thing.done', { n: 2 })
  await log.page.getByText('2 deliveries wait').click()
  const waiting = log.page.locator('.waiting li')
  await expect.poll(() => waiting.count()).toBe(2)
  for (const item of await waiting.all()) await item.getByText('held: webhook paused').waitFor()
  await rowOf(log.page, `${retried}/1`).click()
  const panel = log.page.getByTestId('delivery-panel')
  await panel.getByText('Held: the webhook is paused.').waitFor()
  expect(await panel.locator('.next-attempt').textContent()).not.toMatch(/about to be made|in \d|due/)
  expect(await waiting.allTextContents()).not.toContainEqual(
    expect.stringMatching(/about to be made|in \d|due/),
  )

  // The API refuses to send to it.
  expect(await log.page.getByRole('button', { name: 'Retry now' }).count()).toBe(0)
  expect(await panel.getByRole('button', { name: 'Cancel' }).count()).toBe(1)

  log.answer.now = { status: 200 }
  await log.change('enableWebhook', log.webhookId)
  await log.change('retryDelivery', retried)
  await expect.poll(() => log.page.getByText(/deliver(y|ies) waits?/).count()).toBe(0)
})

test('Retry now sends nothing if the delivery has succeeded since it was shown', async () => {
  await using log = await openLog()
  await log.open()
  const delivery = await log.deliver()
  await rowOf(log.page, `${delivery}/1`).click()
  const panel = log.page.getByTestId('delivery-panel')
  const retry = panel.getByRole('button', { name: 'Retry now' })
  await retry.waitFor()

  // The page shows what it has read, until it is let read again.
  const hold = async (route: Route) => {
    if (route.request().postData()!.includes('mutation RetryDelivery')) await route.continue()
  }
  await log.page.route('**/graphql', hold)
  await sql(dashboard.app.database)`
    update deliveries set status = 'SUCCEEDED', next_attempt_at = null, finished_at = now() where id = ${delivery}`
  const received = log.receiver.received.length
  await retry.click()
  await panel.getByText('The delivery is SUCCEEDED by now, not PENDING. Nothing was sent.').waitFor()
  expect(log.receiver.received).toHaveLength(received)

  await log.page.unroute('**/graphql', hold) // lets go what was held
  await panel.getByRole('button', { name: 'Resend' }).waitFor()
})

test('on a webhook of which nothing waits the page asks for little', async () => {
  await using log = await openLog()
  log.answer.now = { status: 200 }
  await log.deliver()
  await log.open()
  await rows(log.page).first().locator('.next').getByText('delivered').waitFor()
  await log.page.waitForLoadState('networkidle')
  // By the page's own clock: this process may be away for longer than it asked for.
  const askedMeanwhile = await log.page.evaluate(async () => {
    const from = performance.now()
    await new Promise((resolve) => setTimeout(resolve, 20_000)) // what is measured is a time
    const asked = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/graphql'))
    return asked.filter(({ startTime: at }) => at >= from && at < from + 20_000).length
  })
  expect(askedMeanwhile).toBeLessThanOrEqual(3)

  // A hundred successes in a row are not a hundred questions.
  let asked = 0
  log.page.on('request', (request) => void (asked += Number(request.url().endsWith('/graphql'))))
  await Promise.all(Array.from({ length: 100 }, (_, n) => publish(log.client, 'thing.done', { n })))
  await log.page.getByTestId('chart-attempts').getByText('101', { exact: true }).waitFor()
  // It asks as time passes, which is longer on a busy machine.
  expect(asked).toBeLessThanOrEqual(30)
  expect(dashboard.faults).toEqual([])
})

test('operators are told which deliveries have no workflow', async () => {
  await using log = await openLog()
  log.answer.now = { status: 200 }
  const operator = await dashboard.app.operator()
  const choose = (lane: string) =>
    operator.request(
      `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { userErrors { code } } }`,
      { input: { id: log.organizationId, lane } },
    )
  const page = await dashboard.signIn(operator)
  const note = page.getByText('Sent directly: Temporal has no workflow of it.')
  for (const [lane, notes] of [
    ['DIRECT', 1],
    ['WORKFLOW', 0],
  ] as const) {
    await choose(lane)
    const id = await log.deliver()
    await page.goto(
      `${dashboard.base}/o/${log.organizationId}/webhooks/${log.webhookId}?attempt=${encodeURIComponent(`${id}/1`)}`,
    )
    await page.getByRole('button', { name: 'Resend' }).waitFor()
    expect(await note.count()).toBe(notes)
  }
})
