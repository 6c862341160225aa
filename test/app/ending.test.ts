import { once } from 'node:events'
import { connect } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { openGate } from '../support/gate.ts'
import { by, openHangingProxy } from '../support/hanging-proxy.ts'
import { startApiProcess, startWorkerProcess, type TestProcess } from '../support/process.ts'
import { openRawSocket } from '../support/raw-socket.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'

// Each starts processes.

let app: TestApp
beforeAll(async () => {
  app = await openTestApp({ workers: 0 })
})
afterAll(() => app[Symbol.asyncDispose]())

/** Asks it to end; gives its exit code. One that took longer than it may has ended itself, with code 1, and says so. */
async function end({ pid, ended }: TestProcess, signal: NodeJS.Signals = 'SIGTERM') {
  process.kill(pid, signal)
  return (await ended).code
}

/** The code of the error that a new connection ends with; null if it is taken. */
async function connectionError(port: number): Promise<string | null> {
  const socket = connect(port, '127.0.0.1')
  const error = once(socket, 'error') as Promise<[{ code: string }]>
  const code = await Promise.race([
    error.then(([{ code }]) => code),
    once(socket, 'connect').then(() => null),
  ])
  socket.destroy()
  return code
}

/** The fields of each log line. */
const lines = ({ output }: TestProcess) =>
  output()
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as { level: number; msg: string; waitingFor?: string; deliveries?: string[] },
    )

/** The database by way of a proxy, for one process. */
async function hangingDatabase() {
  const { hostname, port } = new URL(app.databaseUrl)
  const proxy = await openHangingProxy({ host: hostname, port: Number(port) })
  onTestFinished(() => proxy[Symbol.asyncDispose]())
  return { proxy, environment: { DATABASE_URL: by(proxy, app.databaseUrl) } }
}

test('an API ends within 5 s beside a subscriber that reads nothing, half a request and idle connections', async () => {
  let code: number | null = null
  // As isEverWithin: half a request takes most of its time, and a busy machine makes some late.
  for (let tries = 0; tries < 5 && code !== 0; tries += 1) {
    await using api = await startApiProcess(app, { LOG_LEVEL: 'info' })
    const { client } = await app.organization({ port: api.port })
    const stuck = openRawSocket(client)
    onTestFinished(() => stuck.socket.terminate())
    expect(await stuck.letIn).toBe(true)
    stuck.socket.pause()
    const raw = async (text: string) => {
      const socket = connect(api.port, '127.0.0.1')
      socket.on('error', () => {})
      onTestFinished(() => void socket.destroy())
      await once(socket, 'connect')
      socket.write(text)
      return socket
    }
    await raw('')
    await raw(
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query"',
    )
    const kept = await raw('GET /live HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(kept, 'data')

    const ending = end(api)
    await eventually(() => api.output().includes('"Ending"'))
    // One that comes while the listening socket closes is reset.
    await eventually(async () => (await connectionError(api.port)) === 'ECONNREFUSED')
    code = await ending
    if (code === 0) expect(api.output()).not.toContain('Not ended')
  }
  expect(code).toBe(0)
})

test('subscribers that do read are told goodbye, with 1001 (protocol 6.8)', async () => {
  await using api = await startApiProcess(app)
  const { client } = await app.organization({ port: api.port })
  const subscriber = openRawSocket(client)
  expect(await subscriber.letIn).toBe(true)
  expect(await end(api)).toBe(0)
  expect((await subscriber.closed).code).toBe(1001)
})

test('an API whose Postgres hangs ends within 5 s, and says what it did not wait for', async () => {
  let code: number | null = null
  let waitedFor: string[] = []
  // As isEverWithin: it takes almost all of its time, and a busy machine makes some late.
  for (let tries = 0; tries < 5 && code !== 0; tries += 1) {
    const { proxy, environment } = await hangingDatabase()
    await using api = await startApiProcess(app, { ...environment, LOG_LEVEL: 'info' })
    const { client } = await app.organization({ port: api.port })
    proxy.hang()
    const asking = client.send('{ webhooks { nodes { id } } }').catch(() => {})
    code = await end(api)
    await asking
    waitedFor = lines(api).flatMap(({ waitingFor = [] }) => waitingFor)
  }
  expect(code).toBe(0)
  expect(waitedFor).toContainEqual(expect.stringContaining('Postgres'))
})

test('a worker that can not record its attempt ends within its grace and says so; the attempt is INTERRUPTED and made again', async () => {
  const { proxy, environment } = await hangingDatabase()
  await using worker = await startWorkerProcess(app, environment)
  const gate = openGate()
  await using receiver = await openReceiver(async () => (await gate.passed, { status: 200 }))
  const organization = await openOrganization(app, 'campsite')
  await organization.webhook(receiver.url)
  const id = (await organization.publish()).deliveryIds[0]!
  await eventually(() => receiver.received.length === 1)
  proxy.hang()
  gate.open()
  expect(await end(worker)).toBe(1)
  const said = lines(worker)
  expect(worker.output()).not.toContain('Shutdown took longer')
  expect(said).toContainEqual(expect.objectContaining({ waitingFor: 'attempts under way' }))
  expect(said).toContainEqual(
    expect.objectContaining({
      level: 'error',
      deliveries: [id],
      msg: expect.stringContaining('INTERRUPTED'),
    }),
  )
  await using _other = await app.openWorker().then((opened) => ({ [Symbol.asyncDispose]: opened.close }))
  const { attempts } = await organization.untilStatus(id, 'SUCCEEDED', 120_000)
  expect(attempts.nodes.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
    'INTERRUPTED',
    'SUCCEEDED',
  ])
})

