import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/app/open-database.ts'
import { DELIVERY_LOG } from '../../src/log/delivery-log.ts'
import { createLiveLog, type LiveLog } from '../../src/log/live-log.ts'
import type { FollowScope, LoggedAttempt } from '../../src/log/read-log.ts'
import { START_OF_LOG, type LogPosition } from '../../src/log/log-position.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import {
  attemptsOf,
  connected,
  createLoggedWebhook,
  logAttempts,
  type LoggedWebhook,
} from '../support/log-api.ts'
import { openRawSocket } from '../support/raw-socket.ts'

/** Longer than the process looks for news of its followers by itself. */
const POLLED_MS = 5_500

/** By hand: graphql-ws's client would wait for answers that nobody else waits for. */
async function open(app: TestApp, webhook: LoggedWebhook) {
  const raw = openRawSocket<{ id: string; type: string; payload: any }>(webhook.client(app.ports[0]!))
  const { messages, send } = raw
  expect(await raw.letIn).toBe(true)
  const log = `subscription ($id: ID!, $after: String) { deliveryLog(webhookId: $id, after: $after) { cursor } }`
  return {
    ...raw,
    errorsOf: (name: string) => messages.filter(({ id, type }) => type === 'error' && id?.startsWith(name)),
    subscribe: (
      id: string,
      { after = null, webhookId = webhook.webhookId }: { after?: string | null; webhookId?: string } = {},
    ) => raw.subscribe(id, log, { id: webhookId, after }),
    complete: (id: string) => send({ id, type: 'complete' }),
    /** Resolves when the server has taken all that was sent so far. */
    async taken() {
      const before = messages.filter(({ type }) => type === 'pong').length
      send({ type: 'ping' })
      await eventually(() => messages.filter(({ type }) => type === 'pong').length > before)
    },
  }
}

describe('of the API', () => {
  const LIMIT = 20
  let app: TestApp
  let webhook: LoggedWebhook
  beforeAll(async () => {
    app = await openTestApp({
      workers: 0,
      environment: {
        SUBSCRIPTIONS_PER_ORGANIZATION: String(LIMIT),
        CONNECTIONS_PER_ORGANIZATION: '1000',
        REQUESTS_PER_MINUTE: '1000000',
      },
    })
    webhook = await createLoggedWebhook(app.databaseUrl)
    await logAttempts(app.databaseUrl, webhook, 1)
  })
  afterAll(() => app[Symbol.asyncDispose]())

  /** Statements the API has run, as Postgres counts them; those of the test run elsewhere. */
  async function statements(): Promise<number> {
    return connected(inject('databaseUrl'), async (client) => {
      const name = new URL(app.databaseUrl).pathname.slice(1)
      const { rows } = await client.query(`select xact_commit from pg_stat_database where datname = $1`, [
        name,
      ])
      return Number(rows[0].xact_commit)
    })
  }

  /** As many as are allowed can be had, so nothing else is counted; and nobody asks Postgres any more. */
  async function expectNobodyFollows(): Promise<void> {
    await eventually(
      async () => {
        await using all = await open(app, webhook)
        for (let count = 0; count < LIMIT; count += 1) all.subscribe(`all-${count}`)
        await all.taken()
        await delay(50)
        if (all.errorsOf('all').length > 0) return false
        all.subscribe('one more')
        await eventually(() => all.errorsOf('one more').length === 1)
        expect(all.errorsOf('one more')[0]!.payload[0].extensions.code).toBe('TOO_MANY_SUBSCRIPTIONS')
        return true
      },
      { describe: () => 'nothing is counted any more' },
    )
    // Postgres counts late: what was done before is over once a whole poll shows nothing.
    await eventually(
      async () => {
        const before = await statements()
        await delay(POLLED_MS)
        return (await statements()) - before < 10
      },
      { describe: () => 'nobody asks Postgres any more' },
    )
  }

  test.each<[string, (socket: Awaited<ReturnType<typeof open>>, id: string) => void | Promise<void>]>([
    [
      'at once',
      ({ subscribe, complete }, id) => {
        subscribe(id)
        complete(id)
      },
    ],
    [
      'when it waits for the next entry',
      async ({ subscribe, complete, messages }, id) => {
        subscribe(id, { after: '' })
        await eventually(() => messages.some((message) => message.id === id && message.type === 'next'))
        complete(id)
      },
    ],
    [
      'and begun again under the same name',
      async ({ subscribe, complete, messages }) => {
        const entries = () => messages.filter(({ id, type }) => id === 'same' && type === 'next').length
        const before = entries()
        subscribe('same')
        complete('same')
        subscribe('same', { after: '' })
        await eventually(() => entries() > before)
        complete('same')
      },
    ],
    ['and was refused', ({ subscribe }, id) => subscribe(id, { webhookId: 'wh_none' })],
    ['and failed', ({ subscribe }, id) => subscribe(id, { after: 'nonsense' })],
  ])(
    'a subscription that is completed %s leaves nothing behind, 500 times on one socket',
    async (_, once) => {
      await using socket = await open(app, webhook)
      for (let count = 0; count < 500; count += 1) await once(socket, `sub-${count}`)
      await socket.taken()
      expect(socket.socket.readyState).toBe(socket.socket.OPEN)
      await expectNobodyFollows()
    },
  )

  test('nor does one whose socket is dropped at once', async () => {
    for (let count = 0; count < 50; count += 1) {
      const { socket, subscribe } = await open(app, webhook)
      for (let each = 0; each < 3; each += 1) subscribe(String(each), { after: each === 0 ? '' : null })
      socket.terminate()
    }
    await expectNobodyFollows()
  })

  test('one that goes on gets its entries, while hundreds come and go under other and the same names', async () => {
    await using socket = await open(app, webhook)
    socket.subscribe('stays', { after: '' })
    const entries = () => socket.messages.filter(({ id, type }) => id === 'stays' && type === 'next')
    await eventually(() => entries().length >= 1)
    const before = entries().length
    for (let count = 0; count < 200; count += 1) {
      socket.subscribe('comes and goes')
      socket.complete('comes and goes')
    }
    await logAttempts(app.databaseUrl, webhook, 1_001, 1_005)
    await eventually(() => entries().length === before + 5)
    // One that goes may have been sent what came before the server took its message; nothing comes afterwards.
    await socket.taken()
    const ofOthers = () => socket.messages.filter(({ type, id }) => type === 'next' && id !== 'stays').length
    const sentBefore = ofOthers()
    await logAttempts(app.databaseUrl, webhook, 1_006, 1_010)
    await eventually(() => entries().length === before + 10)
    expect(ofOthers()).toBe(sentBefore)
  })

  test('more than are allowed are refused, also when all are asked for in one breath', async () => {
    await using socket = await open(app, webhook)
    await eventually(async () => {
      socket.messages.length = 0
      const { _socket: tcp } = socket.socket as unknown as { _socket: import('node:net').Socket }
      tcp.cork()
      for (let count = 0; count < 100; count += 1) socket.subscribe(`race-${count}`)
      tcp.uncork()
      await socket.taken()
      await eventually(() => socket.errorsOf('race').length >= 100 - LIMIT)
      return true
    })
    await socket.taken()
    expect(socket.errorsOf('race')).toHaveLength(100 - LIMIT)
  })
})

