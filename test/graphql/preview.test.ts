import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Webhook as StandardVerifier } from 'standardwebhooks'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { Webhook } from '../../src/webhooks/webhook.ts'
import { loadDialects } from '../../src/dialects/registry.ts'
import { createApiKey } from '../../src/access/api-keys.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { openSecret } from '../../src/secrets/webhook-secrets.ts'
import { createSession } from '../../src/access/sessions.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type Received, type TestReceiver } from '../support/receiver.ts'
import { cookieOf, signIn } from '../support/sign-in.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import type { Scope } from '../../src/words/enums.ts'

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

const PREVIEW = `query ($input: PreviewDeliveryInput!) { previewDelivery(input: $input) { method url headers { name value } body curl } }`
const SEND = `mutation ($input: SendTestEventInput!) { sendTestEvent(input: $input) { delivery { id } userErrors { code message } } }`

/** Text that shells, curl and JSON like to read their own way. */
const NASTY = `it's "quoted" $HOME \`id\` \\ \\n ! # & ; | * ? ~ %s @file <x> \u2028 😀 {a,b} [1-3]\n\ttab`

const pairs = ({ rawHeaders }: Received) =>
  Array.from({ length: rawHeaders.length / 2 }, (_, index) => ({
    name: rawHeaders[2 * index]!,
    value: rawHeaders[2 * index + 1]!,
  }))
/** Ids, times and what is signed over them differ between two deliveries. */
const steady = (headers: { name: string; value: string }[]) =>
  headers
    .filter(({ name }) => !['host', 'content-length', 'connection', 'accept'].includes(name.toLowerCase()))
    .map(({ name, value }) => ({
      name,
      value: /^(webhook-(id|timestamp|signature)|x-(sjocamp|campsite)-signature)$/i.test(name)
        ? typeof value
        : value,
    }))
const steadyBody = (body: string) =>
  body.replace(/wd_\w{26}/g, '<delivery>').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')

async function setUp(dialect: string, path: string) {
  const { client } = await app.organization({ dialect })
  const more: Record<string, unknown> = {}
  let eventType = 'thing.happened'
  if (dialect === 'standard') await createEventType(client, eventType)
  else eventType = dialect === 'sjocamp' ? 'lead.created' : 'post.created'
  if (dialect === 'campsite') {
    await client.request(`mutation { createChannel(input: { id: "c", name: "c" }) { channel { id } } }`)
    more['channelId'] = 'c'
  }
  const webhook = await createWebhook(client, {
    url: receiver.url + path,
    eventTypes: [eventType],
    headers: [
      { name: 'X-Nasty', value: `it's "x" $HOME \`id\` \\` },
      { name: 'X-Empty', value: '' },
    ],
    ...more,
  })
  return { client, webhook, eventType }
}
const received = (path: string) => receiver.received.filter((request) => request.path === path)

test.each(['standard', 'sjocamp', 'campsite'])(
  'a preview of %s is what the receiver gets',
  async (dialect) => {
    const path = `/${dialect}`
    const { client, webhook, eventType } = await setUp(dialect, path)
    const input = { webhookId: webhook.id, eventType }
    const { previewDelivery } = await client.request(PREVIEW, { input })
    expect(received(path)).toEqual([]) // nothing is sent
    const sent = await client.request(SEND, { input })
    expect(sent.sendTestEvent.userErrors).toEqual([])
    const request = await eventually(() => received(path)[0])
    expect(previewDelivery).toMatchObject({ method: 'POST', url: receiver.url + path })
    expect(steady(pairs(request))).toEqual(steady(previewDelivery.headers))
    expect(steadyBody(request.body.toString())).toBe(steadyBody(previewDelivery.body))
  },
)

test('the command line sends the same bytes, whatever they are', async () => {
  const path = `/curl?a={b,c}&d=[1-3]&e='f'&g=$HOME`
  const { client, webhook, eventType } = await setUp('standard', path)
  const input = { webhookId: webhook.id, eventType, data: { text: NASTY, "it's": [1, '\\'] } }
  const { previewDelivery } = await client.request(PREVIEW, { input })
  const environment = { PATH: process.env['PATH']!, CURL_CA_BUNDLE: `${inject('certificatesFolder')}/ca.crt` }
  await promisify(execFile)('bash', ['-c', previewDelivery.curl], { env: environment })
  expect(receiver.received.filter((request) => request.path.startsWith('/curl'))).toHaveLength(1)
  const request = receiver.received.find((each) => each.path.startsWith('/curl'))!
  expect(receiver.url + request.path).toBe(previewDelivery.url)
  expect(request.body.toString()).toBe(previewDelivery.body)
  expect(JSON.parse(request.body.toString()).data).toEqual(input.data)
  const sent = pairs(request)
  for (const { name, value } of previewDelivery.headers)
    expect(sent).toContainEqual({ name, value: value.trim() })
  expect(() =>
    new StandardVerifier(webhook.secret).verify(
      request.body.toString(),
      request.headers as Record<string, string>,
    ),
  ).not.toThrow()
})

test('previews refuse what publishing would refuse', async () => {
  const { client, webhook } = await setUp('sjocamp', '/refuse')
  const preview = async (input: object) =>
    (await client.send(PREVIEW, { input: { webhookId: webhook.id, ...input } })).errors?.[0]!.extensions.code
  expect(await preview({ eventType: 'nothing' })).toBe('BAD_USER_INPUT')
  expect(await preview({ eventType: 'lead.created', data: { a: 1 } })).toBe('BAD_USER_INPUT')
  expect(await preview({ eventType: 'lead.created', webhookId: 'wh_nothing' })).toBe('NOT_FOUND')
})

