import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiKey } from '../../src/access/api-key.ts'
import { createApiKey } from '../../src/access/api-keys.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { madeToMeet } from '../support/made-to-meet.ts'
import { startApiProcess } from '../support/process.ts'
import { rows } from '../support/sql.ts'
import { openFollowing } from './follow.ts'
import { whenFree } from '../support/when-free.ts'

let app: TestApp
let organization: TestOrganization
beforeAll(async () => {
  app = await openTestApp({ apis: 2, workers: 0 })
  organization = await app.organization()
})
afterAll(() => app[Symbol.asyncDispose]())

const ME = `{ organization { id } }`
const ROTATE = `mutation ($id: ID!, $overlapSeconds: Int) {
  rotateApiKey(id: $id, overlapSeconds: $overlapSeconds) { apiKey { id scopes name replaces } secret userErrors { code field } }
}`
const REVOKE = `mutation ($id: ID!) { revokeApiKey(id: $id) { apiKey { id revokedAt } userErrors { code } } }`

/** A key with a client on the second API process. */
async function newKey(expiresAt: Date | null = null): Promise<{ id: string; client: TestClient }> {
  const wanted = {
    organizationId: organization.id,
    name: 'a key',
    scopes: ['READ' as const, 'MANAGE' as const, 'PUBLISH' as const],
    expiresAt,
  }
  const { apiKey, token } = await createApiKey(app.database, wanted)
  return { id: apiKey.id, client: createClient(app.ports[1]!, token) }
}
const works = async (client: TestClient) => (await client.send(ME)).errors === undefined
const readKey = (id: string) => app.database.em.fork().findOneOrFail(ApiKey, { id })

describe('an API key (protocol 2.1, 6.8)', () => {
  test('is stored as its hash alone', async () => {
    const { id, client } = await newKey()
    const stored = await readKey(id)
    expect(Buffer.from(stored.hash)).toEqual(createHash('sha256').update(client.apiKey).digest())
    expect(JSON.stringify(stored)).not.toContain(client.apiKey)
    expect(client.apiKey.startsWith(stored.prefix)).toBe(true)
  })

  test.each([
    ['none', {}],
    ['another scheme', { authorization: 'Basic ZGs6ZGs=' }],
    ['no key', { authorization: 'Bearer ' }],
    ['an unknown one', { authorization: `Bearer dk_${'A'.repeat(43)}` }],
    ['a very long one', { authorization: `Bearer dk_${'A'.repeat(10_000)}` }],
    ['one with a character more', { authorization: 'MORE' }],
    ['two', { authorization: 'TWICE' }],
  ])('%s: 401, the same words always', async (_name, headers) => {
    const { client } = await newKey()
    const authorization = {
      MORE: `Bearer ${client.apiKey}A`,
      TWICE: `Bearer ${client.apiKey}, Bearer ${client.apiKey}`,
    }
    const given = (headers as { authorization?: string }).authorization
    const sent = given ? (authorization[given as 'MORE'] ?? given) : undefined
    const response = await fetch(client.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(sent && { authorization: sent }) },
      body: JSON.stringify({ query: ME }),
    })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  })

  test('that was used notes when, to the minute', async () => {
    const { id, client } = await newKey()
    expect((await readKey(id)).lastUsedAt).toBeNull()
    await client.request(ME)
    const first = (await readKey(id)).lastUsedAt
    expect(first).not.toBeNull()
    await client.request(ME)
    expect((await readKey(id)).lastUsedAt).toEqual(first)
    await app.database.em.fork().nativeUpdate(ApiKey, { id }, { lastUsedAt: new Date(Date.now() - 61_000) })
    await client.request(ME)
    expect((await readKey(id)).lastUsedAt!.getTime()).toBeGreaterThanOrEqual(first!.getTime())
  })

  test('that is revoked is refused at once, by the other process too, and its subscriptions there close', async () => {
    const { id, client } = await newKey()
    await using following = await openFollowing(client)
    await organization.client.request(REVOKE, { id }) // through the first process
    expect(await works(client)).toBe(false)
    expect(await following.closed).toMatchObject({ code: 4403 })
  })

  // These two wait for the end of a key's time, together: it has to be long enough to connect on a busy machine.
  test.concurrent('that expires while connected closes its subscriptions', async () => {
    const { client } = await newKey(new Date(Date.now() + 12_000))
    await using following = await openFollowing(client)
    expect(await following.closed).toMatchObject({ code: 4403 })
    expect(await works(client)).toBe(false)
  })

  test.concurrent(
    'that is rotated works until the overlap ends, and its subscriptions close then',
    async () => {
      const { id, client } = await newKey()
      await using following = await openFollowing(client)
      const { rotateApiKey } = await organization.client.request(ROTATE, { id, overlapSeconds: 12 })
      expect(rotateApiKey.userErrors).toEqual([])
      expect(rotateApiKey.apiKey).toMatchObject({ name: 'a key', scopes: ['READ', 'MANAGE', 'PUBLISH'] })
      expect(await works(client)).toBe(true)
      expect(await works(createClient(app.ports[1]!, rotateApiKey.secret))).toBe(true)
      expect(await following.closed).toMatchObject({ code: 4403 })
      expect(await works(client)).toBe(false)
      expect(await works(createClient(app.ports[1]!, rotateApiKey.secret))).toBe(true)
    },
  )

  test('that is rotated without overlap ends at once; one that has ended can not be rotated back to life', async () => {
    const { id, client } = await newKey()
    await using following = await openFollowing(client)
    await organization.client.request(ROTATE, { id })
    expect(await works(client)).toBe(false)
    expect(await following.closed).toMatchObject({ code: 4403 })
    const again = await organization.client.request(ROTATE, { id })
    expect(again.rotateApiKey).toMatchObject({
      secret: null,
      userErrors: [{ code: 'INVALID', field: ['id'] }],
    })
    const expired = await newKey(new Date(Date.now() - 1_000))
    const late = await organization.client.request(ROTATE, { id: expired.id })
    expect(late.rotateApiKey).toMatchObject({ secret: null, userErrors: [{ code: 'INVALID' }] })
  })

  test.each([-1, 7 * 24 * 3600 + 1])('overlapSeconds %d is refused', async (overlapSeconds) => {
    const { id, client } = await newKey()
    const { rotateApiKey } = await client.request(ROTATE, { id, overlapSeconds })
    expect(rotateApiKey.userErrors).toEqual([{ code: 'INVALID', field: ['overlapSeconds'] }])
    expect(await works(client)).toBe(true)
  })

  test('can not be made to have expired, without scopes, or with a name that is none', async () => {
    const make = async (input: object) =>
      (
        await organization.client.request(
          `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret userErrors { code field } } }`,
          { input: { name: 'x', scopes: ['READ'], ...input } },
        )
      ).createApiKey
    expect(await make({ expiresAt: '2020-01-01T00:00:00Z' })).toMatchObject({
      secret: null,
      userErrors: [{ code: 'INVALID' }],
    })
    expect(await make({ scopes: [] })).toMatchObject({ secret: null, userErrors: [{ code: 'INVALID' }] })
    expect(await make({ name: '  ' })).toMatchObject({ secret: null, userErrors: [{ code: 'INVALID' }] })
    const good = await make({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() })
    expect(await works(createClient(app.ports[0]!, good.secret))).toBe(true)
  })

  test('that is unknown, expired or revoked opens no WebSocket', async () => {
    const revoked = await newKey()
    await organization.client.request(REVOKE, { id: revoked.id })
    const expired = await newKey(new Date(Date.now() - 1))
    const unknown = createClient(app.ports[0]!, `dk_${'A'.repeat(43)}`)
    for (const client of [revoked.client, expired.client, unknown]) {
      const closed = Promise.withResolvers<{ code: number }>()
      const socket = client.socket({
        retryAttempts: 0,
        on: { closed: (event) => closed.resolve(event as { code: number }) },
        onNonLazyError: () => {},
      })
      expect(await closed.promise).toMatchObject({ code: 4403 })
      await socket.dispose()
    }
  })
})

