import WebSocket from 'ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, problemOf } from '../../src/client/connect.ts'
import { createClient, DurahookError, type DurahookClient, type LogEntry } from '../../src/client/index.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { openTcpProxy } from '../support/tcp-proxy.ts'
import { createEventType, createWebhook } from '../support/webhooks.ts'

let app: TestApp
let receiver: TestReceiver
beforeAll(async () => {
  app = await openTestApp()
  receiver = await openReceiver()
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

interface Types extends Record<string, unknown> {
  'thing.done': { n: number }
}

/** An organization with one webhook, and a client of it at an API that can be taken away. */
async function openScene() {
  const organization = await app.organization()
  await createEventType(organization.client, 'thing.done', {
    type: 'object',
    properties: { n: { type: 'number' } },
  })
  const webhook = await createWebhook(organization.client, { url: receiver.url, eventTypes: ['thing.done'] })
  const proxy = await openTcpProxy({ host: '127.0.0.1', port: app.ports[0]! })
  return {
    organization,
    webhook,
    proxy,
    client: clientOf(organization, proxy.port),
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  }
}

const clientOf = ({ apiKey }: TestOrganization, port: number, patienceMs = 20_000) =>
  createClient<Types>({ url: `http://127.0.0.1:${port}`, apiKey, patienceMs })

const event = (n: number, idempotencyKey?: string) => ({
  type: 'thing.done' as const,
  data: { n },
  ...(idempotencyKey && { idempotencyKey }),
})

const errorOf = (promise: Promise<unknown>): Promise<DurahookError> =>
  promise.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(DurahookError)
      return error as DurahookError
    },
  )

describe('publish', () => {
  test('gives the id, and says of a repeated key that it is a duplicate', async () => {
    await using scene = await openScene()
    const first = await scene.client.publish(event(1, 'one'))
    expect(first).toEqual({ id: expect.stringMatching(/^evt_/), duplicate: false })
    expect(await scene.client.publish(event(1, 'one'))).toEqual({ id: first.id, duplicate: true })
  })

  test('250 events in three requests, in the order given', async () => {
    await using scene = await openScene()
    const events = Array.from({ length: 250 }, (_, n) => event(n, `key-${n}`))
    const published = await scene.client.publishBatch(events)
    expect(new Set(published.map(({ id }) => id)).size).toBe(250)
    expect((await scene.client.publish(event(249, 'key-249'))).id).toBe(published[249]!.id)
  })

  test('an API that is away is waited for, and the event is stored once', async () => {
    await using scene = await openScene()
    await scene.proxy.become('refuse')
    let failed = 0
    const client = createClient<Types>({
      url: `http://127.0.0.1:${scene.proxy.port}`,
      apiKey: scene.organization.apiKey,
      fetch: (...request) =>
        fetch(...request).catch((error: unknown) => {
          failed += 1
          throw error
        }),
    })
    const publishing = client.publish(event(1))
    await eventually(() => failed >= 2)
    await scene.proxy.become('pass')
    const { id } = await publishing
    const { events } = await scene.organization.client.request(`{ events { nodes { id } } }`)
    expect(events.nodes).toEqual([{ id }])
  })

  test('an answer that got lost does not publish it twice, though no key was given', async () => {
    await using scene = await openScene()
    // The API gets the request, and its answer does not come through.
    let lost = 0
    const client = createClient<Types>({
      url: `http://127.0.0.1:${app.ports[0]}`,
      apiKey: scene.organization.apiKey,
      async fetch(...request) {
        const answer = await fetch(...request)
        if (lost++ === 0) throw new Error('connection reset')
        return answer
      },
    })
    expect((await client.publish(event(1))).duplicate).toBe(true)
    expect(lost).toBe(2)
  })

  test.each([
    ['DATA_FAILS_SCHEMA', { type: 'thing.done', data: { n: 'x' } }],
    ['UNKNOWN_EVENT_TYPE', { type: 'thing.undone', data: {} }],
  ])('%s is thrown at once, with the field', async (code, wrong) => {
    await using scene = await openScene()
    const error = await errorOf(scene.client.publish(wrong))
    expect(error).toMatchObject({ code, field: expect.stringMatching(/^events\.0\./) })
    expect(error.problems).toHaveLength(1)
  })

  test('a wrong key is thrown at once, an API that stays away after the patience', async () => {
    await using scene = await openScene()
    const wrong = createClient({ url: `http://127.0.0.1:${app.ports[0]}`, apiKey: 'dk_wrong' })
    expect((await errorOf(wrong.publish(event(1)))).code).toBe('UNAUTHENTICATED')
    await scene.proxy.become('refuse')
    const error = await errorOf(clientOf(scene.organization, scene.proxy.port, 600).publish(event(1)))
    expect(error.code).toBe('NETWORK')
    expect(error.message).toContain('ECONNREFUSED')
  })
})