test('a worker that deletes an organization ends in the middle of it, and another one goes on', async () => {
  await using api = await startApiProcess(app)
  const { id } = await app.organization({ port: api.port })
  const left = async () =>
    Number(
      (await rows(app, `select count(*) from idempotency_keys where organization_id = ?`, [id]))[0].count,
    )
  await rows(
    app,
    `insert into idempotency_keys select ?, 'k' || n, 'evt_' || n from generate_series(1, 30000) n`,
    [id],
  )
  // It can't go on beyond the middle before this is let go.
  const holder = new pg.Client({ connectionString: app.databaseUrl })
  await holder.connect()
  onTestFinished(() => holder.end())
  await holder.query('begin')
  await holder.query(
    `select from idempotency_keys where organization_id = $1 and key = 'k15000' for update`,
    [id],
  )
  const operator = await app.operator(api.port)
  await using worker = await startWorkerProcess(app)
  await operator.request(
    `mutation ($id: ID!, $name: String!) { deleteOrganization(id: $id, name: $name) { userErrors { code } } }`,
    { id, name: id },
  )
  await eventually(async () => {
    const waiting = await rows(
      app,
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return waiting.length > 0 && (await left()) < 30_000
  })
  const ending = end(worker)
  await eventually(() => worker.output().includes('"Ending"'))
  await holder.query('commit')
  expect(await ending).toBe(0)
  expect(await left()).toBeGreaterThan(0)
  await using another = await startWorkerProcess(app)
  await eventually(async () => (await left()) === 0, { deadlineMs: 90_000, describe: () => another.output() })
})

test('a second signal ends a worker at once; the same wish said twice, as npm does, is one', async () => {
  await using worker = await startWorkerProcess(app)
  await using receiver = await openReceiver(() => 'hang')
  const organization = await openOrganization(app, 'campsite')
  await organization.webhook(receiver.url)
  await organization.publish()
  await eventually(() => receiver.received.length === 1)
  process.kill(worker.pid, 'SIGINT')
  process.kill(worker.pid, 'SIGTERM')
  await eventually(() => worker.output().includes('"Ending"'))
  // Not for luck: the time within which two signals are one.
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect(await end(worker, 'SIGINT')).toBe(1)
  expect(lines(worker).filter(({ msg }) => msg === 'Ending')).toHaveLength(1)
  expect(worker.output()).toContain('Asked to end a second time.')
})
