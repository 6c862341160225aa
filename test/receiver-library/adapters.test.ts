import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { serve } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadDialects } from '../../src/dialects/registry.ts'
import {
  expressReceiver,
  fastifyReceiver,
  fetchReceiver,
  RequestRefused,
  seenInMemory,
  type ReceiverOptions,
  type VerifiedEvent,
} from '../../src/receiver-library/index.ts'
import { envelope } from '../dialects/envelopes.ts'
import { eventually } from '../support/eventually.ts'
import { openHttpServer, type HttpServer } from '../support/http-server.ts'

const dialect = (await loadDialects()).get('standard')!
const SECRET = dialect.createSecret()

/** A server of each framework that has a receiver at `/hooks`, and JSON parsed on its other paths. */
const FRAMEWORKS: Record<string, (options: ReceiverOptions) => Promise<HttpServer>> = {
  async Express(options) {
    const app = express()
    app.post('/hooks', expressReceiver(options))
    app.use(express.json())
    app.post('/other', (request, response) => void response.json(request.body))
    return openHttpServer(app)
  },
  async 'Express, with express.raw() before it'(options) {
    const app = express()
    app.use('/hooks', express.raw({ type: '*/*' }))
    app.post('/hooks', expressReceiver(options))
    app.post('/other', express.json(), (request, response) => void response.json(request.body))
    return openHttpServer(app)
  },
  async Fastify(options) {
    const app = fastify()
    await app.register(fastifyReceiver('/hooks', options))
    app.post('/other', async (request) => request.body)
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    return {
      url,
      [Symbol.asyncDispose]: () => app.close(),
    }
  },
  async Hono(options) {
    const app = new Hono()
    const receiver = fetchReceiver(options)
    app.post('/hooks', (c) => receiver(c.req.raw))
    app.post('/other', async (c) => c.json(await c.req.json()))
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    await once(server, 'listening')
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      async [Symbol.asyncDispose]() {
        server.close()
        await once(server, 'close')
      },
    }
  },
  // As Next.js calls it: with a Request, for a Response.
  async 'Next.js'(options) {
    const POST = fetchReceiver(options)
    const other = async (request: Request) => Response.json(await request.json())
    return openHttpServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
      const headers = Object.entries(request.headers) as [string, string][]
      const body = Buffer.concat(chunks)
      const asked = new Request(`http://localhost${request.url!}`, { method: 'POST', headers, body })
      const answer = await (request.url === '/hooks' ? POST(asked) : other(asked))
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
    })
  },
}

/** A request as durahook sends it. */
function signed(data = '{"n":1.0}', secret = SECRET) {
  const body = dialect.body({ ...envelope, data })
  const headers = Object.fromEntries(
    dialect.signatureHeaders({ ...envelope, attemptedAt: new Date(), body, secrets: [secret] }),
  )
  return { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } }
}

describe.each(Object.entries(FRAMEWORKS))('%s', (_, open) => {
  let server: HttpServer
  let events: VerifiedEvent[]
  let errors: unknown[]
  let work: () => unknown
  beforeEach(async () => {
    events = []
    errors = []
    work = () => {}
    server = await open({
      secrets: () => [SECRET],
      seen: seenInMemory(),
      maximumBytes: 10_000,
      onError: (error) => errors.push(error),
      onEvent(event) {
        events.push(event)
        return work()
      },
    })
  })
  afterEach(() => server[Symbol.asyncDispose]())
  const send = async (request: RequestInit) => (await fetch(`${server.url}/hooks`, request)).status

  test('a request of durahook is taken, once', async () => {
    expect(await send(signed())).toBe(204)
    expect(await send(signed())).toBe(204)
    expect(events).toMatchObject([{ id: envelope.eventId, type: envelope.eventType, data: { n: 1 } }])
    expect(errors).toEqual([])
  })

  test('work that fails is answered with 500, and done when the event comes again', async () => {
    work = () => Promise.reject(new Error('the queue is away'))
    expect(await send(signed())).toBe(500)
    work = () => {}
    expect(await send(signed())).toBe(204)
    expect(events).toHaveLength(2)
    expect(errors).toEqual([new Error('the queue is away')])
  })

  test.each([
    ['a forged request', 401, 'SIGNATURE_MISMATCH', () => signed('1', dialect.createSecret())],
    ['one without a signature', 401, 'NOT_SIGNED', () => ({ ...signed(), headers: {} })],
    ['a body that is too large', 413, 'BODY_TOO_LARGE', () => signed(`"${'x'.repeat(20_000)}"`)],
  ] as const)('%s is answered with %d', async (_what, status, reason, request) => {
    expect(await send(request())).toBe(status)
    expect(events).toEqual([])
    if (reason !== 'BODY_TOO_LARGE') {
      expect(errors).toMatchObject([{ reason }])
      expect(errors[0]).toBeInstanceOf(RequestRefused)
    }
  })

  test('other paths parse as before', async () => {
    const { body, headers } = signed()
    const answer = await fetch(`${server.url}/other`, { method: 'POST', body, headers })
    expect(await answer.json()).toEqual(JSON.parse(body))
  })
})

