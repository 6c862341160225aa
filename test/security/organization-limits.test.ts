import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { signIn } from '../support/sign-in.ts'
import { rows } from '../support/sql.ts'
import { createEventType } from '../support/webhooks.ts'
import { whenFree } from '../support/when-free.ts'

const LIMIT = 6

let app: TestApp
let receiver: TestReceiver
beforeAll(async () => {
  app = await openTestApp({
    apis: 2,
    workers: 0,
    environment: {
      WEBHOOKS_PER_ORGANIZATION: String(LIMIT),
      CHANNELS_PER_ORGANIZATION: String(LIMIT),
      API_KEYS_PER_ORGANIZATION: String(LIMIT),
      SESSIONS_PER_ORGANIZATION: String(LIMIT),
    },
  })
  receiver = await openReceiver()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

interface Payload {
  made: string | null
  userErrors: { code: string; message: string }[]
}

/** One of the things that are limited: how to make one, and how to make room for another. */
interface Noun {
  create(client: TestClient): Promise<Payload>
  remove(client: TestClient, made: string): Promise<unknown>
  /** What there is before any is made. */
  already: number
}

async function mutate(client: TestClient, text: string, made: (payload: any) => string | null) {
  const data = await whenFree(() => client.request(`mutation { made: ${text} }`))
  return { made: made(data.made), userErrors: data.made.userErrors }
}

let count = 0
const ERRORS = 'userErrors { code message }'
const NOUNS: Record<string, Noun> = {
  webhooks: {
    already: 0,
    create: (client) =>
      mutate(
        client,
        `createWebhook(input: { url: "${receiver.url}", eventTypes: ["thing.happened"] }) { webhook { id } ${ERRORS} }`,
        ({ webhook }) => webhook?.id ?? null,
      ),
    remove: (client, id) => client.request(`mutation { deleteWebhook(id: "${id}") { userErrors { code } } }`),
  },
  channels: {
    already: 0,
    create: (client) =>
      mutate(
        client,
        `createChannel(input: { id: "channel_${(count += 1)}", name: "x" }) { channel { id } ${ERRORS} }`,
        ({ channel }) => channel?.id ?? null,
      ),
    remove: (client, id) => client.request(`mutation { deleteChannel(id: "${id}") { userErrors { code } } }`),
  },
  'API keys': {
    already: 1,
    create: (client) =>
      mutate(
        client,
        `createApiKey(input: { name: "x", scopes: [READ] }) { apiKey { id } ${ERRORS} }`,
        ({ apiKey }) => apiKey?.id ?? null,
      ),
    remove: (client, id) => client.request(`mutation { revokeApiKey(id: "${id}") { userErrors { code } } }`),
  },
  'dashboard sessions': {
    already: 0,
    create: (client) =>
      mutate(client, `createDashboardSession(input: {}) { url ${ERRORS} }`, ({ url }) => url),
    // A link that nobody opened in time.
    remove: async (client) => {
      const [{ organization }] = [await client.request(`{ organization { id } }`)]
      await rows(
        app,
        `update dashboard_sessions set link_expires_at = now() where id =
          (select id from dashboard_sessions where organization_id = ? and link_expires_at > now() limit 1)`,
        [organization.id],
      )
    },
  },
}

async function newOrganization(): Promise<TestOrganization & { far: TestClient }> {
  const organization = await app.organization()
  await createEventType(organization.client, 'thing.happened')
  return { ...organization, far: createClient(app.ports[1]!, organization.apiKey) }
}

describe.each(Object.entries(NOUNS))('the %s of an organization', (noun, { create, remove, already }) => {
  test('are as many as it may have: of twenty at once with room for one, one is made', async () => {
    const { client, far } = await newOrganization()
    const made: string[] = []
    for (let number = already; number < LIMIT - 1; number += 1) made.push((await create(client)).made!)
    expect(made).not.toContain(null)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => create(index % 2 ? client : far)),
    )
    expect(answers.filter((answer) => answer.made !== null)).toHaveLength(1)
    const refused = answers.filter((answer) => answer.made === null)
    expect(new Set(refused.map(({ userErrors }) => userErrors[0]!.code))).toEqual(new Set(['LIMIT_REACHED']))
    expect(refused[0]!.userErrors[0]!.message).toContain(`has ${LIMIT} ${noun}`)

    // What is gone makes room for one more, and another organization does not notice.
    await remove(client, made[0]!)
    expect(await create(far)).toMatchObject({ made: expect.any(String), userErrors: [] })
    expect(await create(far)).toMatchObject({ made: null, userErrors: [{ code: 'LIMIT_REACHED' }] })
    expect(await create((await newOrganization()).client)).toMatchObject({ userErrors: [] })
  })
})

test('a rotation at the limit replaces a key, and with an overlap needs room for both', async () => {
  const { client } = await newOrganization()
  let last = ''
  for (let number = 1; number < LIMIT; number += 1) last = (await NOUNS['API keys']!.create(client)).made!
  const rotate = async (overlapSeconds: number) =>
    (
      await client.request(
        `mutation { rotateApiKey(id: "${last}", overlapSeconds: ${overlapSeconds}) { apiKey { id } userErrors { code } } }`,
      )
    ).rotateApiKey
  expect(await rotate(60)).toEqual({ apiKey: null, userErrors: [{ code: 'LIMIT_REACHED' }] })
  // What was refused has changed nothing: the key can still be rotated.
  const rotated = await rotate(0)
  expect(rotated.userErrors).toEqual([])
  expect(await NOUNS['API keys']!.create(client)).toMatchObject({ userErrors: [{ code: 'LIMIT_REACHED' }] })
})

test('sessions of a key that has ended, and signing in with a key, count as they are', async () => {
  const { id, client, apiKey } = await newOrganization()
  const statusOf = async (key: string): Promise<number> => {
    const { status } = await signIn(client.url, { apiKey: key })
    return status === 503 ? statusOf(key) : status // as whenFree
  }
  const answers = await Promise.all(Array.from({ length: LIMIT + 4 }, () => statusOf(apiKey)))
  expect(answers.sort()).toEqual([...Array(LIMIT).fill(204), ...Array(4).fill(429)])
  const other = await client.request(
    `mutation { createApiKey(input: { name: "x", scopes: [READ, MANAGE] }) { secret } }`,
  )
  expect(await statusOf(other.createApiKey.secret)).toBe(429)
  await rows(app, `update api_keys set revoked_at = now() where organization_id = ? and name = 'test'`, [id])
  expect(await statusOf(other.createApiKey.secret)).toBe(204)
})

test('deleted webhooks stay for their log and don’t count; an event reaches as many as there may be', async () => {
  const { client } = await newOrganization()
  for (let round = 0; round < 3; round += 1) {
    const made: string[] = []
    for (let number = 0; number < LIMIT; number += 1)
      made.push((await NOUNS['webhooks']!.create(client)).made!)
    const { publishEvent } = await client.request(
      `mutation { publishEvent(input: { type: "thing.happened", data: {} }) { event { deliveries { nodes { id } } } } }`,
    )
    expect(publishEvent.event.deliveries.nodes).toHaveLength(LIMIT)
    for (const id of made) await NOUNS['webhooks']!.remove(client, id)
  }
})
