import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openOtlpCollector, type Span } from '../support/otlp-collector.ts'
import { startApiProcess, startWorkerProcess } from '../support/process.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { openTemporal } from '../support/temporal.ts'
import { PUBLISH } from '../support/webhooks.ts'

/** The span in which somebody publishes. */
const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }
const traceparent = (sampled: boolean) => `00-${CALLER.traceId}-${CALLER.spanId}-0${sampled ? 1 : 0}`

const linkTo = ({ traceId, spanId }: Span) => ({ traceId, spanId })

describe.each(['workflow', 'direct'])('in the %s lane', (lane) => {
  let app: TestApp
  const opened = new AsyncDisposableStack()
  beforeAll(async () => {
    app = opened.use(await openTestApp({ workers: 0, apis: 0, environment: { FIRST_ATTEMPT: lane } }))
  })
  afterAll(() => opened.disposeAsync())

  /** An API and a worker that send their spans to a collector at once. */
  async function openTraced(more: Record<string, string> = {}) {
    await using stack = new AsyncDisposableStack()
    const collector = stack.use(await openOtlpCollector())
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=tested',
      ...more,
    }
    const api = stack.use(await startApiProcess(app, environment))
    const worker = stack.use(await startWorkerProcess(app, environment))
    const organization = await openOrganization(app, 'standard', api.port)
    const parts = stack.move()
    const ofKind = (kind: string) => collector.spans.filter((span) => span.kind === kind)
    return {
      worker,
      environment,
      organization,
      ofKind,
      /** Waits for so many. */
      spans: (kind: string, count: number) =>
        eventually(() => ofKind(kind).length >= count && ofKind(kind), {
          describe: () => `${count} ${kind} spans of ${JSON.stringify(collector.spans)}`,
        }),
      /** Publishes with these headers, and gives the delivery's id. */
      async publish(headers: Record<string, string> = {}): Promise<string> {
        const { eventType: type, data, client } = organization
        const body = JSON.stringify({ query: PUBLISH, variables: { input: { type, data } } })
        const answer: any = await (await client.post(body, headers)).json()
        const { id } = answer.data.publishEvent.event
        return (await rows(app, `select id from deliveries where event_id = ?`, [id]))[0].id
      },
      /** Its receivers get the header. */
      async sendTraceparent() {
        const { updateOrganization } = await (
          await app.operator(api.port)
        ).request(
          `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { sendTraceparent } } }`,
          { input: { id: organization.id, sendTraceparent: true } },
        )
        expect(updateOrganization.organization).toEqual({ sendTraceparent: true })
      },
      [Symbol.asyncDispose]: () => parts.disposeAsync(),
    }
  }

  test('each attempt is a trace of its own, linked to the publish, which is of the caller’s trace', async () => {
    await using traced = await openTraced()
    const { organization } = traced
    await using temporal = await openTemporal(app)
    const answers = [503]
    await using receiver = await openReceiver(() => ({ status: answers.shift() ?? 200 }))
    const { id: webhookId } = await organization.webhook(receiver.url)
    const deliveryId = await traced.publish({
      traceparent: traceparent(true),
      tracestate: 'a=b',
      baggage: 'c=d',
    })
    await temporal.skipTime(deliveryId)
    await organization.untilStatus(deliveryId, 'SUCCEEDED')

    const [publish] = await traced.spans('PRODUCER', 1)
    expect(publish).toMatchObject({
      name: 'publish',
      traceId: CALLER.traceId,
      parentSpanId: CALLER.spanId,
      attributes: { 'messaging.batch.message_count': 1, 'durahook.organization.id': organization.id },
      resource: { 'service.name': 'durahook', 'deployment.environment.name': 'tested' },
      failed: false,
    })
    const attempts = await traced.spans('CLIENT', 2)
    expect(attempts).toHaveLength(2)
    for (const [index, attempt] of attempts.entries()) {
      expect(attempt).toMatchObject({
        name: 'POST',
        parentSpanId: '',
        links: [linkTo(publish!)],
        attributes: {
          'http.request.method': 'POST',
          'http.response.status_code': [503, 200][index],
          'server.address': 'localhost',
          'durahook.delivery.id': deliveryId,
          'durahook.webhook.id': webhookId,
        },
        failed: index === 0,
      })
      expect(attempt.events).toContain('first byte')
      expect(attempt.attributes['http.request.resend_count']).toBe([undefined, 1][index])
    }
    const traces = [publish!, ...attempts].map(({ traceId }) => traceId)
    expect(new Set(traces).size).toBe(3)
    await eventually(() => traced.worker.output().includes(`"traceId":"${attempts[0]!.traceId}"`))
    for (const { headers } of receiver.received)
      for (const name of ['traceparent', 'tracestate', 'baggage']) expect(headers).not.toHaveProperty(name)
  })

  test('receivers are told the span of their attempt if the organization wants that', async () => {
    await using traced = await openTraced()
    await using receiver = await openReceiver()
    await traced.organization.webhook(receiver.url)
    await traced.sendTraceparent()
    await traced.publish({ traceparent: traceparent(true), tracestate: 'a=b', baggage: 'c=d' })
    const [attempt] = await traced.spans('CLIENT', 1)
    const [{ headers }] = receiver.received as [(typeof receiver.received)[0]]
    expect(headers['traceparent']).toBe(`00-${attempt!.traceId}-${attempt!.spanId}-01`)
    expect(headers).not.toHaveProperty('tracestate')
    expect(headers).not.toHaveProperty('baggage')
  })

  test('a worker that is killed during the attempt: the next one’s attempt is linked as well', async () => {
    await using traced = await openTraced()
    let killed = false
    await using receiver = await openReceiver(() => (killed ? { status: 200 } : 'hang'))
    await traced.organization.webhook(receiver.url)
    const deliveryId = await traced.publish()
    await eventually(() => receiver.received.length === 1)
    await traced.worker.kill('SIGKILL')
    killed = true
    await using _other = await startWorkerProcess(app, traced.environment)
    const delivery = await traced.organization.untilStatus(deliveryId, 'SUCCEEDED', 120_000)
    expect(delivery.attempts.nodes.map(({ outcome }: any) => outcome)).toEqual(['INTERRUPTED', 'SUCCEEDED'])
    const [publish] = await traced.spans('PRODUCER', 1)
    const [attempt] = await traced.spans('CLIENT', 1)
    expect(attempt!.links).toEqual([linkTo(publish!)])
  })

  test('what waits when a worker starts is traced, too', async () => {
    await using traced = await openTraced()
    await using receiver = await openReceiver()
    await traced.organization.webhook(receiver.url)
    await traced.worker.kill('SIGTERM')
    for (let count = 0; count < 10; count += 1) await traced.publish()
    await using _worker = await startWorkerProcess(app, traced.environment)
    await traced.spans('CLIENT', 10)
  })

  test('who is not sampled costs no span and no column, whatever the caller or the sampler decided', async () => {
    await using traced = await openTraced({ OTEL_TRACES_SAMPLER: 'parentbased_always_off' })
    await using receiver = await openReceiver()
    await traced.organization.webhook(receiver.url)
    await traced.sendTraceparent()
    for (const headers of [{}, { traceparent: traceparent(false) }, { traceparent: 'nonsense' }])
      await traced.publish(headers)
    await traced.publish({ traceparent: traceparent(true) })
    await traced.spans('CLIENT', 1)
    await traced.spans('PRODUCER', 1)
    await eventually(() => receiver.received.length === 4)
    expect(receiver.received.filter(({ headers }) => headers['traceparent'])).toHaveLength(1)
    const stored = await rows(
      app,
      `select traceparent from deliveries where organization_id = ? order by id`,
      [traced.organization.id],
    )
    expect(stored.map((row) => row.traceparent !== null)).toEqual([false, false, false, true])
    expect([traced.ofKind('CLIENT').length, traced.ofKind('PRODUCER').length]).toEqual([1, 1])
  })

  test('a collector that is away holds up nothing, and is named in the log', async () => {
    await using traced = await openTraced({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
    })
    await using receiver = await openReceiver()
    await traced.organization.webhook(receiver.url)
    await traced.organization.untilStatus(await traced.publish(), 'SUCCEEDED')
    await eventually(() => /"level":"warn".*Traces can not be sent/.test(traced.worker.output()))
  })
})
