import type { Client } from 'graphql-ws'
import type { TestClient } from '../../test/support/client.ts'

/** What a tenant does at its worst: one step of it, again and again. Names are those of the findings. */
export type Attack = (tenant: Tenant, step: number) => Promise<unknown>

export interface Tenant {
  client: TestClient
  webhookId: string
}

/** How many steps of each are under way at once. */
export const LANES = 4

const CREATE = `mutation ($input: EventTypeInput!) { createEventType(input: $input) { userErrors { code } } }`
const UPDATE = `mutation ($input: EventTypeInput!) { updateEventType(input: $input) { userErrors { code } } }`
const PUBLISH = `mutation ($input: PublishEventInput!) { publishEvent(input: $input) { userErrors { code } } }`

/** JSON may spell the keyword otherwise; each step another schema, so that none is known to be slow. */
const backtracking = (step: number) => ({
  title: String(step),
  properties: { a: { ['pattern']: '^(a+)+$' }, b: { pattern: '^([a-z]+)*\\d$' } },
})
const long = `${'a'.repeat(28)}!`

const manyBranches = (step: number) => ({
  title: String(step),
  anyOf: Array.from({ length: 2_500 }, (_, index) => ({
    properties: { [`p${index}`]: { const: index } },
    required: [`p${index}`],
  })),
})

export const ATTACKS: Record<string, Attack> = {
  'A1 patterns that backtrack': async ({ client }, step) => {
    const name = `slow${step % 50}.happened`
    const input = { name, example: { a: 'a', b: 'a1' }, schema: backtracking(step) }
    await client.request(step < 50 ? CREATE : UPDATE, { input })
    await client.request(PUBLISH, { input: { type: name, data: { a: long, b: long } } })
  },
  'A2 subscriptions that come and go': ({ client, webhookId }) => comeAndGo(client, webhookId),
  'A3 as many things as it may have': async ({ client }, step) => {
    const name = `large${step}.happened`
    await client.request(CREATE, { input: { name, example: { text: 'x'.repeat(200_000) } } })
    await client.request(`{ eventTypes { name example } }`, {})
  },
  'A4 queries that read much': ({ client, webhookId: id }, step) => {
    const many = (count: number, field: string) =>
      Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ')
    // As many as one operation may ask for; the log's costs what is found, and here nothing is.
    const ofWebhook = [
      many(9, 'statistics(minutes: 10080) { attempts p99Ms }'),
      many(40, 'deliveryLog(first: 50, filter: { text: "not there" }) { nodes { id } }'),
    ]
    const others = [
      many(9, 'failingWebhooks(minutes: 10080) { failed }'),
      many(40, 'deliveries(status: CANCELED, first: 200) { nodes { id } }'),
    ]
    const kind = step % 4
    if (kind < 2)
      return client.request(`query ($id: ID!) { webhook(id: $id) { ${ofWebhook[kind]} } }`, { id })
    return client.request(kind === 2 ? `{ organization { ${others[0]} } }` : `{ ${others[1]} }`, {})
  },
  'A5 schemas that are slow to compile': ({ client }, step) =>
    client.request(CREATE, {
      input: { name: `wide${step}.happened`, example: {}, schema: manyBranches(step) },
    }),
  'A6 followers while a transaction is open': ({ client, webhookId }) => follow(client, webhookId),
}

const LOG = `subscription ($id: ID!) { deliveryLog(webhookId: $id) { cursor } }`

const open = (client: TestClient): Client => client.socket({ lazy: true, retryAttempts: 0 })

const sockets: Client[] = []

/** A hundred subscriptions on one socket, ended as soon as they began. */
async function comeAndGo(client: TestClient, id: string): Promise<void> {
  if (sockets.length < LANES) sockets.push(open(client))
  const socket = sockets[Math.floor(Math.random() * sockets.length)]!
  const ended = Array.from({ length: 100 }, () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const end = socket.subscribe(
      { query: LOG, variables: { id } },
      { next() {}, error: () => resolve(), complete: resolve },
    )
    setTimeout(end, 20)
    return promise
  })
  await Promise.all(ended)
}

/** A hundred followers in all, which stay; each step publishes something for them to wait for. */
async function follow(client: TestClient, id: string): Promise<void> {
  if (sockets.length < 100) {
    const socket = open(client)
    sockets.push(socket)
    socket.subscribe({ query: LOG, variables: { id } }, { next() {}, error() {}, complete() {} })
  }
  await client.request(PUBLISH, { input: { type: 'bench.happened', data: { number: 0 } } })
  await new Promise((resolve) => setTimeout(resolve, 800))
}
