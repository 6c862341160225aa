import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createClient, type LogFollower, type TestClient } from '../support/client.ts'
import { openOrganization, type DialectOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { startApiProcess, startWorkerProcess } from '../support/process.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { readDelivery } from '../support/webhooks.ts'

/** The webhook's log as it stands in the table, in its order. */
async function tableOf(app: TestApp, webhookId: string): Promise<string[]> {
  const attempts = await rows(
    app,
    `select delivery_id || '/' || number as id from attempts where webhook_id = ? order by xid, attempts.id`,
    [webhookId],
  )
  return attempts.map(({ id }: any) => id)
}
const seenBy = ({ entries }: LogFollower) => entries.map(({ node }) => node.id)

async function untilSeen(
  app: TestApp,
  webhookId: string,
  count: number,
  followers: LogFollower[],
): Promise<void> {
  await eventually(
    async () =>
      (await tableOf(app, webhookId)).length === count &&
      followers.every(({ entries }) => entries.length >= count),
    {
      describe: () => `${count} attempts are seen: ${followers.map(({ entries }) => entries.length).join()}`,
    },
  )
  const table = await tableOf(app, webhookId)
  for (const follower of followers) expect(seenBy(follower)).toEqual(table)
}

/** Publishes until it is accepted, as a publisher does while Postgres is out of reach. */
async function publishSurely(
  { eventType }: DialectOrganization,
  client: TestClient,
  key: string,
): Promise<void> {
  await eventually(
    async () => {
      const { data, errors } = await client
        .send(`mutation ($input: PublishEventInput!) { publishEvent(input: $input) { event { id } } }`, {
          input: { type: eventType, data: {}, idempotencyKey: key },
        })
        .catch((error: Error) => ({ data: null, errors: [error] }))
      return !errors && data?.publishEvent.event
    },
    { deadlineMs: 30_000 },
  )
}

describe('across processes (protocol 6.5)', () => {
  test('two APIs and a worker: broken sockets and Postgres connections make no gap and no duplicate', async () => {
    await using receiver = await openReceiver()
    await using app = await openTestApp({ apis: 0, workers: 0 })
    const [first, second] = await Promise.all([startApiProcess(app), startApiProcess(app)])
    await using _first = first
    await using _second = second
    await using _worker = await startWorkerProcess(app)
    const organization = await openOrganization(app, 'standard', first.port)
    const clients = [first.port, second.port].map((port) => createClient(port, organization.client.apiKey))
    const { id: webhookId } = await organization.webhook(receiver.url)

    await publishSurely(organization, clients[0]!, 'before')
    await eventually(async () => (await tableOf(app, webhookId)).length === 1)
    await using one = clients[0]!.followLog(webhookId)
    await using two = clients[1]!.followLog(webhookId)
    await untilSeen(app, webhookId, 1, [one, two]) // replayed

    const burst = async (name: string) => {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          publishSurely(organization, clients[index % 2]!, `${name}-${index}`),
        ),
      )
    }
    await burst('live')
    await untilSeen(app, webhookId, 21, [one, two])

    // The clients' sockets break in the middle.
    const broken = burst('sockets')
    await eventually(() => one.entries.length > 21)
    one.socket.terminate()
    two.socket.terminate()
    await broken
    await untilSeen(app, webhookId, 41, [one, two])

    // All connections to Postgres break in the middle, more than once.
    const cut = burst('postgres')
    for (const seen of [42, 50]) {
      await eventually(() => two.entries.length >= seen)
      await rows(
        app,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      )
    }
    await cut
    await eventually(async () => {
      const [{ count }] = await rows(app, `select count(*) from deliveries where status = 'SUCCEEDED'`)
      return Number(count) === 61
    })
    // An attempt whose beginning was cut off is logged as INTERRUPTED and made again: there may be more than 61.
    await untilSeen(app, webhookId, (await tableOf(app, webhookId)).length, [one, two])
    expect(new Set(seenBy(one)).size).toBe(one.entries.length)

    // From a cursor in the middle.
    await using late = clients[1]!.followLog(webhookId, one.entries[29]!.cursor)
    await eventually(() => late.entries.length === one.entries.length - 30)
    expect(seenBy(late)).toEqual(seenBy(one).slice(30))
  })
})

