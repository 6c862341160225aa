import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'

let app: TestApp
let receiver: TestReceiver
let organization: TestOrganization
const COUNT = 7
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  receiver = await openReceiver()
  organization = await app.organization()
  const { client } = organization
  await createEventType(client, 'thing.happened')
  for (let index = 0; index < COUNT; index += 1) {
    await client.request(
      `mutation ($id: ID) { createChannel(input: { id: $id, name: "x" }) { channel { id } } }`,
      { id: `c${index}` },
    )
    await createWebhook(client, { url: receiver.url, eventTypes: ['thing.happened'] })
    if (index < COUNT - 1)
      await client.request(
        `mutation { createApiKey(input: { name: "x", scopes: [READ] }) { apiKey { id } } }`,
      )
  }
  for (let index = 0; index < COUNT; index += 1) await publish(client, 'thing.happened', { index })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

/** [name, the list's field with its arguments, the way there, how many it has, newest first] */
const LISTS: [string, (page: string) => string, string, number, 'asc' | 'desc'][] = [
  ['webhooks', (page) => `{ list: webhooks(${page}) FIELDS }`, 'list', COUNT, 'desc'],
  ['events', (page) => `{ list: events(${page}) FIELDS }`, 'list', COUNT, 'desc'],
  ['deliveries', (page) => `{ list: deliveries(${page}) FIELDS }`, 'list', COUNT * COUNT, 'desc'],
  [
    'channels of an organization',
    (page) => `{ organization { list: channels(${page}) FIELDS } }`,
    'organization.list',
    COUNT,
    'desc',
  ],
  [
    'keys of an organization',
    (page) => `{ organization { list: apiKeys(${page}) FIELDS } }`,
    'organization.list',
    COUNT,
    'desc',
  ],
  [
    'webhooks of an organization',
    (page) => `{ organization { list: webhooks(${page}) FIELDS } }`,
    'organization.list',
    COUNT,
    'desc',
  ],
  [
    'deliveries of an event',
    (page) => `{ events(first: 1) { nodes { list: deliveries(${page}) FIELDS } } }`,
    'events.nodes.0.list',
    COUNT,
    'asc',
  ],
  [
    'deliveries of a webhook',
    (page) => `{ webhooks(first: 1) { nodes { list: deliveries(${page}) FIELDS } } }`,
    'webhooks.nodes.0.list',
    COUNT,
    'desc',
  ],
]
const FIELDS =
  '{ edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }'

describe.each(LISTS)('the list of %s', (_name, query, path, count, order) => {
  const read = async (page: string): Promise<any> => {
    const data = await organization.client.request(query(page).replace('FIELDS', FIELDS))
    return path.split('.').reduce((value: any, key) => value[key], data)
  }

  test('is read to its end by its cursors, each thing once and in order', async () => {
    const ids: string[] = []
    let after = 'after: null'
    for (let page = 1; ; page += 1) {
      const list = await read(`first: 3, ${after}`)
      expect(list.nodes).toEqual(list.edges.map(({ node }: any) => node))
      expect(list.pageInfo).toMatchObject({
        hasPreviousPage: page > 1,
        startCursor: list.edges[0]?.cursor ?? null,
        endCursor: list.edges.at(-1)?.cursor ?? null,
      })
      ids.push(...list.nodes.map(({ id }: any) => id))
      if (!list.pageInfo.hasNextPage) break
      expect(list.nodes).toHaveLength(3)
      after = `after: "${list.pageInfo.endCursor}"`
    }
    expect(ids).toHaveLength(count)
    expect(new Set(ids).size).toBe(count)
    expect(ids).toEqual([...ids].sort((one, other) => (order === 'asc' ? 1 : -1) * (one < other ? -1 : 1)))
  })

  test('has no next page when it ends with the page', async () => {
    expect((await read(`first: ${count}`)).pageInfo.hasNextPage).toBe(false)
    expect((await read(`first: ${count - 1}`)).pageInfo.hasNextPage).toBe(true)
  })

  test.each([
    '"garbage"',
    '"aWQxOg"',
    '"bG9nMToxOjE"',
    '""',
    '"aWQxOndoXyc7IGRyb3AgdGFibGU"',
    `"${'A'.repeat(5_000)}"`,
  ])('refuses the cursor %.40s', async (after) => {
    const { errors } = await organization.client.send(query(`after: ${after}`).replace('FIELDS', FIELDS))
    expect(errors).toMatchObject([
      {
        extensions: { code: 'BAD_USER_INPUT' },
        message: expect.stringContaining('not a cursor of this list'),
      },
    ])
  })

  test.each([0, -1, 201])('refuses a page of %d', async (first) => {
    const { errors } = await organization.client.send(query(`first: ${first}`).replace('FIELDS', FIELDS))
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining('from 1 to 200') },
    ])
  })
})

test('a list goes on where it was when things are added in between', async () => {
  const { client } = organization
  const first = await client.request(`{ events(first: 2) { nodes { id } pageInfo { endCursor } } }`)
  await publish(client, 'thing.happened', { late: true })
  const second = await client.request(
    `query ($after: String) { events(first: 2, after: $after) { nodes { id } } }`,
    { after: first.events.pageInfo.endCursor },
  )
  const ids = [...first.events.nodes, ...second.events.nodes].map(({ id }: any) => id)
  expect(new Set(ids).size).toBe(4)
  expect(ids).toEqual([...ids].sort().reverse())
})

