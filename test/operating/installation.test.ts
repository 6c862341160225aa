import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi } from '../../src/app/open-api.ts'
import { noteSweep } from '../../src/operating/note-sweep.ts'
import { VERSION } from '../../src/version.ts'
import { openTestApp, type TestApp } from '../support/app.ts'
import { createClient, type TestClient } from '../support/client.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { openTcpProxy } from '../support/tcp-proxy.ts'
import { tellOfWorkers } from '../support/workers.ts'
import { openTemporal, type TestTemporal } from '../support/temporal.ts'

const UI = 'http://temporal.example'

const WORKERS = `{ installation { version temporalUrl workers {
  identity version host processId status firstAttempts { used all } retries { used all } cpu memory startedAt heartbeatAt } } }`
const BACKLOG = `{ installation { attemptsUnderWay backlog { organization { id } waiting exact oldestAt } } }`
const SWEEPS = `{ installation { lastSweepAt sweeps { at findings { kind count deliveries { id organizationId } } } } }`
const SCHEDULES = `{ installation { schedules {
  id paused note nextActionAt temporalUrl lastAction { at status result temporalUrl } } } }`
const REPLAYS = `{ installation { replays { id status organization { id } } } }`

const ask = async (client: TestClient, query: string) => (await client.request(query)).installation

/** Asks until Temporal has told its part: it may refuse to of a namespace that it has just made, and on a busy machine answer too late. */
const askUntil = (client: TestClient, query: string, part: 'workers' | 'schedules') =>
  eventually(async () => {
    const installation = await ask(client, query)
    return installation[part] && installation
  })

