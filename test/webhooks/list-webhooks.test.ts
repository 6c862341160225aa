import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import type { TestClient } from '../support/client.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'
import { rows } from '../support/sql.ts'

const LIST = `query ($text: String, $status: WebhookStatus, $order: WebhookOrder, $first: Int, $after: String, $last: Int, $before: String) {
  webhooks(text: $text, status: $status, order: $order, first: $first, after: $after, last: $last, before: $before) {
    nodes { url } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

let app: TestApp
let client: TestClient
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  client = (await app.organization()).client
  await createEventType(client, 'a.b')
  const input = { url: 'https://localhost:1/', eventTypes: ['a.b'] }
  for (const [url, more] of [
    ['https://b.example/orders', { description: 'Billing 100%' }],
    ['https://c.example/', { uid: 'customer-7', status: 'DISABLED' }],
    ['https://xn--bcher-kva.example/%E6%B3%A8%E6%96%87', {}],
    ['https://a.example/ORDERS', { description: 'a_b' }],
    ['https://b.example/orders', { description: 'the same URL' }],
  ] as const) {
    const { id } = await createWebhook(client, { ...input, ...more })
    await rows(app, 'update webhooks set url = ? where id = ? returning id', [url, id])
  }
})
afterAll(() => app[Symbol.asyncDispose]())

const list = async (variables: Record<string, unknown>) => {
  const { nodes, pageInfo } = (await client.request(LIST, variables)).webhooks
  return { urls: nodes.map(({ url }: { url: string }) => url.slice('https://'.length)), pageInfo }
}

test.each([
  ['orders', ['b.example/orders', 'a.example/ORDERS', 'b.example/orders']],
  ['billing', ['b.example/orders']],
  ['100%', ['b.example/orders']],
  ['a_b', ['a.example/ORDERS']],
  ['%', ['xn--bcher-kva.example/%E6%B3%A8%E6%96%87', 'b.example/orders']],
  ['CUSTOMER-7', ['c.example/']],
  ['bücher.example', ['xn--bcher-kva.example/%E6%B3%A8%E6%96%87']],
  ['注文', ['xn--bcher-kva.example/%E6%B3%A8%E6%96%87']],
  ['nothing', []],
])('the text %s finds %j', async (text, urls) => expect((await list({ text })).urls).toEqual(urls))

test('all conditions must be true', async () => {
  expect((await list({ text: 'example', status: 'DISABLED' })).urls).toEqual(['c.example/'])
})

test('a text of more than 200 characters is refused', async () => {
  await expect(list({ text: 'x'.repeat(201) })).rejects.toThrow('can have 200 characters; it has 201.')
})

test.each(['NEWEST', 'OLDEST', 'URL', null])(
  '%s: pages have each webhook once, forward and back',
  async (order) => {
    const { urls: all } = await list({ order })
    expect(all).toHaveLength(5)
    if (order === 'URL') expect(all).toEqual(all.toSorted())
    const forward: string[] = []
    let after: string | null = null
    let start = ''
    do {
      const { urls, pageInfo } = await list({ order, first: 2, after })
      forward.push(...urls)
      start = pageInfo.startCursor
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after)
    expect(forward).toEqual(all)
    const back = await list({ order, last: 2, before: start })
    expect(back.urls).toEqual(all.slice(2, 4))
    expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true })
    const first = await list({ order, last: 2, before: back.pageInfo.startCursor })
    expect(first.urls).toEqual(all.slice(0, 2))
    expect(first.pageInfo.hasPreviousPage).toBe(false)
  },
)
