import { expect, test } from 'vitest'
import { openTestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { operate } from '../support/operate.ts'
import { readDelivery } from '../support/webhooks.ts'
import { openStage } from './stage.ts'

test('a failing webhook that is paused and enabled tries one delivery at once, and says so (protocol 4.12)', async () => {
  await using app = await openTestApp()
  await using stage = await openStage(app)
  await stage.update({ retryPolicy: { delays: [600] } }) // no retry becomes due meanwhile
  await stage.fail()
  const waiting = await stage.publishMany(5)
  await eventually(async () => (await stage.held(waiting)) === 5)
  const health = async () =>
    (
      await stage.client.request(
        `query ($id: ID!) { webhook(id: $id) { health { state disableAt lastError probe { id } held } } }`,
        { id: stage.webhookId },
      )
    ).webhook.health
  const held = await health()
  expect(held).toMatchObject({
    state: 'FAILING',
    disableAt: expect.any(String),
    lastError: expect.any(String),
  })
  expect(held.held).toBeGreaterThanOrEqual(5)
  const { decision, nextAttemptAt } = await readDelivery(stage.client, waiting[4]!)
  expect(decision).toMatch(
    /^Held: its webhook has been failing since .*, at the latest in (24 h|23 h 59 min)\.$/,
  )
  expect(nextAttemptAt).toBeNull()

  await operate(stage.client, 'pauseWebhook', stage.webhookId)
  expect(await health()).toMatchObject({ state: 'FAILING', disableAt: null })
  stage.answers(() => ({ status: 200 }))
  await operate(stage.client, 'enableWebhook', stage.webhookId)
  // Not after the minute that the probe's turn would take.
  await eventually(async () => (await stage.statuses(waiting)).SUCCEEDED === 5, { deadlineMs: 30_000 })
  expect(await health()).toMatchObject({ state: 'HEALTHY', lastError: null, probe: null, held: 0 })
})