describe('API keys at the same moment, in two processes', () => {
  let near: TestClient
  let far: TestClient
  let process: Awaited<ReturnType<typeof startApiProcess>>
  let team: TestOrganization
  beforeAll(async () => {
    process = await startApiProcess(app)
    team = await app.organization()
    near = team.client
    far = createClient(process.port, team.apiKey)
  })
  afterAll(() => process[Symbol.asyncDispose]())

  const keyOf = async () =>
    (
      await createApiKey(app.database, {
        organizationId: team.id,
        name: 'raced',
        scopes: ['READ'],
        expiresAt: null,
      })
    ).apiKey.id
  /** Sends both, the second one first where not `asGiven`, and gives them as given. */
  const inOrder = <Answer>(asGiven: boolean, first: () => Answer, second: () => Answer): [Answer, Answer] => {
    if (asGiven) return [first(), second()]
    const answer = second()
    return [first(), answer]
  }
  /** Ids of the key and of all that came of it that still work. */
  const living = async (id: string): Promise<string[]> =>
    (
      await rows(
        app,
        `with recursive family as (select id, revoked_at from api_keys where id = ?
            union all select k.id, k.revoked_at from api_keys k join family f on k.replaces = f.id)
          select id from family where revoked_at is null or revoked_at > now()`,
        [id],
      )
    ).map((row) => row.id)

  test('ten rotations: one gets the new key, nine are told', async () => {
    for (let round = 0; round < 20; round += 1) {
      const id = await keyOf()
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          whenFree(() => (index % 2 ? near : far).request(ROTATE, { id })),
        ),
      )
      const rotated = answers.map(({ rotateApiKey }) => rotateApiKey)
      expect(rotated.filter(({ secret }) => secret !== null)).toHaveLength(1)
      expect(rotated.filter(({ userErrors }) => userErrors[0]?.code === 'INVALID')).toHaveLength(9)
      expect(await living(id)).toEqual([rotated.find(({ apiKey }) => apiKey)!.apiKey.id])
    }
  })

  test.each([0, 3_600])(
    'a revocation leaves nothing of a rotation with an overlap of %d s',
    async (overlapSeconds) => {
      for (let round = 0; round < 20; round += 1) {
        const id = await keyOf()
        const rotate = () => whenFree(() => (round % 2 ? near : far).request(ROTATE, { id, overlapSeconds }))
        const revoke = () => whenFree(() => (round % 2 ? far : near).request(REVOKE, { id }))
        const [rotated] = await madeToMeet(app, 'api_keys', id, () => inOrder(round % 4 < 2, rotate, revoke))
        expect(await living(id)).toEqual([])
        const { secret } = rotated.rotateApiKey
        if (secret !== null) expect(await works(createClient(process.port, secret))).toBe(false)
      }
    },
  )

  test('a revocation after a rotation ends the old key alone', async () => {
    const id = await keyOf()
    const { rotateApiKey } = await near.request(ROTATE, { id, overlapSeconds: 3_600 })
    expect(rotateApiKey.apiKey).toMatchObject({ replaces: id })
    await far.request(REVOKE, { id })
    expect(await living(id)).toEqual([rotateApiKey.apiKey.id])
    expect(await works(createClient(process.port, rotateApiKey.secret))).toBe(true)
  })
})
