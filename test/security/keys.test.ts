import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiKey } from '../../src/database/api-key.ts'
import { createApiKey } from '../../src/keys/api-keys.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openFollowing } from './follow.ts'

let app: TestApp
let organization: TestOrganization
beforeAll(async () => {
  app = await openTestApp({ apis: 2, workers: 0 })
  organization = await app.organization()
})
afterAll(() => app[Symbol.asyncDispose]())

const ME = `{ organization { id } }`
const ROTATE = `mutation ($id: ID!, $overlapSeconds: Int) {
  rotateApiKey(id: $id, overlapSeconds: $overlapSeconds) { apiKey { id scopes name } secret userErrors { code field } }
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

describe('an API key', () => {
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

  test('that expires while connected closes its subscriptions', async () => {
    const { client } = await newKey(new Date(Date.now() + 1_500))
    await using following = await openFollowing(client)
    expect(await following.closed).toMatchObject({ code: 4403 })
    expect(await works(client)).toBe(false)
  })

  test('that is rotated works until the overlap ends, and its subscriptions close then', async () => {
    const { id, client } = await newKey()
    await using following = await openFollowing(client)
    const { rotateApiKey } = await organization.client.request(ROTATE, { id, overlapSeconds: 3 })
    expect(rotateApiKey.userErrors).toEqual([])
    expect(rotateApiKey.apiKey).toMatchObject({ name: 'a key', scopes: ['READ', 'MANAGE', 'PUBLISH'] })
    expect(await works(client)).toBe(true)
    expect(await works(createClient(app.ports[1]!, rotateApiKey.secret))).toBe(true)
    expect(await following.closed).toMatchObject({ code: 4403 })
    expect(await works(client)).toBe(false)
    expect(await works(createClient(app.ports[1]!, rotateApiKey.secret))).toBe(true)
  })

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

  test('list of an organization shows no secrets', async () => {
    const { organization: read } = await organization.client.request(
      `{ organization { apiKeys(first: 200) { nodes { id name prefix scopes expiresAt revokedAt lastUsedAt createdAt } } } }`,
    )
    expect(read.apiKeys.nodes.length).toBeGreaterThan(5)
    await eventually(async () => !JSON.stringify(read).includes(organization.apiKey))
  })
})
