import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createCertificates } from '../../src/receiver/certificates.ts'
import { openHttpsReceiver } from '../../src/receiver/https-receiver.ts'
import { loadTables } from '../dialects/table.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type Received } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, PUBLISH } from '../support/webhooks.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

/** Number forms, key order, escapes and blanks that JSON.parse and JSON.stringify would not give back. */
const ODD_DATA =
  '{ "z": 1.0, "a": [1e2, -0, 12345678901234567890, 0.10], "2": 1, "1": 2,\n "\\u0061b": "\\u00fc\\/ü", "🎉": "\u2028\\ud83d" }'

const tables = await loadTables()

describe('a delivery (protocol 3.1)', () => {
  test.each(tables.map((table) => [table.name, table] as const))(
    'in the dialect %s arrives once, signed, with the published data, and is SUCCEEDED',
    async (name, table) => {
      await using receiver = await openReceiver()
      const { webhook, publish, untilStatus, data } = await openOrganization(app, name)
      const { secret } = await webhook(receiver.url)
      const { deliveryIds } = await publish()
      const delivery = await untilStatus(deliveryIds[0]!, 'SUCCEEDED')

      expect(deliveryIds).toHaveLength(1)
      expect(delivery).toMatchObject({ attemptCount: 1, attemptStartedAt: null, nextAttemptAt: null })
      expect(delivery.attempts.nodes).toMatchObject([
        { number: 1, trigger: 'AUTOMATIC', outcome: 'SUCCEEDED', statusCode: 200, resent: false },
      ])
      expect(receiver.received).toHaveLength(1)
      const [request] = receiver.received
      const received = { headers: headersOf(request!), body: request!.body }
      expect(table.accepts(received, secret)).toBe(true)
      expect(
        table.accepts({ ...received, body: Buffer.concat([received.body, Buffer.from(' ')]) }, secret),
      ).toBe(false)
      expect(JSON.parse(request!.body.toString())).toMatchObject({ data })
      expect(received.headers.get('accept')).toBe('*/*')
    },
  )

  test('carries the bytes that were published, whatever their form', async () => {
    await using receiver = await openReceiver()
    const { client } = await app.organization()
    await createEventType(client, 'thing.happened')
    const { secret } = await createWebhook(client, {
      url: receiver.url,
      eventTypes: ['thing.happened'],
      headers: [{ name: 'accept', value: 'application/json' }],
    })
    const occurredAt = '2026-11-02T10:00:00.123Z'
    const response = await client.post(
      `{"query":${JSON.stringify(PUBLISH)},"variables":{"input":{"type":"thing.happened","occurredAt":"${occurredAt}","data":${ODD_DATA}}}}`,
    )
    const { data } = (await response.json()) as any
    expect(data.publishEvent.userErrors).toEqual([])
    await expect
      .poll(
        async () => (await deliveriesOf(client, data.publishEvent.event.id)).map(({ status }) => status),
        {
          timeout: 60_000,
        },
      )
      .toEqual(['SUCCEEDED'])
    const [request, ...more] = receiver.received
    expect(more).toEqual([])
    expect(request!.body.toString()).toBe(
      `{"type":"thing.happened","timestamp":"${occurredAt}","data":${ODD_DATA}}`,
    )
    const standard = tables.find(({ name }) => name === 'standard')!
    expect(standard.accepts({ headers: headersOf(request!), body: request!.body }, secret)).toBe(true)
    // The webhook's own Accept, and no other.
    expect(headersOf(request!).get('accept')).toBe('application/json')
  })

  test('whose kept connection is closed without an answer says that its request went out twice', async () => {
    const { localhost } = await createCertificates(inject('certificatesFolder'))
    const connections = new Set<unknown>()
    let requests = 0
    await using receiver = await openHttpsReceiver({
      certificate: localhost,
      answer(_request, { socket }) {
        requests += 1
        if (connections.has(socket)) return 'reset'
        connections.add(socket)
        return { status: 200 }
      },
    })
    const { webhook, publish, untilStatus } = await openOrganization(app)
    await webhook(receiver.url)
    let published = 0
    const deliver = async () => {
      published += 1
      const { deliveryIds } = await publish()
      return (await untilStatus(deliveryIds[0]!, 'SUCCEEDED')).attempts.nodes
    }
    expect(await deliver()).toMatchObject([{ resent: false, number: 1 }])
    // A connection is kept for 4 s: a busy machine may make a new one for the next request.
    const [attempt] = await eventually(async () => {
      const attempts = await deliver()
      return attempts[0].resent && attempts
    })
    expect(attempt).toMatchObject({ resent: true, number: 1 })
    expect(requests).toBe(published + 1)
  })
})

function headersOf({ rawHeaders }: Received): Headers {
  const headers = new Headers()
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index]!, rawHeaders[index + 1]!)
  return headers
}