test('a preview is signed with all live secrets, during a rotation', async () => {
  const { client, webhook, eventType } = await setUp('standard', '/rotating')
  const { rotateWebhookSecret } = await client.request(
    `mutation ($id: ID!) { rotateWebhookSecret(id: $id, overlapSeconds: 60) { secret } }`,
    { id: webhook.id },
  )
  const { previewDelivery } = await client.request(PREVIEW, { input: { webhookId: webhook.id, eventType } })
  const headers = Object.fromEntries(previewDelivery.headers.map(({ name, value }: any) => [name, value]))
  for (const secret of [webhook.secret, rotateWebhookSecret.secret])
    expect(() => new StandardVerifier(secret).verify(previewDelivery.body, headers)).not.toThrow()
})

test.each(['standard', 'sjocamp', 'campsite'])(
  'a preview of %s is signed with a throw-away secret for who may look and not manage',
  async (dialect) => {
    const { client, webhook, eventType } = await setUp(dialect, `/looking-${dialect}`)
    const organizationId = (await client.request('{ organization { id } }')).organization.id
    const lookers = [await keyOf(organizationId, ['READ']), await keyOf(organizationId, ['READ', 'PUBLISH'])]
    lookers.push(await readOnlySession(organizationId))
    const input = { webhookId: webhook.id, eventType, data: undefined as unknown }
    for (const send of lookers) {
      const previewDelivery = await send(SIGNED, { input })
      expect(previewDelivery.signedWith).toBe('THROWAWAY')
      expect(previewDelivery.curl).toMatch(/^# Signed with a throw-away secret/)
      // What the receiver of each dialect would do with it, by the real secret: the header and the command line carry the same.
      const [name, value] = signatureOf(previewDelivery)
      expect(await signedByOwn(webhook.id, previewDelivery)).not.toBe(value)
      expect(previewDelivery.curl).toContain(`${name}: ${value}`)
    }
    const own = (await client.request(SIGNED, { input })).previewDelivery
    expect(own.signedWith).toBe('WEBHOOK')
    expect(own.curl).toMatch(/^curl /)
    expect(await signedByOwn(webhook.id, own)).toBe(signatureOf(own)[1])
  },
)

test('and verifies for nobody', async () => {
  const { client, webhook, eventType } = await setUp('standard', '/verifies')
  const organizationId = (await client.request('{ organization { id } }')).organization.id
  const preview = await (
    await keyOf(organizationId, ['READ'])
  )(SIGNED, { input: { webhookId: webhook.id, eventType } })
  const headers = Object.fromEntries(preview.headers.map(({ name, value }: any) => [name, value]))
  expect(() => new StandardVerifier(webhook.secret).verify(preview.body, headers)).toThrow()
})

const SIGNED = PREVIEW.replace(' curl }', ' curl signedWith }')
type Send = (query: string, variables: object) => Promise<any>

async function keyOf(organizationId: string, scopes: Scope[]): Promise<Send> {
  const { token } = await createApiKey(app.database, { organizationId, name: 'x', scopes, expiresAt: null })
  const client = createClient(app.ports[0]!, token)
  return async (query, variables) =>
    (await client.request(query, variables as Record<string, unknown>)).previewDelivery
}

async function readOnlySession(organizationId: string): Promise<Send> {
  const wanted = {
    organizationId,
    apiKeyId: null,
    name: null,
    accentColor: null,
    lifetimeSeconds: 60,
    customer: true,
  }
  const { linkToken } = await createSession(app.database, { ...wanted, scopes: ['READ'] })
  const origin = `http://127.0.0.1:${app.ports[0]}`
  const cookie = cookieOf(await signIn(origin, { token: linkToken }, { origin }))
  return async (query, variables) => {
    const headers = { 'content-type': 'application/json', cookie, origin }
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    })
    return ((await response.json()) as any).data.previewDelivery
  }
}

function signatureOf({ headers }: { headers: { name: string; value: string }[] }): [string, string] {
  const { name, value } = headers.find((header) => /signature/i.test(header.name))!
  return [name, value]
}

/** What the webhook's own secret makes of the same bytes at the same time. */
async function signedByOwn(
  webhookId: string,
  preview: { body: string; headers: { name: string; value: string }[] },
) {
  const { secrets, dialect: name } = await app.database.em.fork().findOneOrFail(Webhook, { id: webhookId })
  const keyring = createKeyring(app.settings.ENCRYPTION_KEYS)
  const dialect = (await loadDialects()).get(name)!
  const header = (wanted: RegExp) => preview.headers.find((each) => wanted.test(each.name))?.value
  const seconds = Number(header(/timestamp/i) ?? /t=(\d+)/.exec(signatureOf(preview)[1])?.[1] ?? 0)
  const own = dialect.signatureHeaders({
    eventId: header(/webhook-id/i) ?? '',
    deliveryId: header(/webhook-id/i) ?? '',
    attemptedAt: new Date(seconds * 1000),
    body: preview.body,
    secrets: secrets.map((secret) => openSecret(keyring, webhookId, secret)),
  })
  return own.find(([each]) => /signature/i.test(each))![1]
}
