import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import WebSocket from 'ws'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createClient, DurahookError } from '../../src/client/index.ts'

afterEach(() => void vi.useRealTimers())

const ANSWER = (ids: string[]) =>
  Response.json({
    data: {
      published: { events: ids.map((id) => ({ id })), duplicates: ids.map(() => false), userErrors: [] },
    },
  })

/** A client of an API that gives these answers, one after the other. */
function clientOf(
  ...answers: ((body: { variables: { events: { idempotencyKey: string }[] } }) => Response)[]
) {
  const bodies: string[] = []
  const client = createClient({
    url: 'http://hooks.example',
    apiKey: 'dk_1',
    fetch: async (_, { body } = {}) => {
      bodies.push(body as string)
      return answers[bodies.length - 1]!(JSON.parse(body as string))
    },
  })
  return { client, bodies }
}

const event = (data: unknown = {}) => ({ type: 'a.b', data })

describe('publish', () => {
  test.each([
    ['a JSON answer of a gateway', () => Response.json({ message: 'Service Unavailable' }, { status: 503 })],
    ['JSON that is no object', () => Response.json(null, { status: 502 })],
  ])('%s is none of the API: it is asked again, with the same key', async (_, answer) => {
    const { client, bodies } = clientOf(answer, () => ANSWER(['evt_1']))
    expect(await client.publish(event())).toEqual({ id: 'evt_1', duplicate: false })
    expect(bodies[1]).toBe(bodies[0])
  })

  test.each([
    ['an address that is none', { url: 'hooks.example', apiKey: 'dk_1' }, { name: 'TypeError' }],
    [
      'a key that no header can hold',
      { url: 'http://127.0.0.1:1', apiKey: 'dk_1\ndk_2' },
      { code: 'UNAUTHENTICATED' },
    ],
  ])('%s is no outage, and is thrown at once', async (_, connection, error) => {
    vi.useFakeTimers() // so a second try would never come
    await expect(createClient(connection).publish(event())).rejects.toMatchObject(error)
  })

  test('a refused event is named by its place among all that were given', async () => {
    const userErrors = [
      { code: 'DATA_FAILS_SCHEMA', field: ['events', '3', 'data'], message: 'It is wrong.' },
    ]
    const { client } = clientOf(
      ({ variables }) => ANSWER(variables.events.map((_, n) => `evt_${n}`)),
      () => Response.json({ data: { published: { events: null, duplicates: null, userErrors } } }),
    )
    const error = await client.publishBatch(Array.from({ length: 150 }, () => event())).catch((e) => e)
    expect(error).toMatchObject({ field: 'events.103.data', problems: [{ field: 'events.103.data' }] })
  })

  test('large events go in more requests than small ones: the API takes 4 MiB', async () => {
    const answer = ({ variables }: { variables: { events: unknown[] } }) =>
      ANSWER(variables.events.map(() => 'e'))
    const { client, bodies } = clientOf(...Array(100).fill(answer))
    const events = Array.from({ length: 100 }, () => event('ü'.repeat(100_000)))
    expect(await client.publishBatch(events)).toHaveLength(100)
    expect(bodies.length).toBeLessThan(10)
    for (const body of bodies) expect(Buffer.byteLength(body)).toBeLessThan(4 * 1024 * 1024)
  })

  test('a time that is none is not published as now', async () => {
    const { client, bodies } = clientOf(() => ANSWER(['evt_1']))
    await expect(client.publish({ ...event(), occurredAt: new Date('soon') })).rejects.toThrow(RangeError)
    expect(bodies).toEqual([])
  })
})

describe('followLog', () => {
  /** Takes connections, and answers nothing, as a hung API behind a proxy. */
  async function openSilent() {
    const server = createTcpServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return {
      url: `http://127.0.0.1:${port}`,
      connected: once(server, 'connection'),
      async [Symbol.asyncDispose]() {
        server.close()
        await this.connected.then(([socket]) => socket.destroy())
      },
    }
  }

  test('a connection on which nothing comes is given up, and opened again', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await using silent = await openSilent()
    const ending = new AbortController()
    const disconnects: DurahookError[] = []
    const log = createClient({ url: silent.url, apiKey: 'dk_1' }).followLog({
      after: '',
      signal: ending.signal,
      webSocketImpl: WebSocket,
      onDisconnect(error) {
        disconnects.push(error)
        ending.abort()
      },
    })
    const ended = log.next()
    await silent.connected
    await vi.advanceTimersByTimeAsync(30_000)
    expect(disconnects).toMatchObject([{ code: 'NETWORK' }])
    expect((await ended).done).toBe(true)
  })

  test('the signal ends it also while a connection is being opened', async () => {
    await using silent = await openSilent()
    const ending = new AbortController()
    const client = createClient({ url: silent.url, apiKey: 'dk_1' })
    const ended = client.followLog({ after: '', signal: ending.signal, webSocketImpl: WebSocket }).next()
    await silent.connected
    ending.abort()
    expect((await ended).done).toBe(true)
  }, 20_000) // without it, the connection is given up after 25 s

  test('the signal ends it also before it knows where to begin', async () => {
    const client = createClient({ url: 'http://127.0.0.1:1', apiKey: 'dk_1' })
    expect(await client.followLog({ signal: AbortSignal.abort() }).next()).toMatchObject({ done: true })
  })

  test('an API that is away when it begins is waited for, as one that goes away later', async () => {
    const server = createServer((_, response) => response.writeHead(502).end()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const ending = new AbortController()
    const disconnects: string[] = []
    const { port } = server.address() as AddressInfo
    const log = createClient({ url: `http://127.0.0.1:${port}`, apiKey: 'dk_1', patienceMs: 0 }).followLog({
      signal: ending.signal,
      webSocketImpl: WebSocket,
      onDisconnect({ code }) {
        if (disconnects.push(code) === 2) ending.abort()
      },
    })
    expect((await log.next()).done).toBe(true)
    expect(disconnects).toEqual(['NETWORK', 'NETWORK'])
    server.closeAllConnections()
    server.close()
  })
})