describe('followLog', () => {
  /** Follows into an array; `close` ends it. */
  function follow(client: DurahookClient<Types>, options: Parameters<DurahookClient['followLog']>[0] = {}) {
    const entries: LogEntry[] = []
    const disconnects: string[] = []
    const ending = new AbortController()
    const done = (async () => {
      const log = client.followLog({
        signal: ending.signal,
        webSocketImpl: WebSocket,
        onDisconnect: ({ message }) => disconnects.push(message),
        ...options,
      })
      for await (const entry of log) entries.push(entry)
    })()
    return {
      entries,
      disconnects,
      done,
      async [Symbol.asyncDispose]() {
        ending.abort()
        await done.catch(() => {})
      },
    }
  }

  test('lives through breaks of the connection: each attempt once, in order', async () => {
    await using scene = await openScene()
    await using following = follow(scene.client, { after: '' })
    const published: string[] = []
    for (let round = 0; round < 5; round += 1) {
      const events = Array.from({ length: 20 }, (_, n) => event(round * 20 + n))
      published.push(
        ...(await clientOf(scene.organization, app.ports[0]!).publishBatch(events)).map(({ id }) => id),
      )
      await eventually(() => following.entries.length > round * 20)
      await scene.proxy.become('refuse')
      await scene.proxy.become('pass')
    }
    await eventually(() => following.entries.length >= 100)
    const ids = following.entries.map(({ attempt }) => attempt.id)
    expect(new Set(ids).size).toBe(100)
    expect(following.disconnects.length).toBeGreaterThanOrEqual(4)
    // The same order as another reader gets.
    await using again = follow(scene.client, { after: '' })
    await eventually(() => again.entries.length >= 100)
    expect(again.entries).toEqual(following.entries)
    // From a cursor in the middle: the rest.
    await using rest = follow(scene.client, { after: following.entries[49]!.cursor })
    await eventually(() => rest.entries.length >= 50)
    expect(rest.entries).toEqual(following.entries.slice(50))
  })

  test('without a cursor only what is new, also when the first connection breaks before anything has come', async () => {
    await using scene = await openScene()
    await scene.client.publish(event(1))
    const direct = clientOf(scene.organization, app.ports[0]!)
    await using all = follow(direct, { after: '' })
    await eventually(() => all.entries.length === 1)
    let subscribed = false
    class Watched extends WebSocket {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args)
        const send = this.send.bind(this) as (text: string) => void
        this.send = (text: string) => {
          send(text)
          subscribed ||= text.includes('"subscribe"')
        }
      }
    }
    await using following = follow(scene.client, { webSocketImpl: Watched })
    await eventually(() => subscribed)
    await scene.proxy.become('refuse')
    await direct.publish(event(2))
    await eventually(() => all.entries.length === 2)
    await scene.proxy.become('pass')
    await eventually(() => following.entries.length === 1)
    expect(following.entries).toEqual(all.entries.slice(1))
  })

  test.each([
    ['of the package ws', WebSocket],
    ["the runtime's own", undefined],
  ])('a connection that died without a word, as in sleep, is ended: %s', async (_, implementation) => {
    await using scene = await openScene()
    const url = `http://127.0.0.1:${scene.proxy.port}`
    /** Null: it was ended before its third pong, which a busy machine made late. */
    async function open() {
      const client = await connect({ url, apiKey: scene.organization.apiKey }, implementation, {
        ping: 200,
        end: 500,
      })
      const lives = Promise.withResolvers<boolean>()
      let pongs = 0
      client.on('pong', () => {
        pongs += 1
        if (pongs > 2) lives.resolve(true)
      })
      const ended = (async () => {
        const query = `subscription { organizationDeliveryLog { cursor } }`
        for await (const __ of client.iterate({ query })) expect.fail('nothing was published')
      })().catch(problemOf)
      void ended.then(() => lives.resolve(false))
      return (await lives.promise) ? { client, ended } : null
    }
    const { client, ended } = await eventually(open)
    await scene.proxy.become('hang')
    expect(await ended).toMatchObject({ code: 'NETWORK', message: 'The API answers no more.' })
    await client.dispose()
  })

  test("one webhook's only", async () => {
    await using scene = await openScene()
    const other = await createWebhook(scene.organization.client, {
      url: receiver.url,
      eventTypes: ['thing.done'],
    })
    await using following = follow(scene.client, { after: '', webhookId: other.id })
    await using all = follow(scene.client, { after: '' })
    await scene.client.publish(event(1))
    await eventually(() => all.entries.length === 2 && following.entries.length === 1)
    expect(following.entries[0]!.attempt.webhookId).toBe(other.id)
  })

  test.each([
    ['a wrong key', { apiKey: 'dk_wrong' }, {}, 'UNAUTHENTICATED'],
    ['a webhook that is not there', {}, { webhookId: 'wh_none' }, 'NOT_FOUND'],
    ['a cursor that is none', {}, { after: 'nonsense' }, 'BAD_USER_INPUT'],
  ])('%s ends it', async (_, connection, options, code) => {
    await using scene = await openScene()
    const client = createClient<Types>({
      url: `http://127.0.0.1:${app.ports[0]}`,
      apiKey: scene.organization.apiKey,
      ...connection,
    })
    await using following = follow(client, { after: '', ...options })
    expect((await errorOf(following.done)).code).toBe(code)
  })
})