describe('with a worker', () => {
  let app: TestApp
  let temporal: TestTemporal
  let operator: TestClient
  beforeAll(async () => {
    app = await openTestApp({ environment: { ATTEMPT_SLOTS: '10', TEMPORAL_UI_URL: UI } })
    temporal = await openTemporal(app)
    operator = await app.operator()
  })
  afterAll(async () => {
    await temporal[Symbol.asyncDispose]()
    await app[Symbol.asyncDispose]()
  })

  test('a worker is listed with its version and what it can do', async () => {
    const { version, temporalUrl, workers } = await eventually(async () => {
      const installation = await ask(operator, WORKERS)
      // Null is that Temporal refused to tell, as it may of a namespace that it has just made. Its first heartbeat may come before its
      // places are open.
      const [worker] = installation.workers ?? []
      return worker?.firstAttempts?.all > 0 && worker.retries?.all > 0 && installation
    })
    expect(version).toBe(VERSION)
    expect(temporalUrl).toBe(`${UI}/namespaces/${app.namespace}`)
    expect(workers).toEqual([
      {
        identity: `durahook/${VERSION} ${process.pid}@${workers[0].host}`,
        version: VERSION,
        host: expect.stringMatching(/./),
        processId: String(process.pid),
        status: 'RUNNING',
        firstAttempts: { used: 0, all: 7 },
        retries: { used: 0, all: 3 },
        cpu: expect.any(Number),
        memory: expect.any(Number),
        startedAt: expect.any(String),
        heartbeatAt: expect.any(String),
      },
    ])
    const [{ cpu, memory, startedAt, heartbeatAt }] = workers
    for (const part of [cpu, memory]) expect(part >= 0 && part <= 1).toBe(true)
    expect(Date.parse(heartbeatAt)).toBeGreaterThanOrEqual(Date.parse(startedAt))
    expect(Date.now() - Date.parse(heartbeatAt)).toBeLessThan(30_000)
  })

  test('attempts under way are counted in each lane, and those in workflows with their worker', async () => {
    let answer = () => {}
    const answering = new Promise<void>((resolve) => (answer = resolve))
    await using receiver = await openReceiver(async () => {
      await answering
      return { status: 200 }
    })
    for (const lane of ['WORKFLOW', 'DIRECT']) {
      const organization = await openOrganization(app)
      await rows(app, `update organizations set lane = ? where id = ?`, [lane, organization.id])
      // A worker tells of itself every ten seconds.
      await organization.webhook(receiver.url, { timeoutMs: 30_000 })
      await organization.publish()
    }
    await eventually(async () => (await ask(operator, BACKLOG)).attemptsUnderWay === 2)
    // Of that in the direct lane Temporal does not know.
    await eventually(async () => (await ask(operator, WORKERS)).workers?.[0]?.firstAttempts.used === 1)
    answer()
    await eventually(async () => (await ask(operator, BACKLOG)).attemptsUnderWay === 0)
  })

  test('what a sweep repaired is kept, with the deliveries by name, and when the last one ended', async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }))
    const organization = await openOrganization(app, 'campsite') // its first retry comes after 30 s
    await organization.webhook(receiver.url)
    const id = (await organization.publish()).deliveryIds[0]!
    await organization.until(id, ({ attemptCount, nextAttemptAt }) => attemptCount === 1 && nextAttemptAt)
    await eventually(() => temporal.pendingActivity(id))
    await temporal.client.workflowService.deleteWorkflowExecution({
      namespace: app.namespace,
      workflowExecution: { workflowId: id },
    })
    await eventually(async () => !(await temporal.describe(id).catch(() => null)))
    await rows(app, `update deliveries set started_at = started_at - interval '1 minute' where id = ?`, [id])
    const began = Date.now()
    const [sweep, lastSweepAt] = await eventually(async () => {
      // So that the next one need not be waited for.
      await rows(
        app,
        `update chores set leased_until = now() where name = 'reconcile' and leased_until < now() + interval '16 seconds'`,
      )
      const found = await ask(operator, SWEEPS)
      // Where the test took long, one before may have found that Postgres and Temporal noted times seconds apart.
      const started = found.sweeps.find(({ findings }: any) =>
        findings.some(({ kind }: any) => kind === 'STARTED_AGAIN'),
      )
      return started && [started, found.lastSweepAt]
    })
    expect(sweep).toEqual({
      at: expect.any(String),
      findings: [{ kind: 'STARTED_AGAIN', count: 1, deliveries: [{ id, organizationId: organization.id }] }],
    })
    await eventually(async () => {
      const ended = Date.parse((await ask(operator, SWEEPS)).lastSweepAt)
      return ended > began
    })
    expect(lastSweepAt === null || Date.parse(lastSweepAt) > 0).toBe(true)
  })

  test('the schedule of the purge: paused with a note, and what came of its last run', async () => {
    const schedule = temporal.client.schedule.getHandle('purge')
    const before = await eventually(async () => {
      const { schedules } = await ask(operator, SCHEDULES)
      return schedules?.length > 0 && schedules
    })
    // It has run by itself if a new hour has just begun.
    expect(before).toMatchObject([
      {
        id: 'purge',
        paused: false,
        note: null,
        nextActionAt: expect.any(String),
        temporalUrl: `${UI}/namespaces/${app.namespace}/schedules/purge`,
      },
    ])
    const last = before[0].lastAction?.at ?? null
    await schedule.trigger()
    const { lastAction } = await eventually(async () => {
      const { schedules } = await ask(operator, SCHEDULES)
      const { at, status } = schedules?.[0]?.lastAction ?? {}
      return at !== last && status === 'COMPLETED' && schedules[0]
    })
    await schedule.pause('An operator looks.')
    const { paused, note } = await eventually(async () => {
      const { schedules } = await ask(operator, SCHEDULES)
      return schedules?.[0]?.paused && schedules[0]
    })
    expect({ paused, note }).toEqual({ paused: true, note: 'An operator looks.' })
    expect(lastAction.result).toContain('sessions and API keys')
    expect(lastAction.temporalUrl).toMatch(`${UI}/namespaces/${app.namespace}/workflows/purge`)
    expect(Date.now() - Date.parse(lastAction.at)).toBeLessThan(60_000)
  })

  test.each(['hang', 'refuse'] as const)(
    'while Temporal is away (%s) its parts are null, and the rest is there',
    async (how) => {
      const [host, port] = app.temporalAddress.split(':') as [string, string]
      await using proxy = await openTcpProxy({ host, port: Number(port) })
      const { settings, databaseUrl } = app
      const log = pino({ level: 'silent' })
      const api = await openApi({ settings, databaseUrl, temporalAddress: `127.0.0.1:${proxy.port}`, log })
      try {
        const client = createClient(api.port, operator.apiKey)
        const all = `{ installation { version lastSweepAt workers { identity } schedules { id } backlog { waiting }
          sweeps { at } replays { id } attemptsUnderWay temporalUrl } }`
        const there = await askUntil(client, all, 'schedules')
        expect(there.schedules).toEqual([{ id: 'purge' }])
        await proxy.become(how)
        const asked = performance.now()
        expect(await ask(client, all)).toEqual({
          ...there,
          // What the worker does meanwhile: it sweeps, and retries what failed before.
          lastSweepAt: expect.any(String),
          sweeps: expect.any(Array),
          attemptsUnderWay: expect.any(Number),
          workers: null,
          schedules: null,
        })
        expect(performance.now() - asked).toBeLessThan(15_000)
        await proxy.become('pass')
        await eventually(async () => (await ask(client, all)).schedules)
      } finally {
        await api.close()
      }
    },
  )
})

