import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { createEventType, createWebhook, deliveriesOf, publish } from '../support/webhooks.ts'
import { whenFree } from '../support/when-free.ts'

let app: TestApp
let operator: TestClient
let receiver: TestReceiver
beforeAll(async () => {
  app = await openTestApp()
  operator = await app.operator()
  receiver = await openReceiver()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver.close()
})

/** Sends a mutation with one argument `input` or `id` and gives the codes of its userErrors. */
async function codes(
  client: TestClient,
  mutation: string,
  argument: Record<string, unknown>,
): Promise<string[]> {
  const isInput = 'input' in argument
  const type = isInput
    ? {
        createWebhook: 'CreateWebhookInput!',
        updateWebhook: 'UpdateWebhookInput!',
        sendTestEvent: 'SendTestEventInput!',
      }[mutation]
    : 'ID!'
  const name = isInput ? 'input' : 'id'
  const data = await client.request(
    `mutation ($${name}: ${type}) { ${mutation}(${name}: $${name}) { userErrors { code } } }`,
    argument,
  )
  return data[mutation].userErrors.map(({ code }: { code: string }) => code)
}

const setPlan = (id: string, plan: string) =>
  operator.request(
    `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { userErrors { code } } }`,
    { input: { id, plan } },
  )
const read = async (client: TestClient, id: string) =>
  (
    await client.request(
      `query ($id: ID!) { webhook(id: $id) { status statusReason dialect { name } channel { id } headers { name value } url } }`,
      { id },
    )
  ).webhook

