import { Writable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import { GraphQLError } from 'graphql'
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '../../src/app/open-api.ts'
import { createMaskError } from '../../src/graphql/mask-error.ts'
import { openTestApp, type TestApp, type TestOrganization } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { signIn } from '../support/sign-in.ts'
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'
import { createEventType } from '../support/webhooks.ts'

let app: TestApp
let proxy: TcpProxy
let api: { port: number; close(): Promise<void> }
let organization: TestOrganization
let client: TestClient
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
  const url = new URL(app.databaseUrl)
  proxy = await openTcpProxy({ host: url.hostname, port: Number(url.port) })
  url.port = String(proxy.port)
  const { settings, temporalAddress } = app
  api = await openApi({ settings, temporalAddress, databaseUrl: url.href, log: pino({ level: 'fatal' }) })
  organization = await app.organization()
  client = createClient(api.port, organization.apiKey)
  await createEventType(client, 'a.b')
})
afterAll(async () => {
  await proxy.become('pass')
  await api.close()
  await proxy[Symbol.asyncDispose]()
  await app[Symbol.asyncDispose]()
})

const PUBLISH =
  'mutation { publishEvent(input: { type: "a.b", data: {} }) { event { id } userErrors { code } } }'
/** The limits are 1 to 5 s; a busy machine adds some. Who asks gives up after half a minute. */
const SOON_MS = 20_000

const post = async (query: string) => {
  const began = Date.now()
  const response = await client.post(JSON.stringify({ query }))
  const answer = (await response.json()) as any
  return { status: response.status, headers: response.headers, answer, ms: Date.now() - began }
}
const UNAVAILABLE = {
  errors: [
    {
      message: expect.stringContaining('Try again'),
      extensions: { code: 'UNAVAILABLE', errorId: expect.any(String) },
    },
  ],
}
const ready = async () => {
  const began = Date.now()
  const response = await fetch(`http://127.0.0.1:${api.port}/ready`)
  return { status: response.status, body: (await response.json()) as any, ms: Date.now() - began }
}
const isBack = () => eventually(async () => (await ready()).status === 200, { deadlineMs: 30_000 })

describe('with Postgres (protocol 2.7)', () => {
  test('here, the API is ready', async () => {
    const here = await eventually(async () => {
      const answer = await ready()
      return answer.status === 200 && answer
    })
    expect(here.body).toEqual({ status: 'ready' })
    expect((await post(PUBLISH)).answer.errors).toBeUndefined()
  })

  test.each([
    ['refusing connections', 'refuse'],
    ['hanging', 'hang'],
  ] as const)('%s, the API says 503, and is well again when Postgres is', async (_name, state) => {
    await proxy.become(state)
    const sick = await ready()
    expect(sick).toMatchObject({
      status: 503,
      // And maybe that the connection for notifications is closed, once that is noticed.
      body: { status: 'unavailable', problems: expect.arrayContaining([{ need: 'postgres' }]) },
    })
    expect(sick.ms).toBeLessThan(SOON_MS)
    for (const query of [PUBLISH, '{ viewer { name } }']) {
      const { status, headers, answer, ms } = await post(query)
      expect(answer).toMatchObject(UNAVAILABLE)
      expect(status).toBe(503)
      expect(headers.get('retry-after')).toBe('1')
      expect(ms).toBeLessThan(SOON_MS)
    }
    const origin = `http://127.0.0.1:${api.port}`
    const signingIn = await signIn(origin, { token: 'x'.repeat(43) }, { origin })
    expect(signingIn.status).toBe(503)
    expect(await signingIn.json()).toMatchObject({ message: expect.stringContaining('Try again') })
    await proxy.become('pass')
    await isBack()
    expect((await post(PUBLISH)).answer.errors).toBeUndefined()
  })

  test('read-only, as after a failover: publishing is UNAVAILABLE, reading goes on', async () => {
    const admin = new pg.Client(app.databaseUrl)
    await admin.connect()
    const database = new URL(app.databaseUrl).pathname.slice(1)
    const reconnect = () =>
      admin.query(
        `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '${database}' and pid <> pg_backend_pid()`,
      )
    await admin.query(`alter database ${database} set default_transaction_read_only = on`)
    await reconnect()
    await eventually(async () => {
      const { status, body } = await ready()
      // Why is not for everybody.
      return status === 503 && isDeepStrictEqual(body.problems, [{ need: 'postgres' }])
    })
    // Not at once: it may have a connection left of which it does not know yet that it was closed.
    const { status, answer } = await eventually(async () => {
      const answered = await post(PUBLISH)
      return answered.answer.errors?.[0].message.includes('takes no writes') && answered
    })
    expect(answer).toMatchObject(UNAVAILABLE)
    expect(status).toBe(503)
    expect((await post('{ viewer { name } }')).answer.errors).toBeUndefined()
    await admin.query(
      `set default_transaction_read_only = off; alter database ${database} reset default_transaction_read_only`,
    )
    await reconnect()
    await admin.end()
    await isBack()
  })

  test('locked by somebody: publishing is UNAVAILABLE after 3 seconds, and holds no connection', async () => {
    const other = new pg.Client(app.databaseUrl)
    await other.connect()
    await other.query('begin; lock table events in access exclusive mode')
    const { status, answer, ms } = await post(PUBLISH)
    expect(answer).toMatchObject(UNAVAILABLE)
    expect(answer.errors[0].message).toContain('did not answer in time')
    expect(status).toBe(503)
    expect(ms).toBeLessThan(SOON_MS)
    await other.query('rollback')
    await other.end()
    expect((await post(PUBLISH)).answer.errors).toBeUndefined()
  })
})

