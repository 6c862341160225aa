import { readFileSync } from 'node:fs'
import { buildSchema, Kind, parse, validate, type DocumentNode } from 'graphql'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { openTestApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver } from '../support/receiver.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = read('docs/moving.md')
const schema = buildSchema(read('schema.graphql'))

/** The page's operations, by their names. */
const operations = new Map(
  [...page.matchAll(/^```graphql\n([\s\S]*?)^```$/gm)].map(([, text]) => [nameOf(parse(text!)), text!]),
)

function nameOf({ definitions: [first] }: DocumentNode): string {
  return (first?.kind === Kind.OPERATION_DEFINITION && first.name?.value) || ''
}

describe('docs/moving.md', () => {
  test.each([...operations])('%s is an operation of schema.graphql', (_, text) => {
    expect(validate(schema, parse(text))).toEqual([])
  })

  test.each([...page.matchAll(/`retryPolicy: (\{.*?\})`/g)].map(([, text]) => text!))(
    'the retry policy %s is one',
    (text) => {
      const query = `{ checkRetryPolicy(retryPolicy: ${text}) { __typename } }`
      expect(validate(schema, parse(query))).toEqual([])
    },
  )

  test('its links within the page lead somewhere', () => {
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, text]) =>
      text!.toLowerCase().replaceAll(' ', '-'),
    )
    const targets = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target!)
    expect(targets.filter((target) => !headings.includes(target))).toEqual([])
  })
})

test('its steps move a tenant: the receiver keeps its code and secret, and gets each event since the switch once', async () => {
  await using app = await openTestApp()
  const operator = await app.operator()
  await using receiver = await openReceiver()
  const step = async (name: string, variables: Record<string, unknown>, client = operator) => {
    const data = await client.request(operations.get(name)!, variables)
    for (const answer of Object.values<any>(data)) expect(answer.userErrors ?? []).toEqual([])
    return data
  }
  const secret = `whsec_${Buffer.from('the secret that the receiver has').toString('base64')}`
  const type = 'invoice.paid'
  const publish = (n: number) =>
    step('Publish', { type, data: { n }, occurredAt: null, key: `invoice-${n}` }, publisher)

  await step('CreateType', { name: type, example: { n: 0 } })
  const tenant = await step('CreateTenant', { id: 'acme', name: 'Acme' })
  const { createWebhook } = await step('CreateWebhook', {
    id: 'acme',
    url: receiver.url,
    types: [type],
    secret,
    uid: 'ep_1',
  })
  const webhookId = createWebhook.webhook.id as string
  const publisher = createClient(app.ports[0]!, tenant.createApiKey.secret)

  await publish(1)
  const { previewDelivery } = await step('Preview', { webhookId, type, data: { n: 1 } })
  const preview = Object.fromEntries(
    previewDelivery.headers.map((header: any) => [header.name, header.value]),
  )
  expect(new Webhook(secret).verify(previewDelivery.body, preview)).toMatchObject({ type, data: { n: 1 } })
  await publish(2)
  // Times are kept in whole milliseconds, rounded: what was just published can have the time it is now.
  const published = Date.now()
  await eventually(() => Date.now() > published + 10)
  const since = new Date().toISOString()
  await publish(3)
  expect(receiver.received).toEqual([])

  await step('Switch', { webhookId, since })
  await step('Switch', { webhookId, since })
  await publish(4)
  await eventually(() => receiver.received.length >= 2)
  const numbers = receiver.received.map(({ body, headers }) => {
    const verified = new Webhook(secret).verify(String(body), headers as Record<string, string>)
    return (verified as { data: { n: number } }).data.n
  })
  expect(numbers.sort()).toEqual([3, 4])
})
