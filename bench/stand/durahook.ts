import { setTimeout as delay } from 'node:timers/promises'
import { openDatabase } from '../../src/app/open-database.ts'
import { Organization } from '../../src/organizations/organization.ts'
import type { Lane } from '../../src/words/enums.ts'
import { createApiKey } from '../../src/access/api-keys.ts'
import { choosePort } from '../../src/stack/ports.ts'
import { buildWorkflows } from '../../src/temporal/build-workflows.ts'
import { print } from '../measure/progress.ts'
import { accepted, createClient, type TestClient } from '../../test/support/client.ts'
import { EVENT_TYPE, eventData } from './event.ts'
import { startNode } from './node-process.ts'
import type { Receiver } from './receiver.ts'
import type { Stand } from './stand.ts'

/** durahook as it runs in production: an API process and worker processes, of which one is measured. */
export interface Durahook extends AsyncDisposable {
  processes: { api: { pid: number }; worker: { pid: number } }
  /** Makes an organization with a key and the event type, and a client that acts for it. `lane`: WORKFLOW unless given. */
  organization(lane?: Lane): Promise<TestClient>
}

export async function startDurahook(
  stand: Stand,
  settings: Record<string, string> = {},
  {
    workers = 1,
    root,
    ofPart = () => ({}),
  }: {
    workers?: number
    /** The folder of another version. */
    root?: string
    /** Settings of one process. */
    ofPart?: (name: 'api' | 'worker') => Record<string, string>
  } = {},
): Promise<Durahook> {
  await using opened = new AsyncDisposableStack()
  await buildWorkflows(print)
  const port = await choosePort(undefined, { what: 'API', setting: 'PORT' })
  // One organization publishes what many would.
  const limits = { EVENTS_PER_MINUTE: '10000000', REQUESTS_PER_MINUTE: '10000000' }
  const environment = { ...stand.environment, ...limits, PORT: String(port), ...settings }
  const part = (name: 'api' | 'worker') =>
    opened.use(
      startNode({
        name,
        file: 'src/app/main.ts',
        ...(root && { root }),
        args: [name],
        environment: { ...environment, ...ofPart(name) },
        folder: stand.folder,
      }),
    )
  const worker = part('worker')
  for (let more = 1; more < workers; more += 1) part('worker')
  const api = part('api')
  const database = await openDatabase(stand.databaseUrl, 2)
  opened.defer(() => database.close())
  await untilHealthy(port, root ? '/health' : '/ready')
  const parts = opened.move()

  return {
    processes: { api: { pid: api.pid }, worker: { pid: worker.pid } },
    async organization(lane = 'WORKFLOW') {
      const id = `bench_${Math.random().toString(36).slice(2)}`
      const em = database.em.fork()
      em.create(Organization, { id, name: id, plan: 'TEAM', dialect: 'standard', lane })
      await em.flush()
      const key = { organizationId: id, name: 'bench', expiresAt: null }
      const { token } = await createApiKey(database, { ...key, scopes: ['PUBLISH', 'MANAGE', 'READ'] })
      const client = createClient(port, token)
      await createEventType(client)
      return client
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

const CREATE_EVENT_TYPE = `mutation ($input: EventTypeInput!) {
  createEventType(input: $input) { userErrors { code message } } }`

const CREATE_WEBHOOK = `mutation ($input: CreateWebhookInput!) {
  createWebhook(input: $input) { webhook { id } userErrors { code message } } }`

const PUBLISH_MANY = `mutation ($events: [PublishEventInput!]!) {
  publishEvents(events: $events) { events { id } userErrors { code message } } }`

const PUBLISH = `mutation ($input: PublishEventInput!) {
  publishEvent(input: $input) { event { id } userErrors { code message } } }`

/** Makes the event type that every scenario publishes. */
export async function createEventType(client: TestClient): Promise<void> {
  const input = {
    name: EVENT_TYPE,
    description: 'Something happened.',
    example: {},
    schema: { type: 'object' },
  }
  await client.request(CREATE_EVENT_TYPE, { input })
}

/** Makes a webhook for the event type and returns its id. `more`: other fields of its input. */
export async function createWebhook(client: TestClient, url: string, more: object = {}): Promise<string> {
  const input = { url, eventTypes: [EVENT_TYPE], ...more }
  return accepted(await client.request(CREATE_WEBHOOK, { input })).webhook.id
}

/** Publishes an event and resolves when it was received, to the milliseconds that took. */
export async function deliver(client: TestClient, receiver: Receiver, number: number): Promise<number> {
  const begun = performance.now()
  const arrival = receiver.arrival(number)
  await publish(client, eventData(number))
  return (await arrival) - begun
}

/** Publishes one event; resolves when it is accepted. A publisher that is told to wait waits. */
export async function publish(client: TestClient, data: object): Promise<void> {
  for (;;) {
    const { errors, data: answer } = await client.send(PUBLISH, { input: { type: EVENT_TYPE, data } })
    if (!errors) return void accepted(answer)
    const { code, retryAfterSeconds } = errors[0]!.extensions
    if (code !== 'RATE_LIMITED') throw new Error(JSON.stringify(errors))
    await delay((retryAfterSeconds ?? 1) * 1000)
  }
}

/** Publishes events together; resolves when they are accepted. */
export async function publishMany(client: TestClient, data: readonly object[]): Promise<void> {
  accepted(
    await client.request(PUBLISH_MANY, { events: data.map((one) => ({ type: EVENT_TYPE, data: one })) }),
  )
}

export async function untilHealthy(port: number, path = '/ready'): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
    if (answer?.ok) return
    await delay(100)
  }
}