describe('without a worker', () => {
  let app: TestApp
  let operator: TestClient
  beforeAll(async () => {
    app = await openTestApp({ workers: 0 })
    operator = await app.operator()
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test('no workers are listed, and no sweep has ended', async () => {
    const query = `{ installation { workers { identity } lastSweepAt temporalUrl } }`
    expect(await askUntil(operator, query, 'workers')).toEqual({
      workers: [],
      lastSweepAt: null,
      temporalUrl: null,
    })
  })

  test('workers are listed while they may be there: for five minutes, or 40 s if they were ending', async () => {
    await tellOfWorkers(app, [
      { host: 'd', version: VERSION, ago: 301 },
      { host: 'c', version: VERSION, ago: 41, ending: true },
      { host: 'b', version: VERSION, ago: 20, ending: true },
      { host: 'a', version: '0.0.9', ago: 270 },
    ])
    const query = `{ installation { workers { host version status } } }`
    const { workers } = await askUntil(operator, query, 'workers')
    expect(workers).toEqual([
      { host: 'a', version: '0.0.9', status: 'RUNNING' },
      { host: 'b', version: VERSION, status: 'ENDING' },
    ])
  })

  test('the backlog counts what may begin and has not, by organization, the most first', async () => {
    await using receiver = await openReceiver()
    const [few, many, none] = [
      await openOrganization(app),
      await openOrganization(app),
      await openOrganization(app),
    ] as const
    for (const [organization, count] of [
      [few, 1],
      [many, 3],
      [none, 2],
    ] as const) {
      await organization.webhook(receiver.url)
      await organization.webhook(`${receiver.url}/2`)
      for (let published = 0; published < count; published += 1) await organization.publish()
    }
    const [oldest] = await rows(
      app,
      `update deliveries set created_at = created_at - interval '10 minutes'
        where id = (select min(id) from deliveries where organization_id = ?) returning created_at as at`,
      [many.id],
    )
    await rows(
      app,
      `update webhooks set updated_at = updated_at - interval '1 hour' where organization_id = ? returning 1`,
      [many.id],
    )
    // Held, under way, waiting for a retry, put back by a replay: none of them may begin.
    const ids = (
      await rows(app, `select id from deliveries where organization_id = ? order by id`, [none.id])
    ).map(({ id }) => id)
    for (const [index, change] of [
      `held_until = now() + interval '1 hour'`,
      `attempt_started_at = now()`,
      `next_attempt_at = now() + interval '1 hour', attempt_count = 1`,
      `replay_id = 'rp_1'`,
    ].entries())
      await rows(app, `update deliveries set ${change} where id = ?`, [ids[index]])
    const { backlog, attemptsUnderWay } = await ask(operator, BACKLOG)
    expect(backlog).toMatchObject([
      { organization: { id: many.id }, waiting: 6, exact: true },
      { organization: { id: few.id }, waiting: 2, exact: true },
    ])
    expect(Date.parse(backlog[0].oldestAt)).toBe(new Date(oldest.at).getTime())
    expect(attemptsUnderWay).toBe(1)

    // Its owner holds it.
    await rows(app, `update webhooks set status = 'PAUSED' where organization_id = ?`, [few.id])
    // How long it waits is not known.
    await rows(app, `update deliveries set run = 2 where organization_id = ?`, [many.id])
    expect((await ask(operator, BACKLOG)).backlog).toEqual([
      { organization: { id: many.id }, waiting: 6, exact: true, oldestAt: null },
    ])
  })

  test('of a webhook no more than 10,000 are counted, and it says so', async () => {
    await using receiver = await openReceiver()
    const organization = await openOrganization(app)
    const { id: webhookId } = await organization.webhook(receiver.url)
    const { eventId } = await organization.publish()
    await rows(
      app,
      `insert into deliveries (id, organization_id, webhook_id, event_id, status, decision, trigger)
        select 'wd_' || lpad(n::text, 26, '0'), ?, ?, ?, 'PENDING', '', 'AUTOMATIC' from generate_series(1, 10000) n`,
      [organization.id, webhookId, eventId],
    )
    const [first] = (await ask(operator, BACKLOG)).backlog
    expect(first).toMatchObject({ organization: { id: organization.id }, waiting: 10_000, exact: false })
    expect(Date.parse(first.oldestAt)).toBeGreaterThan(Date.now() - 60 * 60_000)

    // When all attempts of a webhook are under way, what waits waits for its receiver.
    await rows(
      app,
      `update deliveries set attempt_started_at = now() where id in (
        select id from deliveries where webhook_id = ? limit 20) returning 1`,
      [webhookId],
    )
    const organizations = (await ask(operator, BACKLOG)).backlog.map((each: any) => each.organization.id)
    expect(organizations).not.toContain(organization.id)
  })

  test('of sweeps that found something the newest 100 are kept, and the newest 20 told', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `wd_${index}`)
    for (let count = 0; count < 105; count += 1) await noteSweep(app.database, [['ended', ids]])
    await noteSweep(app.database, [
      ['interrupted', ['wd_gone']],
      ['retriesSent', ['wd_gone']],
    ])
    expect(await rows(app, `select count(*)::int as count from sweeps`)).toEqual([{ count: 100 }])
    const { sweeps } = await ask(operator, SWEEPS)
    expect(sweeps).toHaveLength(20)
    expect(sweeps[0].findings).toEqual([
      { kind: 'INTERRUPTED', count: 1, deliveries: [{ id: 'wd_gone', organizationId: null }] },
      { kind: 'RETRIES_SENT', count: 1, deliveries: [{ id: 'wd_gone', organizationId: null }] },
    ])
    expect(sweeps[1].findings).toMatchObject([{ kind: 'ENDED', count: 12 }])
    expect(sweeps[1].findings[0].deliveries.map(({ id }: any) => id)).toEqual(ids.slice(0, 10))
  })

  test('replays of all organizations are listed until they have ended', async () => {
    await using receiver = await openReceiver()
    const started: string[] = []
    for (let count = 0; count < 2; count += 1) {
      const organization = await openOrganization(app)
      await organization.webhook(receiver.url)
      const { startReplay } = await organization.client.request(
        `mutation { startReplay(input: {}) { replay { id } userErrors { message } } }`,
      )
      started.push(startReplay.replay.id)
    }
    await operator.request(`mutation ($id: ID!) { pauseReplay(id: $id) { userErrors { code } } }`, {
      id: started[0],
    })
    const { replays } = await ask(operator, REPLAYS)
    expect(replays).toMatchObject([
      { id: started[1], status: 'RUNNING' },
      { id: started[0], status: 'PAUSED' },
    ])
    await operator.request(`mutation ($id: ID!) { cancelReplay(id: $id) { userErrors { code } } }`, {
      id: started[1],
    })
    expect((await ask(operator, REPLAYS)).replays).toMatchObject([{ id: started[0] }])
  })

  test('who is not an operator is refused', async () => {
    const { client } = await app.organization()
    const { errors } = await client.send(`{ installation { version } }`)
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })
})
