import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { readWebhook, sendTestEvent } from '../support/operate.ts'
import { openReceiver, type Answer } from '../support/receiver.ts'

let app: TestApp
beforeAll(async () => {
  app = await openTestApp()
})
afterAll(() => app[Symbol.asyncDispose]())

describe('one answer (protocol 3.4)', () => {
  test.concurrent.each([
    [200, 'SUCCEEDED', null],
    [201, 'SUCCEEDED', null],
    [204, 'SUCCEEDED', null],
    [299, 'SUCCEEDED', null],
    [300, 'FAILED', 'HTTP_STATUS'],
    [301, 'FAILED', 'REDIRECT'],
    [302, 'FAILED', 'REDIRECT'],
    [303, 'FAILED', 'REDIRECT'],
    [304, 'FAILED', 'HTTP_STATUS'],
    [305, 'FAILED', 'HTTP_STATUS'],
    [306, 'FAILED', 'HTTP_STATUS'],
    [307, 'FAILED', 'REDIRECT'],
    [308, 'FAILED', 'REDIRECT'],
    [400, 'FAILED', 'HTTP_STATUS'],
    [404, 'FAILED', 'HTTP_STATUS'],
    [500, 'FAILED', 'HTTP_STATUS'],
  ])('%i: %s', async (status, outcome, errorKind) => {
    await using receiver = await openReceiver(() => ({
      status,
      headers: { location: '/elsewhere' },
      body: status === 204 || status === 304 ? '' : 'hm',
    }))
    const { client, webhook, eventType, untilStatus } = await openOrganization(app)
    const { id } = await webhook(`${receiver.url}/here`)
    const deliveryId = await sendTestEvent(client, id, eventType)
    const { attempts } = await untilStatus(deliveryId, outcome)
    expect(attempts.nodes).toMatchObject([{ trigger: 'TEST', outcome, statusCode: status, errorKind }])
    if (errorKind === 'HTTP_STATUS') expect(attempts.nodes[0].error).not.toMatch(/a redirect/)
    expect(receiver.received.map(({ path }) => path)).toEqual(['/here']) // redirects are not followed
  })

  test.concurrent.each([
    ['a reset connection', 'reset', 'CONNECTION_RESET'],
    ['no answer in time', 'hang', 'TIMEOUT_RESPONSE'],
  ] as const)('%s: FAILED', async (_, answer, errorKind) => {
    await using receiver = await openReceiver((): Answer => answer)
    const { client, webhook, eventType, untilStatus, dialect } = await openOrganization(app, 'sjocamp')
    const { id } = await webhook(receiver.url)
    const { attempts } = await untilStatus(await sendTestEvent(client, id, eventType), 'FAILED')
    expect(attempts.nodes).toMatchObject([{ outcome: 'FAILED', statusCode: null, errorKind }])
    if (answer === 'hang') {
      expect(dialect.timeoutMs).toBe(10_000)
      expect(attempts.nodes[0].latency.totalMs).toBeGreaterThan(9_900)
    }
  })
})

test('a failure whose body is longer than is kept says so, and what was compressed is read', async () => {
  const page = 'x'.repeat(70_000)
  const answers: Answer[] = [
    { status: 500, body: page },
    { status: 500, headers: { 'content-encoding': 'gzip' }, body: gzipSync(page) },
    { status: 500, headers: { 'content-encoding': 'gzip' }, body: gzipSync('Bad Gateway') },
    {
      status: 500,
      headers: { 'content-type': 'text/html; charset=iso-8859-1' },
      body: Buffer.from('\xfc', 'latin1'),
    },
  ]
  const kept: [body: string, truncated: boolean][] = [
    [page.slice(0, 65_536), true],
    [page.slice(0, 65_536), true],
    ['Bad Gateway', false],
    ['ü', false],
  ]
  await using receiver = await openReceiver(({ path }) => answers[Number(path.slice(1))]!)
  const { client, webhook, eventType, untilStatus } = await openOrganization(app)
  await Promise.all(
    kept.map(async ([responseBody, responseBodyTruncated], index) => {
      const { id } = await webhook(`${receiver.url}/${index}`)
      const { attempts } = await untilStatus(await sendTestEvent(client, id, eventType), 'FAILED')
      expect(attempts.nodes).toMatchObject([
        { statusCode: 500, errorKind: 'HTTP_STATUS', responseBody, responseBodyTruncated },
      ])
    }),
  )
})

test('a test event is marked, attempted once, and not retried (protocol 4.7)', async () => {
  await using receiver = await openReceiver(() => ({ status: 500 }))
  const { client, webhook, eventType, untilStatus } = await openOrganization(app, 'campsite')
  const { id } = await webhook(receiver.url)
  const delivery = await untilStatus(await sendTestEvent(client, id, eventType), 'FAILED')
  expect(delivery).toMatchObject({ test: true, attemptCount: 1, nextAttemptAt: null })
  expect(delivery.decision).toBe('It was the last attempt: test events are not retried.')
  expect(receiver.received).toHaveLength(1)
})

test('410 disables the webhook and skips what was pending for it, and nothing else (protocol 3.7)', async () => {
  const answers = [500, 410]
  await using receiver = await openReceiver(({ path }) => ({
    status: path === '/other' ? 500 : (answers.shift() ?? 200),
    // No retry comes while the test looks.
    headers: { 'Retry-After': '3600' },
  }))
  const { client, webhook, publish, until, untilStatus } = await openOrganization(app)
  const gone = await webhook(`${receiver.url}/gone`)
  const pending = (await publish()).deliveryIds[0]!
  await until(pending, ({ nextAttemptAt }) => nextAttemptAt !== null)

  const other = await webhook(`${receiver.url}/other`)
  const { deliveryIds } = await publish()
  const deliveries = await Promise.all(
    deliveryIds.map((id) =>
      until(id, ({ attemptCount, attemptStartedAt }) => attemptCount === 1 && !attemptStartedAt),
    ),
  )
  await untilStatus(pending, 'SKIPPED')
  expect(await readWebhook(client, gone.id)).toMatchObject({ status: 'DISABLED', statusReason: 'GONE' })
  expect(await readWebhook(client, other.id)).toMatchObject({ status: 'ENABLED' })
  expect(deliveries.map(({ status }) => status).sort()).toEqual(['FAILED', 'PENDING'])
  expect(deliveries.find(({ status }) => status === 'FAILED').decision).toContain('the receiver is gone')
  // New events make no deliveries for it.
  expect((await publish()).deliveryIds).toHaveLength(1)
})