describe('an organization whose plan was taken away', () => {
  let organization: TestOrganization
  let client: TestClient
  let id: string
  let delivery: string
  beforeEach(async () => {
    organization = await app.organization({ dialect: 'sjocamp', plan: 'TEAM' })
    client = organization.client
    id = (await createWebhook(client, { url: receiver.url, eventTypes: ['lead.created'] })).id
    const sent = await client.request(
      `mutation ($input: SendTestEventInput!) { sendTestEvent(input: $input) { delivery { id } userErrors { code message } } }`,
      { input: { webhookId: id, eventType: 'lead.created' } },
    )
    delivery = sent.sendTestEvent.delivery.id
    await eventually(
      async () =>
        (await client.request(`query ($id: ID!) { delivery(id: $id) { status } }`, { id: delivery })).delivery
          .status === 'SUCCEEDED',
    )
    await setPlan(organization.id, 'FREE')
  })

  test('has its webhooks disabled, and no way around', async () => {
    expect(await read(client, id)).toMatchObject({ status: 'DISABLED', statusReason: 'PLAN' })
    const before = receiver.received.length
    const attempts: [string, string, Record<string, unknown>, string[]][] = [
      ['enable it', 'enableWebhook', { id }, ['PLAN_REQUIRED']],
      ['pause it, which would hold deliveries', 'pauseWebhook', { id }, ['WEBHOOK_DISABLED']],
      ['update it', 'updateWebhook', { input: { id, url: `${receiver.url}/other` } }, ['PLAN_REQUIRED']],
      ['update nothing', 'updateWebhook', { input: { id } }, ['PLAN_REQUIRED']],
      [
        'send a test',
        'sendTestEvent',
        { input: { webhookId: id, eventType: 'lead.created' } },
        ['WEBHOOK_DISABLED'],
      ],
      ['send an old delivery again', 'retryDelivery', { id: delivery }, ['WEBHOOK_DISABLED']],
      [
        'make another',
        'createWebhook',
        { input: { url: receiver.url, eventTypes: ['lead.created'] } },
        ['PLAN_REQUIRED'],
      ],
      [
        'name the dialect',
        'createWebhook',
        { input: { url: receiver.url, eventTypes: ['lead.created'], dialect: 'sjocamp' } },
        ['PLAN_REQUIRED'],
      ],
      [
        'write it otherwise',
        'createWebhook',
        { input: { url: receiver.url, eventTypes: ['lead.created'], dialect: 'Sjocamp' } },
        ['UNKNOWN_DIALECT'],
      ],
      ['disable and enable it: disable', 'disableWebhook', { id }, []],
      ['disable and enable it: enable', 'enableWebhook', { id }, ['PLAN_REQUIRED']],
      [
        'have the dialect changed',
        'updateWebhook',
        { input: { id, eventTypes: ['lead.verified'] } },
        ['PLAN_REQUIRED'],
      ],
    ]
    const wrong: string[] = []
    for (const [name, mutation, argument, expected] of attempts) {
      const got = await codes(client, mutation, argument)
      if (got.join() !== expected.join()) wrong.push(`${name}: ${got.join() || 'accepted'}`)
    }
    expect(wrong).toEqual([])
    const rights = await client.send(
      `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { userErrors { code } } }`,
      { input: { id: organization.id, plan: 'TEAM' } },
    )
    expect(rights.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
    const type = await client.request(`{ eventTypes { name example } }`)
    const example = type.eventTypes.find(({ name }: { name: string }) => name === 'lead.created').example
    const event = await publish(client, 'lead.created', example)
    expect(await deliveriesOf(client, event)).toEqual([])
    expect(receiver.received).toHaveLength(before)
    console.log(`plan: ${attempts.length + 2} ways around tried, ${wrong.length} found`)
  })

  test('gets back what it had with the plan: what was enabled, what was paused, not what was disabled by hand', async () => {
    await setPlan(organization.id, 'TEAM')
    expect(await read(client, id)).toMatchObject({ status: 'ENABLED', statusReason: null })
    const ids: Record<string, string> = {}
    for (const name of ['enabled', 'paused', 'disabled', 'disabled meanwhile', 'deleted meanwhile'])
      ids[name] = (await createWebhook(client, { url: receiver.url, eventTypes: ['lead.created'] })).id
    await codes(client, 'pauseWebhook', { id: ids.paused })
    await codes(client, 'disableWebhook', { id: ids.disabled })
    const update = async (plan: string) =>
      (
        await operator.request(
          `mutation ($input: UpdateOrganizationInput!) {
            updateOrganization(input: $input) { disabledWebhooks enabledWebhooks userErrors { code } }
          }`,
          { input: { id: organization.id, plan } },
        )
      ).updateOrganization
    expect(await update('FREE')).toEqual({ disabledWebhooks: 5, enabledWebhooks: 0, userErrors: [] })
    expect(await codes(client, 'disableWebhook', { id: ids['disabled meanwhile'] })).toEqual([])
    expect(await codes(client, 'deleteWebhook', { id: ids['deleted meanwhile'] })).toEqual([])
    expect(await update('FREE')).toEqual({ disabledWebhooks: 0, enabledWebhooks: 0, userErrors: [] })
    expect(await update('TEAM')).toEqual({ disabledWebhooks: 0, enabledWebhooks: 3, userErrors: [] })
    expect(await read(client, id)).toMatchObject({ status: 'ENABLED', statusReason: null })
    expect(await read(client, ids.enabled!)).toMatchObject({ status: 'ENABLED', statusReason: null })
    expect(await read(client, ids.paused!)).toMatchObject({ status: 'PAUSED', statusReason: 'REQUESTED' })
    for (const name of ['disabled', 'disabled meanwhile'])
      expect(await read(client, ids[name]!)).toMatchObject({ status: 'DISABLED', statusReason: 'REQUESTED' })
  })

  test('has webhooks of other dialects, which go on', async () => {
    const other = await createWebhook(client, {
      url: receiver.url,
      dialect: 'standard',
      eventTypes: ['lead.created'],
    })
    await setPlan(organization.id, 'TEAM')
    await setPlan(organization.id, 'FREE')
    expect(await read(client, other.id)).toMatchObject({ status: 'ENABLED', statusReason: null })
    expect(await read(client, id)).toMatchObject({ status: 'DISABLED', statusReason: 'PLAN' })
  })
})

test('a webhook can not slip through while the plan is taken away', async () => {
  let enabled = 0
  const rounds = 8
  for (let round = 0; round < rounds; round += 1) {
    const { id, client } = await app.organization({ dialect: 'sjocamp', plan: 'TEAM' })
    const webhook = await createWebhook(client, { url: receiver.url, eventTypes: ['lead.created'] })
    await codes(client, 'disableWebhook', { id: webhook.id })
    await Promise.all([
      whenFree(() => codes(client, 'enableWebhook', { id: webhook.id })),
      whenFree(() => setPlan(id, 'FREE')),
      whenFree(() =>
        codes(client, 'createWebhook', { input: { url: receiver.url, eventTypes: ['lead.created'] } }),
      ),
    ])
    const { webhooks } = await client.request(`{ webhooks { nodes { status } } }`)
    enabled += webhooks.nodes.filter(({ status }: { status: string }) => status !== 'DISABLED').length
  }
  expect(enabled).toBe(0)
})

describe('the rules of a dialect', () => {
  test('hold for channels, on creating and on updating', async () => {
    const { client } = await app.organization({ dialect: 'campsite' })
    const other = await app.organization({ dialect: 'campsite' })
    const channel = (of: TestClient, id: string) =>
      of.request(
        `mutation ($input: CreateChannelInput!) { createChannel(input: $input) { userErrors { code } } }`,
        { input: { id, name: id } },
      )
    await channel(client, 'mine')
    await channel(other.client, 'theirs')
    const base = { url: receiver.url, eventTypes: ['post.created'] }
    expect(await codes(client, 'createWebhook', { input: base })).toEqual(['CHANNEL_REQUIRED'])
    expect(await codes(client, 'createWebhook', { input: { ...base, channelId: null } })).toEqual([
      'CHANNEL_REQUIRED',
    ])
    expect(await codes(client, 'createWebhook', { input: { ...base, channelId: '' } })).toEqual([
      'UNKNOWN_CHANNEL',
    ])
    expect(await codes(client, 'createWebhook', { input: { ...base, channelId: 'theirs' } })).toEqual([
      'UNKNOWN_CHANNEL',
    ])
    const { id } = await createWebhook(client, { ...base, channelId: 'mine' })
    expect(await codes(client, 'updateWebhook', { input: { id, channelId: null } })).toEqual([
      'CHANNEL_REQUIRED',
    ])
    expect(await codes(client, 'updateWebhook', { input: { id, channelId: 'theirs' } })).toEqual([
      'UNKNOWN_CHANNEL',
    ])
    expect(await codes(client, 'updateWebhook', { input: { id, eventTypes: [] } })).toEqual([
      'NO_EVENT_TYPES',
    ])
    expect(await codes(client, 'updateWebhook', { input: { id, eventTypes: ['lead.created'] } })).toEqual([
      'UNKNOWN_EVENT_TYPE',
    ])
    expect(await read(client, id)).toMatchObject({ channel: { id: 'mine' } })
  })

  const RESERVED = [
    'webhook-signature',
    'Webhook-Signature',
    'WEBHOOK-ID',
    'X-Sjocamp-Signature',
    'x-campsite-signature',
    'Content-Type',
    'content-LENGTH',
    'Host',
    'HOST',
    'Transfer-Encoding',
    'Connection',
    'User-Agent',
    'Expect',
    'Proxy-Authorization',
    'Sec-Fetch-Site',
    'X-Forwarded-For',
    'Cookie',
    'TE',
    'Upgrade',
  ]
  const INVALID: [string, string][] = [
    ['webhook-signature ', 'v'],
    [' host', 'v'],
    ['webhook\u2010signature', 'v'],
    ['host:', 'v'],
    ['', 'v'],
    ['x\r\nhost', 'v'],
    ['x\u0000y', 'v'],
    ['x-ok', 'v\r\nwebhook-signature: forged'],
    ['x-ok', 'v\nx'],
    ['x-ok', '\u0000'],
    ['x-ok', '😀'],
    ['x-ok', 'a\u007f'],
    ['ｈost', 'v'],
    ['ſec-x', 'v'],
  ]

  test('hold for headers, however they are written', async () => {
    const { client } = await app.organization()
    await createEventType(client, 'thing.happened')
    const base = { url: receiver.url, eventTypes: ['thing.happened'] }
    const { id } = await createWebhook(client, base)
    const wrong: string[] = []
    let tries = 0
    const attempt = async (header: { name: string; value: string }, expected: RegExp) => {
      for (const [mutation, input] of [
        ['createWebhook', base],
        ['updateWebhook', { id }],
      ] as const) {
        tries += 1
        const type = mutation === 'createWebhook' ? 'CreateWebhookInput!' : 'UpdateWebhookInput!'
        const { data, errors } = await client.send(
          `mutation ($input: ${type}) { ${mutation}(input: $input) { userErrors { code } } }`,
          { input: { ...input, headers: [header] } },
        )
        const code = errors?.[0]!.extensions.code ?? data[mutation].userErrors[0]?.code ?? 'accepted'
        if (!expected.test(code)) wrong.push(`${mutation} ${JSON.stringify(header)}: ${code}`)
      }
    }
    for (const name of RESERVED) await attempt({ name, value: 'forged' }, /^HEADER_RESERVED$/)
    for (const [name, value] of INVALID) await attempt({ name, value }, /^(HEADER_INVALID|BAD_USER_INPUT)$/)
    expect(wrong).toEqual([])
    expect(await read(client, id)).toMatchObject({ headers: [] })
    const twice = {
      ...base,
      headers: [
        { name: 'X-A', value: '1' },
        { name: 'x-a', value: '2' },
      ],
    }
    expect(await codes(client, 'createWebhook', { input: twice })).toEqual(['HEADER_INVALID'])
    const many = {
      ...base,
      headers: Array.from({ length: 21 }, (_, index) => ({ name: `x-${index}`, value: 'v' })),
    }
    expect(await codes(client, 'createWebhook', { input: many })).toEqual(['HEADER_INVALID'])
    console.log(`headers: ${tries} reserved or broken ones tried, ${wrong.length} accepted wrongly`)
  })
})
