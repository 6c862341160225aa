import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { openRawRequest } from '../support/raw-request.ts'
import { rows } from '../support/sql.ts'
import { createEventType } from '../support/webhooks.ts'

/** The server's ends of the connections to it, by the port of the client's end. */
const serverEnds = new Map<number, Socket>()
const onServerSocket = (message: unknown) => {
  const { socket } = message as { socket: Socket }
  serverEnds.set(socket.remotePort!, socket)
}

let app: TestApp
beforeAll(async () => {
  subscribe('net.server.socket', onServerSocket)
  // 4.9 million characters of answers in a minute, 4.2 at once; 6 s to take one.
  app = await openTestApp({
    workers: 0,
    environment: { REQUESTS_PER_MINUTE: '1200', SLOW_SUBSCRIBER_SECONDS: '1.5' },
  })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  unsubscribe('net.server.socket', onServerSocket)
})

/** An organization with events of 200 KB. */
async function withEvents(count: number): Promise<TestOrganization> {
  const organization = await app.organization()
  await rows(
    app,
    `insert into events (id, organization_id, type, occurred_at, data, channels, test)
      select ? || n, ?, 'a.b', now(), to_json(repeat('x', 200000)), '{}', false from generate_series(1, ?::int) n`,
    [`evt_${organization.id}_`, organization.id, count],
  )
  return organization
}

const LARGE = '{ events(first: 100) { nodes { data } } }'
const SMALL = '{ organization { id } events { nodes { id } } }'

/** Begins an answer, and reads nothing of it. */
async function beginLarge({ client }: TestOrganization): Promise<IncomingMessage> {
  const asked = openRawRequest(client)
  asked.end(JSON.stringify({ query: LARGE }))
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  return response
}

describe('what asks for large texts', () => {
  test('waits until the organization may be answered more; nothing else of it waits, and nobody else', async () => {
    // As isEverWithin: the time that it waits for goes by, too, while a busy machine makes the others late.
    let waited = false
    for (let tries = 0; tries < 5 && !waited; tries += 1) {
      const organization = await withEvents(24) // 4.8 million characters: 0.6 too many, so 7.4 s
      const other = await withEvents(5)
      expect((await organization.client.send(LARGE)).errors).toBeUndefined()
      const begun = performance.now()
      const order: string[] = []
      const waiting = organization.client.send(LARGE).finally(() => order.push('waiting'))
      expect((await organization.client.send(SMALL)).errors).toBeUndefined()
      expect((await other.client.send(LARGE)).errors).toBeUndefined()
      order.push('others')
      expect((await waiting).errors).toBeUndefined()
      waited = order[0] === 'others' && performance.now() - begun > 2_000
    }
    expect(waited).toBe(true)
  })

  test('is refused when that would take long, with when to try again', async () => {
    const organization = await withEvents(40) // 8 million: 3.8 too many, so 46 s
    expect((await organization.client.send(LARGE)).errors).toBeUndefined()
    const refused = await organization.client.post(JSON.stringify({ query: LARGE }))
    expect(refused.status).toBe(429)
    const { errors } = (await refused.json()) as { errors: any[] }
    expect(errors[0].extensions.code).toBe('RATE_LIMITED')
    expect(errors[0].extensions.retryAfterSeconds).toBeGreaterThan(30)
    expect(errors[0].extensions.retryAfterSeconds).toBeLessThanOrEqual(60)
    expect(Number(refused.headers.get('retry-after'))).toBe(errors[0].extensions.retryAfterSeconds)
    // Publishing is not, though its answer holds the data.
    await createEventType(organization.client, 'a.b')
    const published = await organization.client.send(
      `mutation { publishEvent(input: { type: "a.b", data: 1 }) { event { data } } }`,
    )
    expect(published.data.publishEvent.event.data).toBe(1)
    // Nor can publishing be made to answer more than was published.
    const asked = Array.from({ length: 9 }, (_, n) => `a${n}: data`).join(' ')
    const much = await organization.client.send(
      `mutation { publishEvent(input: { type: "a.b", data: 1 }) { event { ${asked} } } }`,
    )
    expect(much.errors?.[0]!.extensions.code).toBe('RATE_LIMITED')
    expect(much.data).toBeUndefined()
  })

  test('counts for who goes away before it is there, too', async () => {
    const organization = await withEvents(40)
    const left = await beginLarge(organization)
    left.destroy()
    await eventually(
      async () => (await organization.client.send(LARGE)).errors?.[0]!.extensions.code === 'RATE_LIMITED',
    )
  })

  test('is at work for an organization twice at once, until that is taken or cut off', async () => {
    const organization = await withEvents(70) // 14 million: more than sockets hold by themselves
    const beginning = [beginLarge(organization), beginLarge(organization)]
    // The first to be there is the first to be cut off. On a busy machine the other comes long after it.
    await Promise.race(beginning)
    const begun = performance.now()
    const unread = await Promise.all(beginning)
    const ends = unread.map(({ socket }) => serverEnds.get(socket.localPort!)!)
    const third = await organization.client.send(LARGE)
    // It waited for one of the two to be cut off, then it was told of what both have used.
    expect(third.errors?.[0]!.extensions.code).toBe('RATE_LIMITED')
    expect(performance.now() - begun).toBeGreaterThan(1_500)
    expect((await organization.client.send(SMALL)).errors).toBeUndefined()
    for (const [index, response] of unread.entries()) {
      if (!ends[index]!.closed) await once(ends[index]!, 'close') // the other one may be cut off much later
      let bytes = 0
      response.on('data', (chunk: Buffer) => (bytes += chunk.length))
      await once(response, 'close').catch(() => {})
      expect(bytes).toBeLessThan(14_000_000)
    }
  })
})
