import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Webhook as StandardVerifier } from 'standardwebhooks'
import Stripe from 'stripe'
import { Webhook } from '../../src/webhooks/webhook.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type Received, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { createEventType, createWebhook, publish } from '../support/webhooks.ts'
import { whenFree } from '../support/when-free.ts'

let app: TestApp
let receiver: TestReceiver
beforeAll(async () => {
  app = await openTestApp()
  receiver = await openReceiver()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

const ROTATE = `mutation ($id: ID!, $overlapSeconds: Int) {
  rotateWebhookSecret(id: $id, overlapSeconds: $overlapSeconds) { secret webhook { oldSecretExpiresAt } userErrors { code field message } }
}`
const rotate = async (client: TestClient, id: string, overlapSeconds?: number) =>
  (await whenFree(() => client.request(ROTATE, { id, overlapSeconds }))).rotateWebhookSecret

/** Publishes, and gives the request the receiver got. */
async function deliver(client: TestClient, type: string, data: unknown, path: string): Promise<Received> {
  const at = () => receiver.received.filter((request) => request.path === path)
  const before = at().length
  await publish(client, type, data)
  return eventually(() => at()[before])
}

/** Lets the overlap of a webhook's rotations be over, as if its time had passed. */
async function endOverlap(id: string): Promise<void> {
  const em = app.database.em.fork()
  const webhook = await em.findOneOrFail(Webhook, { id })
  const past = new Date(Date.now() - 1_000).toISOString()
  webhook.secrets = webhook.secrets.map(({ sealed, expiresAt }) => ({ sealed, expiresAt: expiresAt && past }))
  await em.flush()
}

const standard = (secret: string, { headers, body }: Received) => {
  try {
    new StandardVerifier(secret).verify(body.toString(), headers as Record<string, string>)
    return true
  } catch {
    return false
  }
}
const stripe = (secret: string, { headers, body }: Received) => {
  try {
    Stripe.webhooks.constructEvent(body.toString(), headers['x-campsite-signature'] as string, secret)
    return true
  } catch {
    return false
  }
}

async function campsite(path: string) {
  const { client } = await app.organization({ dialect: 'campsite' })
  await client.request(`mutation { createChannel(input: { id: "c", name: "c" }) { channel { id } } }`)
  const { eventTypes } = await client.request(`{ eventTypes { name example } }`)
  const { name, example } = eventTypes.find((type: { name: string }) => type.name === 'post.created')
  const webhook = await createWebhook(client, {
    url: receiver.url + path,
    eventTypes: [name],
    channelId: 'c',
  })
  return { client, webhook, send: () => deliver(client, name, example, path), verify: stripe }
}
async function standardWebhook(path: string, more: object = {}) {
  const { client } = await app.organization()
  await createEventType(client, 'thing.happened')
  const webhook = await createWebhook(client, {
    url: receiver.url + path,
    eventTypes: ['thing.happened'],
    ...more,
  })
  return { client, webhook, send: () => deliver(client, 'thing.happened', { a: 1 }, path), verify: standard }
}

describe.each([
  ['standard, checked with standardwebhooks', '/standard', standardWebhook],
  ['campsite, checked with stripe', '/campsite', campsite],
])('a rotation of %s (protocol 3.8)', (_name, path, make) => {
  test('with overlap: both secrets verify each request until the old one’s time is over', async () => {
    const { client, webhook, send, verify } = await make(path)
    const first = await send()
    expect(verify(webhook.secret, first)).toBe(true)
    const rotated = await rotate(client, webhook.id, 3_600)
    expect(rotated.userErrors).toEqual([])
    expect(rotated.secret).not.toBe(webhook.secret)
    const expiresIn = new Date(rotated.webhook.oldSecretExpiresAt).getTime() - Date.now()
    expect(expiresIn).toBeGreaterThan(3_400_000)
    expect(expiresIn).toBeLessThanOrEqual(3_600_000)
    const during = await send()
    expect([verify(webhook.secret, during), verify(rotated.secret, during)]).toEqual([true, true])
    await endOverlap(webhook.id)
    const after = await send()
    expect([verify(webhook.secret, after), verify(rotated.secret, after)]).toEqual([false, true])
  })

  test('without overlap: the old secret verifies nothing more', async () => {
    const { client, webhook, send, verify } = await make(`${path}-at-once`)
    const rotated = await rotate(client, webhook.id)
    expect(rotated.webhook.oldSecretExpiresAt).toBeNull()
    const after = await send()
    expect([verify(webhook.secret, after), verify(rotated.secret, after)]).toEqual([false, true])
  })

  test('during another one’s overlap lengthens nothing: the oldest secret ends when it was to end', async () => {
    const { client, webhook, send, verify } = await make(`${path}-again`)
    const second = await rotate(client, webhook.id, 60)
    const third = await rotate(client, webhook.id, 604_800)
    const during = await send()
    expect([webhook.secret, second.secret, third.secret].map((secret) => verify(secret, during))).toEqual([
      true,
      true,
      true,
    ])
    const stored = await app.database.em.fork().findOneOrFail(Webhook, { id: webhook.id })
    const left = stored.secrets.map(
      ({ expiresAt }) => expiresAt && (new Date(expiresAt).getTime() - Date.now()) / 1000,
    )
    expect(left[0]).toBeNull()
    expect(left[1]).toBeGreaterThan(604_000)
    expect(left[2]).toBeLessThanOrEqual(60)
  })

  test.each([604_801, -1, 2 ** 31 - 1])(
    'with an overlap of %d seconds is refused',
    async (overlapSeconds) => {
      const { client, webhook } = await make(`${path}-refused`)
      expect(await rotate(client, webhook.id, overlapSeconds)).toMatchObject({
        secret: null,
        userErrors: [{ code: 'INVALID', field: ['overlapSeconds'] }],
      })
    },
  )
})

test('rotations at the same moment: no secret given out with overlap is lost', async () => {
  const { client, webhook, send } = await standardWebhook('/race')
  const holder = new pg.Client({ connectionString: app.databaseUrl })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from webhooks where id = $1 for update', [webhook.id])
  const rotating = [1, 2, 3].map(() => rotate(client, webhook.id, 3_600))
  // All three have come as far as they can before any of them goes on.
  await eventually(async () => {
    const waiting = await rows(
      app,
      `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return waiting.length === 3
  })
  await holder.query('commit')
  await holder.end()
  const secrets = (await Promise.all(rotating)).map(({ secret }) => secret as string)
  const request = await send()
  expect([webhook.secret, ...secrets].map((secret) => standard(secret, request))).toEqual([
    true,
    true,
    true,
    true,
  ])
})

test('twelve rotations at the same moment: each secret given out verifies, and who gets none is told until when', async () => {
  const { client, webhook, send } = await standardWebhook('/twelve')
  const answers = await Promise.all(Array.from({ length: 12 }, () => rotate(client, webhook.id, 3_600)))
  const given = answers.flatMap(({ secret }) => (secret === null ? [] : [secret as string]))
  expect(given).toHaveLength(4)
  const refused = answers.filter(({ secret }) => secret === null)
  for (const { userErrors } of refused)
    expect(userErrors).toMatchObject([{ code: 'TOO_MANY_SECRETS', field: ['overlapSeconds'] }])
  const request = await send()
  expect([webhook.secret, ...given].map((secret) => standard(secret, request))).toEqual(Array(5).fill(true))

  // With the first of them over there is room for one; the others still verify.
  const em = app.database.em.fork()
  const stored = await em.findOneOrFail(Webhook, { id: webhook.id })
  const ends = stored.secrets.flatMap(({ expiresAt }) => expiresAt ?? []).sort()
  expect(refused[0].userErrors[0].message).toContain(ends[0])
  stored.secrets = stored.secrets.map((secret, index) =>
    index === 4 ? { ...secret, expiresAt: new Date(Date.now() - 1_000).toISOString() } : secret,
  )
  await em.flush()
  const next = await rotate(client, webhook.id, 60)
  expect(next.userErrors).toEqual([])
  const later = await send()
  expect([webhook.secret, ...given, next.secret].map((secret) => standard(secret, later))).toEqual([
    false,
    ...Array(5).fill(true),
  ])
  expect((await rotate(client, webhook.id, 60)).userErrors).toMatchObject([{ code: 'TOO_MANY_SECRETS' }])
  // Without overlap all end at once, as asked.
  const last = await rotate(client, webhook.id)
  expect(last.userErrors).toEqual([])
  const end = await send()
  expect([...given, next.secret, last.secret].map((secret) => standard(secret, end))).toEqual([
    ...Array(5).fill(false),
    true,
  ])
})

test('sjocamp has room for one signature: overlap is refused, and a rotation changes the secret at once (protocol 3.8)', async () => {
  const { client } = await app.organization({ dialect: 'sjocamp' })
  const webhook = await createWebhook(client, {
    url: `${receiver.url}/sjocamp`,
    eventTypes: ['lead.created'],
  })
  expect(await rotate(client, webhook.id, 1)).toMatchObject({
    secret: null,
    userErrors: [{ code: 'OVERLAP_NOT_SUPPORTED' }],
  })
  const { secret } = await rotate(client, webhook.id, 0)
  const { eventTypes } = await client.request(`{ eventTypes { name example } }`)
  const { example } = eventTypes.find(({ name }: { name: string }) => name === 'lead.created')
  const { headers, body } = await deliver(client, 'lead.created', example, '/sjocamp')
  const { createHmac } = await import('node:crypto')
  expect(headers['x-sjocamp-signature']).toBe(createHmac('sha256', secret).update(body).digest('hex'))
})

test('custom headers arrive, and one that was stored before its name was reserved does not override ours', async () => {
  const { webhook, send } = await standardWebhook('/headers', {
    headers: [{ name: 'X-Custom', value: 'mine' }],
  })
  const em = app.database.em.fork()
  const stored = await em.findOneOrFail(Webhook, { id: webhook.id })
  stored.headers = [
    ...stored.headers,
    ['Webhook-SIGNATURE', 'v1,forged'],
    ['content-type', 'text/plain'],
    ['X-Last', 'last'],
  ]
  await em.flush()
  const request = await send()
  expect(request.headers).toMatchObject({
    'x-custom': 'mine',
    'x-last': 'last',
    'content-type': 'application/json',
  })
  expect(standard(webhook.secret, request)).toBe(true)
  const names = request.rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
  expect(new Set(names).size).toBe(names.length)
  expect(JSON.stringify(request.rawHeaders)).not.toContain('forged')
})

test('an Ed25519 webhook is verified with its public key alone', async () => {
  const { client, webhook, send } = await standardWebhook('/ed25519', { secretKind: 'ED25519' })
  const read = await client.request(`query ($id: ID!) { webhook(id: $id) { publicKey secretKind } }`, {
    id: webhook.id,
  })
  expect(read.webhook).toEqual({ secretKind: 'ED25519', publicKey: expect.stringMatching(/^whpk_/) })
  const { headers, body } = await send()
  const { createPublicKey, verify } = await import('node:crypto')
  const key = createPublicKey({
    key: Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(read.webhook.publicKey.slice(5), 'base64'),
    ]),
    format: 'der',
    type: 'spki',
  })
  const [version, signature] = (headers['webhook-signature'] as string).split(',')
  expect(version).toBe('v1a')
  const content = [headers['webhook-id'], headers['webhook-timestamp'], body.toString()].join('.')
  expect(verify(null, Buffer.from(content), key, Buffer.from(signature!, 'base64'))).toBe(true)
})