test('filters leave out what does not fit', async () => {
  const { client } = organization
  const { webhooks } = await client.request(`{ webhooks(first: 1) { nodes { id } } }`)
  const id = webhooks.nodes[0].id
  await client.request(`mutation ($id: ID!) { pauseWebhook(id: $id) { webhook { id } } }`, { id })
  const read = await client.request(
    `query ($id: ID) { paused: webhooks(status: PAUSED) { nodes { id } } deliveries(webhookId: $id, status: PENDING, first: 200) { nodes { webhook { id } status } } events(type: "nothing") { nodes { id } } }`,
    { id },
  )
  expect(read.paused.nodes).toEqual([{ id }])
  expect(new Set(read.deliveries.nodes.map((node: any) => `${node.webhook.id} ${node.status}`))).toEqual(
    new Set([`${id} PENDING`]),
  )
  expect(read.events.nodes).toEqual([])
})

test.each(LISTS)('a cursor of %s is refused by every other list', async (name, query, path) => {
  const data = await organization.client.request(query('first: 1').replace('FIELDS', FIELDS))
  const cursor = path.split('.').reduce((value: any, key) => value[key], data).edges[0].cursor
  expect(Buffer.from(cursor, 'base64url').toString()).toMatch(/^id2:/)
  for (const [other, otherQuery] of LISTS) {
    const { errors } = await organization.client.send(
      otherQuery(`after: "${cursor}"`).replace('FIELDS', FIELDS),
    )
    if (other === name) expect(errors).toBeUndefined()
    else
      expect(errors, other).toMatchObject([
        {
          extensions: { code: 'BAD_USER_INPUT' },
          message: expect.stringMatching(/not a cursor of this list.+: it is one of/),
        },
      ])
  }
})

test('a cursor from before lists had names is good for lists by id', async () => {
  const after = Buffer.from('id1:wh_ZZZZZZZZZZZZZZZZZZZZZZZZZZ').toString('base64url')
  const { webhooks } = await organization.client.request(`{ webhooks(after: "${after}") { nodes { id } } }`)
  expect(webhooks.nodes).toHaveLength(COUNT)
})

test('organizations are the newest first, whatever their ids, and read to the end', async () => {
  const operator = await app.operator()
  const ids = ['zz-first', 'aa-second', 'mm-third', 'bb-fourth']
  for (const id of ids)
    await operator.request(
      `mutation ($id: ID) { createOrganization(input: { id: $id, name: "x" }) { organization { id } } }`,
      { id },
    )
  // Two of the same moment.
  await app.database.em.execute(
    `update organizations set created_at = (select created_at from organizations where id = 'mm-third') where id = 'bb-fourth'`,
  )
  const seen: string[] = []
  let after: string | null = null
  do {
    const { organizations }: any = await operator.request(
      `query ($after: String) { organizations(first: 1, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
      { after },
    )
    seen.push(...organizations.nodes.map(({ id }: any) => id))
    after = organizations.pageInfo.hasNextPage ? organizations.pageInfo.endCursor : null
  } while (after !== null)
  expect(seen.filter((id) => ids.includes(id))).toEqual(['mm-third', 'bb-fourth', 'aa-second', 'zz-first'])
  expect(new Set(seen).size).toBe(seen.length)
  for (const cursor of [
    'id1:zz-first',
    'id2:Query.organizations:zz-first',
    'time1:Query.events:1:a',
    'time1:Query.organizations:x:a',
  ]) {
    const after = Buffer.from(cursor).toString('base64url')
    const { errors } = await operator.send(`{ organizations(after: "${after}") { nodes { id } } }`)
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  }
})

const logCursor = (text: string) => Buffer.from(text).toString('base64url')

describe.each([
  [
    'a webhook’s log',
    (after: string) => `{ webhooks(first: 1) { nodes { deliveryLog(after: "${after}") { nodes { id } } } } }`,
    undefined,
  ],
  [
    'a delivery’s attempts',
    (after: string) => `{ deliveries(first: 1) { nodes { attempts(after: "${after}") { nodes { id } } } } }`,
    ['CURSOR_AHEAD'],
  ],
])('%s', (_name, query, ahead) => {
  test.each([
    'garbage',
    logCursor('log1:x:1'),
    logCursor('log1:1'),
    logCursor('log1:-1:1'),
    logCursor('log1:18446744073709551616:1'), // more than a transaction id can be
    logCursor('log1:1:9223372036854775808'), // more than a bigint can be
    logCursor('id1:wh_1'),
  ])('refuses the cursor %s', async (after) => {
    const { errors } = await organization.client.send(query(after))
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
  })

  test('takes the largest cursor there can be for one: read forward it is ahead of the log', async () => {
    const after = logCursor('log1:18446744073709551615:9223372036854775807')
    const { errors } = await organization.client.send(query(after))
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(ahead)
  })
})
