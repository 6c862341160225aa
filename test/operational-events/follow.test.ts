import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { encodeLogCursor } from '../../src/log/log-position.ts'
import { announce } from '../../src/operational-events/announce.ts'
import { keepingOf } from '../../src/retention/keeping.ts'
import { purgeOperationalEvents } from '../../src/retention/purge-operational-events.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { eventually, isEverWithin } from '../support/eventually.ts'
import { followLog, type LogEntry } from '../support/follow-log.ts'
import { connected } from '../support/log-api.ts'
import { rows } from '../support/sql.ts'
import { createWebhook } from '../support/webhooks.ts'
import { createOperational, given, tellBySql } from './stage.ts'

const FOLLOW = `subscription ($organizationId: ID, $after: String) {
  operationalEvents(organizationId: $organizationId, after: $after) {
    cursor node { id type message data occurredAt organization { id } webhook { id } delivery { id } replay { id } } } }`

let app: TestApp
let organization: TestOrganization
beforeAll(async () => {
  app = await openTestApp({ apis: 2, workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())
beforeEach(async () => {
  organization = await app.organization()
})

interface Node {
  id: string
  type: string
  message: string
  data: any
}

function follow(clients: readonly TestClient[], variables: Record<string, unknown> = {}) {
  const entries: LogEntry<Node>[] = []
  const following = followLog<Node>({
    clients,
    query: FOLLOW,
    variables,
    after: '',
    onEntry: (entry) => entries.push(entry),
  })
  return {
    entries,
    ids: () => entries.map(({ node }) => node.id),
    get socket() {
      return following.socket
    },
    [Symbol.asyncDispose]: () => following[Symbol.asyncDispose](),
  }
}

/** What a subscription gives until it has `count` entries, or the code of the error that ends it. */
async function once(client: TestClient, variables: Record<string, unknown>, count = 1) {
  const socket = client.socket({ retryAttempts: 0, onNonLazyError: () => {} })
  const ids: string[] = []
  try {
    for await (const { data, errors } of socket.iterate<any>({ query: FOLLOW, variables })) {
      if (errors) return { ids, error: errors[0]!.extensions as any }
      ids.push(data.operationalEvents.node.id)
      if (ids.length === count) break
    }
    return { ids, error: null }
  } catch (errors) {
    return { ids, error: (errors as any)[0].extensions }
  } finally {
    await socket.dispose()
  }
}

const list = async (client: TestClient, args = ''): Promise<any> =>
  (
    await client.request(
      `query { organization { operationalEvents${args} { edges { cursor node { id type data message } } nodes { id } pageInfo { hasNextPage endCursor } } } }`,
    )
  ).organization.operationalEvents

test('followed across two APIs with broken sockets and connections: no gap, no repeat, in the order of the table (protocol 9.5)', async () => {
  await using one = follow([organization.client, createClient(app.ports[1]!, organization.apiKey)])
  const tellMany = async () => {
    for (let count = 0; count < 20; count += 1) {
      // Without an answer it may be stored or not; the table says so.
      await tellBySql(app, organization.id).catch(() => {})
      await announce(app.database, app.settings).catch(() => {})
    }
  }
  for (const disturb of [
    () => one.socket.terminate(),
    () => one.socket.terminate(),
    () =>
      rows(
        app,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      ),
  ]) {
    const seen = one.entries.length
    const telling = tellMany()
    await eventually(() => one.entries.length > seen)
    await Promise.resolve(disturb())
    await telling
    const table = await rows(
      app,
      `select 'oe_' || id as id from operational_events where organization_id = ? order by xid, operational_events.id`,
      [organization.id],
    )
    expect(table.length).toBeGreaterThan(seen)
    await eventually(() => one.entries.length >= table.length)
    expect(one.ids()).toEqual(table.map(({ id }) => id))
  }
})

test('what an older open transaction may still tell comes first: later ones wait for it', async () => {
  await using one = follow([organization.client])
  await connected(app.databaseUrl, async (slow) => {
    await slow.query('begin')
    await slow.query(
      `insert into operational_events (organization_id, type, detail) values ($1, 'webhook.recovered', '{}')`,
      [organization.id],
    )
    await tellBySql(app, organization.id, { type: 'webhook.failing' })
    await announce(app.database, app.settings)
    await rows(app, `select pg_notify('durahook_told', ?)`, [organization.id])
    expect((await list(organization.client)).nodes).toEqual([])
    expect(one.entries).toEqual([])
    await slow.query('commit')
  })
  await eventually(() => one.entries.length === 2)
  expect(one.entries.map(({ node }) => node.type)).toEqual(['webhook.recovered', 'webhook.failing'])
})

test('an announcement is seen at once: nobody waits for the next look', async () => {
  await tellBySql(app, organization.id)
  await using one = follow([organization.client])
  await eventually(() => one.entries.length === 1)
  await using _worker = { [Symbol.asyncDispose]: (await app.openWorker()).close }
  // Without a word each looks after 1 to 5 seconds.
  const isSoon = await isEverWithin(300, async () => {
    const id = await tellBySql(app, organization.id)
    await rows(app, `select pg_notify('durahook_tell', '')`)
    await eventually(() => one.ids().includes(id))
  })
  expect(isSoon).toBe(true)
})

test('what it says: the data that webhooks get, before and after it is announced, and what it is of', async () => {
  const { client } = organization
  const webhook = await createWebhook(client, {
    url: 'https://localhost:1/x',
    eventTypes: ['*'],
    description: 'Orders',
  })
  await createOperational(client, 'https://localhost:2/')
  const detail = {
    failingSince: '2026-11-27T08:00:00Z',
    consecutiveFailures: 3,
    lastError: 'It answered 503.',
  }
  await tellBySql(app, organization.id, { type: 'webhook.failing', webhookId: webhook.id, detail })
  await using before = follow([client])
  await eventually(() => before.entries.length === 1)
  await announce(app.database, app.settings)
  await using after = follow([client])
  await eventually(() => after.entries.length === 1)
  expect(after.entries).toEqual(before.entries)
  const { node } = after.entries[0]!
  const event = (await given(app)).find(({ data }) => data.id === node.id)!
  expect(node.data).toEqual(event.data)
  expect(node).toMatchObject({
    type: 'webhook.failing',
    message:
      'The webhook Orders (localhost:1) has been failing since 2026-11-27 08:00 UTC. It answered 503. It will be disabled on 2026-11-30 08:00 UTC if nothing succeeds.',
    organization: { id: organization.id },
    webhook: { id: webhook.id },
    delivery: null,
    replay: null,
  })
  // What was told stays, whatever the webhook is today.
  await client.request(
    `mutation ($id: ID!) { updateWebhook(input: { id: $id, description: "Other" }) { userErrors { code } } }`,
    { id: webhook.id },
  )
  expect((await list(client)).edges[0].node.data).toEqual(event.data)
})

test('who may follow: its organization, an operator each or all, nobody another', async () => {
  const other = await app.organization()
  const operator = await app.operator()
  const publisher = await app.organization({ scopes: ['PUBLISH'] })
  const [first, second] = [await tellBySql(app, organization.id), await tellBySql(app, other.id)]
  await using own = follow([organization.client])
  await using named = follow([operator], { organizationId: other.id })
  await using all = follow([operator])
  await eventually(() => own.entries.length > 0 && named.entries.length > 0 && all.ids().includes(second))
  expect(own.ids()).toEqual([first])
  expect(named.ids()).toEqual([second])
  expect(all.ids()).toEqual(expect.arrayContaining([first, second]))
  expect((await once(organization.client, { organizationId: other.id })).error).toMatchObject({
    code: 'NOT_FOUND',
  })
  expect((await once(publisher.client, {})).error).toMatchObject({ code: 'FORBIDDEN' })
  expect((await once(organization.client, { after: 'nonsense' })).error).toMatchObject({
    code: 'BAD_USER_INPUT',
  })
  // Those who follow all are woken by what any organization is told.
  const isSoon = await isEverWithin(2_000, async () => {
    const id = await tellBySql(app, other.id)
    await rows(app, `select pg_notify('durahook_told', ?)`, [`${other.id} *`])
    await eventually(() => all.ids().includes(id))
  })
  expect(isSoon).toBe(true)
})

test('listed: the newest first, in pages, of some types; the subscription goes on from the first', async () => {
  const { client } = organization
  const ids: string[] = []
  for (let count = 0; count < 5; count += 1)
    ids.unshift(
      await tellBySql(app, organization.id, {
        type: count % 2 === 0 ? 'delivery.failed' : 'webhook.disabled',
      }),
    )
  await tellBySql(app, (await app.organization()).id)
  await eventually(async () => (await list(client)).nodes.length === 5)
  const page = await list(client, '(first: 2)')
  expect(page.nodes.map(({ id }: Node) => id)).toEqual(ids.slice(0, 2))
  const next = await list(client, `(first: 2, after: "${page.pageInfo.endCursor}")`)
  expect(next.nodes.map(({ id }: Node) => id)).toEqual(ids.slice(2, 4))
  expect(next.pageInfo.hasNextPage).toBe(true)
  const disabled = await list(client, '(types: ["webhook.disabled"])')
  expect(disabled.nodes.map(({ id }: Node) => id)).toEqual([ids[1], ids[3]])
  expect(disabled.pageInfo.hasNextPage).toBe(false)
  const added = await tellBySql(app, organization.id)
  expect(await once(client, { after: page.edges[0].cursor })).toEqual({ ids: [added], error: null })
  await expect(list(client, '(after: "nonsense")')).rejects.toThrow(/not a cursor/)
})

test('a cursor from before what is kept, or ahead of all, is told where to go on; what was not announced is kept (protocol 9.6)', async () => {
  const { client } = organization
  const { eventRecords } = keepingOf(app.settings)
  const ids: string[] = []
  for (let count = 0; count < 4; count += 1) ids.push(await tellBySql(app, organization.id))
  await eventually(async () => (await list(client)).nodes.length === 4)
  const { edges } = await list(client)
  await announce(app.database, app.settings)
  const age = (index: number, more: string) =>
    rows(
      app,
      `update operational_events set created_at = now() - ? * interval '1 millisecond' - interval '1 day' ${more} where 'oe_' || id = ?`,
      [eventRecords, ids[index]],
    )
  await age(0, '')
  await age(1, '')
  await age(2, ', announced_at = null')
  await purgeOperationalEvents(app.database, null, new Date(Date.now() - eventRecords), () => {})
  expect((await list(client)).nodes.map(({ id }: Node) => id)).toEqual([ids[3], ids[2]])
  const { error } = await once(client, { after: edges.at(-1).cursor })
  expect(error).toMatchObject({ code: 'CURSOR_EXPIRED', completeSince: expect.any(String) })
  expect((await once(client, { after: error.resumeAfter }, 2)).ids).toEqual([ids[2], ids[3]])
  expect((await once(client, { after: '' }, 2)).ids).toEqual([ids[2], ids[3]])
  const ahead = encodeLogCursor({ xid: String(2n ** 63n), id: '1' })
  expect((await once(client, { after: ahead })).error).toMatchObject({ code: 'CURSOR_AHEAD' })
  // The delivery log has its own end.
  await announce(app.database, app.settings)
})

test('rows that another Postgres wrote, with positions ahead of all, are read, and new ones come after them', async () => {
  await using one = follow([organization.client])
  await rows(
    app,
    `insert into operational_events (xid, organization_id, type, detail)
      values ((durahook_log_end()::text::bigint + 1000000)::text::xid8, ?, 'webhook.failing', '{}')`,
    [organization.id],
  )
  await rows(app, `select pg_notify('durahook_told', ?)`, [organization.id])
  await eventually(() => one.entries.length === 1)
  const next = await tellBySql(app, organization.id)
  await rows(app, `select pg_notify('durahook_told', ?)`, [organization.id])
  await eventually(() => one.entries.length === 2)
  expect(one.ids()[1]).toBe(next)
})

test('an organization that keeps less has its own deleted early, and only its own', async () => {
  const other = await app.organization()
  const [gone, kept] = [await tellBySql(app, organization.id), await tellBySql(app, other.id)]
  await announce(app.database, app.settings)
  await rows(
    app,
    `update operational_events set created_at = now() - interval '2 days' where 'oe_' || id in (?, ?)`,
    [gone, kept],
  )
  await purgeOperationalEvents(app.database, organization.id, new Date(Date.now() - 86_400_000), () => {})
  const left = await rows(
    app,
    `select 'oe_' || id as id from operational_events where 'oe_' || id in (?, ?)`,
    [gone, kept],
  )
  expect(left).toEqual([{ id: kept }])
})