describe('in one process', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await openTestApp()
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test('a transaction that began before and commits after others comes first, and holds them back (protocol 5.1)', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(receiver.url)
    const first = (await organization.publish()).deliveryIds[0]!
    await organization.untilStatus(first, 'SUCCEEDED')
    await using follower = organization.client.followLog(webhookId)
    await untilSeen(app, webhookId, 1, [follower])

    const slow = new pg.Client({ connectionString: app.databaseUrl })
    await slow.connect()
    await slow.query('begin')
    await slow.query('select pg_current_xact_id()')
    for (let count = 0; count < 3; count += 1) {
      const { deliveryIds } = await organization.publish()
      // Its attempt is not in the log yet.
      await eventually(async () => {
        const { status } = await readDelivery(organization.client, deliveryIds[0]!)
        return status === 'SUCCEEDED'
      })
    }
    const later = (await tableOf(app, webhookId)).slice(1)
    expect(later).toHaveLength(3)
    expect(follower.entries).toHaveLength(1)
    // The list agrees with the stream.
    const list = await organization.client.request(
      `query ($id: ID!) { webhook(id: $id) { deliveryLog(first: 10) { nodes { id } } } }`,
      { id: webhookId },
    )
    expect(list.webhook.deliveryLog.nodes).toHaveLength(1)
    // Its id is the newest, its transaction the oldest.
    await slow.query(`
      insert into attempts (organization_id, webhook_id, delivery_id, event_type, number, trigger, outcome,
        response_headers, response_body_truncated, total_ms, decision, started_at, finished_at)
      select organization_id, webhook_id, delivery_id, event_type, 99, trigger, outcome, response_headers,
        response_body_truncated, total_ms, decision, started_at, finished_at from attempts order by id limit 1`)
    expect(follower.entries).toHaveLength(1)
    await slow.query('commit')
    await slow.end()
    await untilSeen(app, webhookId, 5, [follower])
    expect(seenBy(follower)).toEqual([`${first}/1`, `${first}/99`, ...later])
  })

  test('without a cursor only what is new is seen (protocol 5.3)', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(receiver.url)
    await organization.untilStatus((await organization.publish()).deliveryIds[0]!, 'SUCCEEDED')
    await using all = organization.client.followLog(webhookId)
    await untilSeen(app, webhookId, 1, [all])
    // "Now" is the oldest transaction still open anywhere in this Postgres, which other tests use too.
    await eventually(async () => {
      const [row] = await rows(
        app,
        `select max(xid) < durahook_log_horizon() as past from attempts where webhook_id = ?`,
        [webhookId],
      )
      return row.past
    })
    await using fresh = organization.client.followLog(webhookId, null)
    // When the second has begun can't be seen from outside, so events are published until it sees one.
    await eventually(async () => {
      await organization.publish()
      return fresh.entries.length > 0
    })
    expect(fresh.entries[0]!.node.id).not.toBe(all.entries[0]!.node.id)
  })

  test('subscribers of one log get what each asked for and may see, also where answers are shared', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(receiver.url)
    const { createApiKey } = await organization.client.request(
      `mutation { createApiKey(input: { name: "watcher", scopes: [READ] }) { secret userErrors { message } } }`,
    )
    const reader = createClient(app.ports[0]!, createApiKey.secret)
    const log = (selection: string, variable = '') =>
      `subscription ($webhookId: ID!, $after: String${variable}) {
        deliveryLog(webhookId: $webhookId, after: $after) { node { ${selection} } } }`
    const maybeBrief = log('number trigger @skip(if: $brief)', ', $brief: Boolean = false')
    const asked = [
      [organization.client, log('number'), {}, { number: 1 }],
      [organization.client, log('number'), {}, { number: 1 }],
      [organization.client, maybeBrief, {}, { number: 1, trigger: 'AUTOMATIC' }],
      [organization.client, maybeBrief, { brief: true }, { number: 1 }],
      [reader, log('outcome'), {}, { outcome: 'SUCCEEDED' }],
      [reader, log('n: number'), {}, { n: 1 }],
    ] as const
    const followers = asked.map(([client, query, variables]) => {
      const socket = client.socket()
      const results = socket.iterate<any>({ query, variables: { webhookId, after: '', ...variables } })
      return { socket, next: results.next() }
    })
    await organization.publish()
    const seen = await Promise.all(
      followers.map(async ({ next }) => (await next).value.data.deliveryLog.node),
    )
    for (const { socket } of followers) void socket.dispose()
    expect(seen).toEqual(asked.map(([, , , expected]) => expected))
  })

  test('the organization log has the attempts of all its webhooks', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    for (const path of ['a', 'b']) await organization.webhook(`${receiver.url}/${path}`)
    const { deliveryIds } = await organization.publish()
    const socket = organization.client.socket()
    const seen: string[] = []
    for await (const { data } of socket.iterate<any>({
      query: `subscription { organizationDeliveryLog(after: "") { node { deliveryId } } }`,
    })) {
      seen.push(data!.organizationDeliveryLog.node.deliveryId)
      if (seen.length === 2) break
    }
    await socket.dispose()
    expect(seen.sort()).toEqual([...deliveryIds].sort())
  })

  test.each(['nonsense', 'bG9nMTp4Onk', Buffer.from('log2:1:1').toString('base64url'), 'wd_123'])(
    'the cursor %j is BAD_USER_INPUT (protocol 5.2)',
    async (after) => {
      const organization = await openOrganization(app)
      const { id: webhookId } = await organization.webhook('https://localhost:1/')
      const socket = organization.client.socket()
      const errors: any[] = []
      try {
        for await (const result of socket.iterate<any>({
          query: `subscription ($webhookId: ID!, $after: String) { deliveryLog(webhookId: $webhookId, after: $after) { cursor } }`,
          variables: { webhookId, after },
        })) {
          errors.push(...(result.errors ?? []))
        }
      } catch (thrown) {
        errors.push(...(thrown as any[]))
      }
      await socket.dispose()
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
    },
  )
})