test("a route handler of Next.js, called as Next.js does: with a Request, and the route's context", async () => {
  const events: VerifiedEvent[] = []
  const POST: (request: Request, context: { params: Promise<object> }) => Promise<Response> = fetchReceiver({
    secrets: SECRET,
    onEvent: (event) => events.push(event),
    onError() {},
  })
  const call = (request: RequestInit) =>
    POST(new Request('https://shop.example/api/hooks', request), { params: Promise.resolve({}) })
  expect((await call(signed())).status).toBe(204)
  expect((await call(signed('1', dialect.createSecret()))).status).toBe(401)
  expect((await call({ method: 'GET' })).status).toBe(405)
  expect(events).toMatchObject([{ id: envelope.eventId, data: { n: 1 } }])
})

test('a body that Express has parsed is a fault of the receiver, and says what to do', async () => {
  const errors: unknown[] = []
  const app = express()
  app.use(express.json())
  app.post(
    '/hooks',
    expressReceiver({ secrets: SECRET, onEvent() {}, onError: (error) => errors.push(error) }),
  )
  await using server = await openHttpServer(app)
  expect((await fetch(`${server.url}/hooks`, signed())).status).toBe(500)
  expect(errors).toMatchObject([
    { reason: 'BODY_NOT_RAW', message: expect.stringContaining('turn the parser off') },
  ])
})

test('a sender that goes away in the middle of its body is an error to tell, and ends nothing', async () => {
  const errors: unknown[] = []
  const receiver = expressReceiver({ secrets: SECRET, onEvent() {}, onError: (error) => errors.push(error) })
  const arrived = Promise.withResolvers<void>()
  await using server = await openHttpServer((request, response) => {
    void receiver(request, response)
    arrived.resolve()
  })
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.write('POST /hooks HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"half":')
  await arrived.promise
  socket.destroy()
  await eventually(() => errors.length > 0)
  expect(errors).toHaveLength(1)
  expect((await fetch(`${server.url}/hooks`, signed())).status).toBe(204)
})

test('a body that somebody has read before is a fault of the receiver, not of the sender', async () => {
  const errors: unknown[] = []
  const options = { secrets: SECRET, onEvent() {}, onError: (error: unknown) => errors.push(error) }
  const receiver = expressReceiver(options)
  await using server = await openHttpServer(async (request, response) => {
    await text(request)
    await receiver(request, response)
  })
  expect((await fetch(`${server.url}/hooks`, signed())).status).toBe(500)
  const request = new Request('https://shop.example/api/hooks', signed())
  await request.json()
  expect((await fetchReceiver(options)(request)).status).toBe(500)
  expect(errors).toMatchObject([{ reason: 'BODY_NOT_RAW' }, { reason: 'BODY_NOT_RAW' }])
})

test('Fastify: bodies may be as large as receivers take, whatever the limit of the other paths', async () => {
  const app = fastify({ bodyLimit: 10 })
  await app.register(fastifyReceiver('/hooks', { secrets: SECRET, onEvent() {} }))
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  try {
    expect((await fetch(`${url}/hooks`, signed())).status).toBe(204)
  } finally {
    await app.close()
  }
})

test('work that fails is told, also when the memory of what was seen fails too', async () => {
  const errors: unknown[] = []
  const [work, memory] = [new Error('the queue is away'), new Error('the memory is away')]
  const receiver = fetchReceiver({
    secrets: SECRET,
    seen: { begin: () => 'begun', finish() {}, forget: () => Promise.reject(memory) },
    onEvent: () => Promise.reject(work),
    onError: (error) => errors.push(error),
  })
  expect((await receiver(new Request('https://shop.example/hooks', signed()))).status).toBe(500)
  expect(errors).toEqual([work, memory])
})

test('an event that comes again while its work goes on is not taken for done: that work may fail', async () => {
  const work = Promise.withResolvers<void>()
  const began = Promise.withResolvers<void>()
  const receiver = fetchReceiver({
    secrets: SECRET,
    seen: seenInMemory(),
    onEvent() {
      began.resolve()
      return work.promise
    },
    onError() {},
  })
  const send = async () => (await receiver(new Request('https://shop.example/hooks', signed()))).status
  const first = send()
  await began.promise
  expect(await send()).toBe(503)
  work.reject(new Error('the queue is away'))
  expect(await first).toBe(500)
})

test('the memory of what was seen knows what was begun, what was done, and not more than it is told', async () => {
  const seen = seenInMemory(2)
  expect([seen.begin('a'), seen.begin('a')]).toEqual(['begun', 'busy'])
  await seen.finish('a')
  expect([seen.begin('a'), seen.begin('b'), seen.begin('c')]).toEqual(['done', 'begun', 'begun'])
  expect(seen.begin('a')).toBe('begun') // it remembers two
  await seen.forget('a')
  expect(seen.begin('a')).toBe('begun')
})
