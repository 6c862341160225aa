import { createServer, type AddressInfo, type Socket } from 'node:net'
import { once } from 'node:events'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '../../src/app/open-api.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver } from '../support/receiver.ts'
import { holdSweeps, sweep } from '../support/reconcile.ts'
import { rows } from '../support/sql.ts'
import { openTemporal } from '../support/temporal.ts'
import { createWebhook } from '../support/webhooks.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
  await holdSweeps(app)
})
afterAll(() => app[Symbol.asyncDispose]())

/** Takes connections and says nothing, as a Temporal that hangs. */
async function openSilence() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => sockets.add(socket.on('error', () => {}))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** Its retry comes by itself long after whatever a test does. */
const openWebhook = ({ client, eventType }: DialectOrganization, url: string) =>
  createWebhook(client, { url, eventTypes: [eventType], retryPolicy: { delays: [600] } })
const waits = ({ attemptCount, nextAttemptAt }: any) => attemptCount === 1 && nextAttemptAt !== null
const mutation = (name: string) =>
  `mutation ($id: ID!) { ${name}(id: $id) { delivery { status decision } userErrors { code } } }`

/** An answer is waited for no longer than two seconds; a busy machine adds some. Without that limit it would be much longer. */
const SOON_MS = 15_000

describe.each(['refuses connections', 'says nothing'])('Temporal %s', (how) => {
  test('retryDelivery: UNAVAILABLE within two seconds, and done when Temporal is back', async () => {
    const answers = [500]
    await using receiver = await openReceiver(() => ({ status: answers.shift() ?? 200 }))
    await using temporal = await openTemporal(app)
    await using silence = await openSilence()
    const organization = await openOrganization(app)
    await openWebhook(organization, receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await organization.until(id, waits)
    await using api = await apiWith(how === 'says nothing' ? silence.address : '127.0.0.1:1')
    const client = createClient(api.port, organization.client.apiKey)

    const asked = performance.now()
    const { errors } = await client.send(mutation('retryDelivery'), { id })
    expect(performance.now() - asked).toBeLessThan(SOON_MS)
    expect(errors).toMatchObject([
      { extensions: { code: 'UNAVAILABLE' }, message: expect.stringContaining('is stored') },
    ])
    const { decision } = await organization.untilStatus(id, 'PENDING')
    expect(decision).toContain('as soon as Temporal can be reached')
    expect((await sweep(app, temporal)).retriesSent).toEqual([id])
    const delivered = await organization.untilStatus(id, 'SUCCEEDED')
    expect(delivered.attempts.nodes.map(({ trigger }: any) => trigger)).toEqual(['AUTOMATIC', 'MANUAL'])
  })

  test('cancelDelivery holds at once; the workflow is told when Temporal is back', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    await using temporal = await openTemporal(app)
    await using silence = await openSilence()
    const organization = await openOrganization(app)
    await openWebhook(organization, receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await organization.until(id, waits)
    await using api = await apiWith(how === 'says nothing' ? silence.address : '127.0.0.1:1')

    const asked = performance.now()
    const data = await createClient(api.port, organization.client.apiKey).request(
      mutation('cancelDelivery'),
      {
        id,
      },
    )
    expect(performance.now() - asked).toBeLessThan(SOON_MS)
    expect(data.cancelDelivery).toEqual({
      delivery: { status: 'CANCELED', decision: 'It was canceled.' },
      userErrors: [],
    })
    expect((await temporal.describe(id)).status.name).toBe('RUNNING')
    await rows(app, `update deliveries set finished_at = now() - interval '1 minute' where id = ?`, [id])
    // Temporal's lists are seconds late.
    await eventually(async () => (await sweep(app, temporal)).workflowsEnded.includes(id))
    await temporal.history(id)
    expect(receiver.received).toHaveLength(1)
  })
})

async function apiWith(temporalAddress: string) {
  const { settings, databaseUrl } = app
  const api = await openApi({ settings, databaseUrl, temporalAddress, log: pino({ level: 'silent' }) })
  return { ...api, [Symbol.asyncDispose]: () => api.close() }
}