describe('of one process', () => {
  const FOLLOWERS = 100
  let app: TestApp
  let webhook: LoggedWebhook
  let database: Database
  let statements = 0
  beforeAll(async () => {
    app = await openTestApp({ apis: 0, workers: 0 })
    webhook = await createLoggedWebhook(app.databaseUrl)
    database = await openDatabase(app.databaseUrl, 8)
    const pool = await database.em.getConnection().getNativeClient()
    pool.on('acquire', () => (statements += 1))
  })
  afterAll(async () => {
    await database.close()
    await app[Symbol.asyncDispose]()
  })

  /** Each follows another webhook's log into an array of its own. */
  function followMany(
    liveLog: LiveLog<FollowScope, LoggedAttempt>,
    signal: AbortSignal,
    after: LogPosition | null,
  ) {
    return Array.from({ length: FOLLOWERS }, (_, index) => {
      const scope = { webhookId: `${webhook.webhookId}-${index}` }
      const seen: number[] = []
      const ended = (async () => {
        for await (const { number } of liveLog.follow(scope, after, signal)) seen.push(number)
      })()
      return { scope, seen, ended }
    })
  }

  /** One attempt for each follower. */
  const logForAll = (first: number) =>
    connected(app.databaseUrl, (client) =>
      client.query(
        `insert into attempts ${attemptsOf(webhook, first, first + FOLLOWERS - 1)}`.replace(
          `'${webhook.webhookId}'`,
          `'${webhook.webhookId}-' || n - ${first}`,
        ),
      ),
    )

  test('followers whose entries an open transaction holds back ask together, ever less, and get them when it ends', async () => {
    const liveLog = createLiveLog(database, pino({ level: 'silent' }), DELIVERY_LOG)
    const end = new AbortController()
    const followers = followMany(liveLog, end.signal, START_OF_LOG)
    await connected(app.databaseUrl, async (slow) => {
      await slow.query('begin')
      await slow.query('select pg_current_xact_id()')
      await logForAll(1_000)
      const before = statements
      liveLog.wake(new Set(followers.map(({ scope }) => scope.webhookId)))
      await eventually(() => statements - before >= FOLLOWERS) // each has read
      let from = statements
      // A busy machine takes a while until all wait.
      await eventually(
        async () => {
          from = statements
          await delay(3_000)
          return statements - from < 30
        },
        { describe: () => `they ask together: ${statements - from} statements in 3 s` },
      )
      await eventually(() => statements - from > 5) // they do ask
      expect(followers.flatMap(({ seen }) => seen)).toEqual([])
      await slow.query('commit')
    })
    await eventually(() => followers.every(({ seen }) => seen.length === 1))
    expect(followers.map(({ seen }) => seen[0])).toEqual(followers.map((_, index) => 1_000 + index))
    end.abort()
    await Promise.all(followers.map(({ ended }) => ended))
  })

  test('quiet followers cost one statement at each look; what nobody told of comes with the next', async () => {
    const liveLog = createLiveLog(database, pino({ level: 'silent' }), DELIVERY_LOG)
    const end = new AbortController()
    const begun = statements
    const followers = followMany(liveLog, end.signal, null)
    await eventually(() => statements - begun >= 2 * FOLLOWERS) // where the log ends, and what comes after
    const before = statements
    await delay(2 * POLLED_MS)
    expect(statements - before).toBeLessThanOrEqual(4)
    await eventually(() => statements > before)
    await logForAll(2_000)
    await eventually(() => followers.every(({ seen }) => seen.length === 1))
    expect(followers.map(({ seen }) => seen[0])).toEqual(followers.map((_, index) => 2_000 + index))
    end.abort()
    await Promise.all(followers.map(({ ended }) => ended))
    const after = statements
    await delay(POLLED_MS)
    expect(statements).toBe(after)
  })
})
