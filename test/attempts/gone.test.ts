import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openGate } from '../support/gate.ts'
import { operate, readWebhook } from '../support/operate.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

/** A webhook whose first request waits for its answer, 410 Gone, until `answer` is called. */
async function openGone() {
  const gate = openGate()
  let first = true
  const receiver = await openReceiver(async () => {
    if (!first) return { status: 200 }
    first = false
    await gate.passed
    return { status: 410 }
  })
  const organization = await openOrganization(app)
  // In its 30 s a test does what comes before the answer.
  const { id } = await organization.webhook(`${receiver.url}/first`, { timeoutMs: 30_000 })
  const deliveryId = (await organization.publish()).deliveryIds[0]!
  await eventually(() => receiver.received.length === 1)
  const update = (input: object) =>
    organization.client.request(
      `mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { userErrors { code } } }`,
      { input: { id, ...input } },
    )
  /** Answers, and waits until the attempt is recorded. */
  const answer = async () => {
    gate.open()
    return organization.untilStatus(deliveryId, 'FAILED')
  }
  return {
    ...organization,
    id,
    receiver,
    update,
    answer,
    read: () => readWebhook(organization.client, id),
    [Symbol.asyncDispose]: async () => {
      gate.open()
      await receiver.close()
    },
  }
}
type Gone = Awaited<ReturnType<typeof openGone>>

describe('410 Gone that comes after (protocol 3.7)', () => {
  test.each<[string, (gone: Gone) => Promise<unknown>]>([
    ['the URL was changed', (gone) => gone.update({ url: `${gone.receiver.url}/second` })],
    [
      'the URL was changed and changed back',
      async (gone) => {
        await gone.update({ url: `${gone.receiver.url}/second` })
        await gone.update({ url: `${gone.receiver.url}/first` })
      },
    ],
    ['its headers were changed', (gone) => gone.update({ headers: [{ name: 'x-tenant', value: 'acme' }] })],
    [
      'somebody disabled and enabled the webhook',
      async ({ client, id }) => {
        await operate(client, 'disableWebhook', id)
        await operate(client, 'enableWebhook', id)
      },
    ],
    ['somebody enabled it', ({ client, id }) => operate(client, 'enableWebhook', id)],
  ])('%s says nothing about the webhook as it is', async (_name, change) => {
    await using gone = await openGone()
    await change(gone)
    gone.answer().catch(() => {})
    await eventually(async () => {
      const [logged] = await rows(app, `select 1 from attempts where webhook_id = ?`, [gone.id])
      return logged
    })
    expect(await gone.read()).toMatchObject({ status: 'ENABLED', statusReason: null })
    const { deliveryIds } = await gone.publish()
    await gone.untilStatus(deliveryIds[0]!, 'SUCCEEDED')
    expect(await gone.read()).toMatchObject({ status: 'ENABLED' })
  })

  test.each<[string, (gone: Gone) => Promise<unknown>, string]>([
    ['nothing else', async () => {}, 'GONE'],
    ['the same being saved again', (gone) => gone.update({ url: `${gone.receiver.url}/first` }), 'GONE'],
    ['a new note', (gone) => gone.update({ description: 'A note' }), 'GONE'],
    ['a pause', ({ client, id }) => operate(client, 'pauseWebhook', id), 'GONE'],
    [
      'a rotation of its secret',
      ({ client, id }) =>
        client.request(`mutation ($id: ID!) { rotateWebhookSecret(id: $id) { userErrors { code } } }`, {
          id,
        }),
      'GONE',
    ],
    // Who asked for it reads why.
    ['somebody disabling it', ({ client, id }) => operate(client, 'disableWebhook', id), 'REQUESTED'],
  ])('after %s disables it', async (_name, change, reason) => {
    await using gone = await openGone()
    await change(gone)
    gone.answer().catch(() => {})
    await eventually(async () => (await gone.read()).status === 'DISABLED')
    await eventually(async () => {
      const [logged] = await rows(app, `select 1 from attempts where webhook_id = ?`, [gone.id])
      return logged
    })
    expect(await gone.read()).toMatchObject({ status: 'DISABLED', statusReason: reason })
  })
})

test('a 410 that can not disable its webhook is not recorded either: both happen, with what was pending skipped', async () => {
  await using gone = await openGone()
  // A worker that dies between the two would leave what Postgres has when the second is refused.
  await rows(app, `create sequence refusals`) // counts what is rolled back too
  await rows(
    app,
    `create function refuse() returns trigger language plpgsql as $$
      begin perform nextval('refusals'); raise 'refused by the test'; end $$`,
  )
  await rows(
    app,
    `create trigger refuse before update on webhooks for each row
      when (new.status_reason = 'GONE' and old.status_reason is null) execute function refuse()`,
  )
  const other = (await gone.publish({ occurredAt: '2026-01-01T00:00:00Z' })).deliveryIds[0]!
  await gone.untilStatus(other, 'SUCCEEDED')
  await operate(gone.client, 'pauseWebhook', gone.id)
  const held = (await gone.publish()).deliveryIds[0]!
  await rows(app, `update webhooks set status_reason = null where id = ?`, [gone.id]) // the trigger's condition
  const answered = gone.answer()
  await eventually(async () => (await rows(app, `select is_called from refusals`))[0].is_called)
  expect(
    await rows(app, `select 1 from attempts where webhook_id = ? and status_code = 410`, [gone.id]),
  ).toEqual([])
  expect(await gone.read()).toMatchObject({ status: 'PAUSED' })
  await rows(app, `drop trigger refuse on webhooks`)
  await answered
  expect(await gone.read()).toMatchObject({ status: 'DISABLED', statusReason: 'GONE' })
  expect((await gone.untilStatus(held, 'SKIPPED')).attemptCount).toBe(0)
})