describe('what is logged', () => {
  const logOf = (error: Error) => {
    const lines: any[] = []
    const destination = new Writable({
      write: (line, _encoding, done) => (lines.push(JSON.parse(String(line))), done()),
    })
    const maskError = createMaskError(pino(destination), false)
    const wrapped = new GraphQLError(error.message, { originalError: error })
    return { masked: maskError(wrapped.toJSON(), wrapped), lines }
  }

  test.each(['EPIPE', 'ECONNRESET', 'ETIMEDOUT'])(
    '%s of a client’s socket is not said to be Postgres’s',
    (code) => {
      const { masked, lines } = logOf(Object.assign(new Error(`write ${code}`), { code }))
      expect(masked.extensions?.code).toBe('INTERNAL_SERVER_ERROR')
      expect(JSON.stringify([masked, lines])).not.toMatch(/Postgres|database/)
    },
  )
})

describe('a path where nothing is', () => {
  test.each(
    [
      '/metrics',
      '/healthz',
      '/readyz',
      '/livez',
      '/health',
      '/favicon.ico',
      '/robots.txt',
      '/api/v1/webhooks',
    ]
      .concat([
        '/.well-known/security.txt',
        '/.env',
        '/graphiql',
        '/health/x',
        '/o',
        '/o/',
        '/organizations/x',
      ])
      .concat(['/sign-in/x', '/assets/nothing.js', '/index.php', '/healthz/', '/GRAPHQLX', '//o/x']),
  )('%s answers 404 in JSON', async (path) => {
    for (const method of ['GET', 'HEAD', 'POST']) {
      const response = await fetch(`http://127.0.0.1:${api.port}${path}`, {
        method,
        headers: { accept: 'text/html,*/*' },
      })
      expect(response.status, `${method} ${path}`).toBe(404)
      expect(response.headers.get('content-type')).toContain('application/json')
    }
  })

  test.each([
    '/',
    '/organizations',
    '/sign-in',
    '/o/acme',
    '/o/acme/webhooks/wh_1/settings',
    '/o/acme/event-types?x=lead.created',
    '/o/acme/channels/c.d/webhooks/new',
  ])('but %s is the page’s', async (path) => {
    const response = await fetch(`http://127.0.0.1:${api.port}${path}`)
    expect([200, 503]).toContain(response.status) // 503: not built
    expect(response.headers.get('content-type')).toMatch(/text\/(html|plain)/)
  })
})
