import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { hold } from '../support/made-to-meet.ts'
import { openObserved, type ObservedProcess } from '../support/observed-process.ts'
import { openPast } from '../support/past.ts'
import { freePort } from '../support/process.ts'
import { openPrometheus, promtool, type TestPrometheus } from '../support/prometheus.ts'
import { openReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'
import { openTemporal } from '../support/temporal.ts'
import { openStage } from '../health/stage.ts'

const RULES = new URL('../../deploy/alerts.yml', import.meta.url)
const text = readFileSync(RULES, 'utf8')
const rules = parse(text) as { groups: { rules: { alert: string; expr: string; for?: string }[] }[] }
const alerts = rules.groups.flatMap((group) => group.rules)

/** The same rules, in less time. */
const SHORTER: [pattern: RegExp, by: string][] = [
  [/\[5m\]/g, '[5s]'],
  [/\[1h\]/g, '[1m]'],
  [/offset 1h/g, 'offset 15s'],
  [/(log_lag_seconds\)) > 30/g, '$1 > 1'],
]
const shortened = {
  groups: [
    {
      name: 'shortened',
      rules: alerts.map((rule) => ({
        alert: rule.alert,
        for: '0s',
        expr: SHORTER.reduce((expression, [pattern, by]) => expression.replaceAll(pattern, by), rule.expr),
      })),
    },
  ],
}

test('Prometheus takes the rules and its settings; each alert has a place in operating.md', async () => {
  expect(await promtool(['check', 'rules', RULES.pathname])).toContain(
    `SUCCESS: ${alerts.length} rules found`,
  )
  expect(
    await promtool(['check', 'config', new URL('../../deploy/prometheus.yml', import.meta.url).pathname]),
  ).toContain('SUCCESS')
  const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8')
  expect([...page.matchAll(/^### (Durahook\w+)$/gm)].map(([, name]) => name)).toEqual(
    alerts.map(({ alert }) => alert),
  )
  for (const { alert } of alerts)
    expect(text).toContain(`runbook: docs/operating.md#${alert.toLowerCase()}\n`)
})

let app: TestApp
let api: ObservedProcess
let prometheus: TestPrometheus
const opened = new AsyncDisposableStack()
beforeAll(async () => {
  app = opened.use(await openTestApp({ workers: 0, apis: 1 }))
  api = opened.use(await openObserved(app, 'api'))
})
afterAll(() => opened.disposeAsync())

/** A worker and a Prometheus that watches it and the API, where nothing is wrong. */
async function watch() {
  await using stack = new AsyncDisposableStack()
  const worker = stack.use(await openObserved(app, 'worker'))
  const targets = [
    { role: 'api', port: api.port },
    { role: 'worker', port: worker.port },
  ] as const
  prometheus = stack.use(await openPrometheus(targets, shortened))
  await eventually(async () => (await prometheus.query('up == 1')).length === 2)
  await eventually(async () => (await prometheus.query('durahook_need_met == 1')).length === 6)
  // A busy machine may take longer than Prometheus waits.
  let firing: string[] = []
  await eventually(async () => (firing = await prometheus.firing()).length === 0, {
    describe: () => `nothing is wrong, but ${firing.join()}`,
  })
  const opened = stack.move()
  return { worker, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

/** What a sweep finds may take the longest pause between two of them. */
const fires = (alert: string) =>
  eventually(async () => (await prometheus.firing()).includes(alert), {
    deadlineMs: 120_000,
    describe: () => `${alert} fires`,
  })
const ends = (alert: string) =>
  eventually(async () => !(await prometheus.firing()).includes(alert), {
    describe: () => `${alert} ends`,
  })

test('what a process needs, and the process', async () => {
  await using watched = await watch()
  const { worker } = watched
  for (const need of ['postgres', 'temporal'] as const) {
    const alert = need === 'postgres' ? 'DurahookPostgresAway' : 'DurahookTemporalAway'
    await worker[need].become('refuse')
    await fires(alert)
    await worker[need].become('pass')
    await ends(alert)
  }
  await Promise.all([worker.postgres.become('refuse'), api.postgres.become('refuse')])
  await fires('DurahookTablesUnread')
  await Promise.all([worker.postgres.become('pass'), api.postgres.become('pass')])
  await ends('DurahookTablesUnread')
  await worker.process.kill('SIGKILL')
  await fires('DurahookDown')
  // As in compose, where a container that has ended has no name any more.
  prometheus.find([{ role: 'api', port: api.port }])
  await eventually(async () => {
    const alerts = await prometheus.query('ALERTS{alertname="DurahookDown"}')
    return alerts.length === 1 && alerts[0]!.labels['instance'] === undefined && alerts[0]!.labels
  })
  await eventually(async () => (await prometheus.query('ALERTS{role="worker"}')).length === 1)
})

test('a worker whose claims hang', async () => {
  await using _watched = await watch()
  const held = await hold(app, 'deliveries', null)
  await fires('DurahookWorkerHangs')
  await held[Symbol.asyncDispose]()
  await ends('DurahookWorkerHangs')
})

test('deliveries that all fail', async () => {
  await using _watched = await watch()
  const organization = await openOrganization(app, 'standard')
  // Nobody is there.
  const nowhere = `https://127.0.0.1:${await freePort()}/`
  for (let count = 0; count < 15; count += 1) await organization.webhook(nowhere)
  const stop = new AbortController()
  const publishing = (async () => {
    while (!stop.signal.aborted) await organization.publish()
  })()
  await fires('DurahookNothingDelivered').finally(() => stop.abort())
  await publishing
  // What waits now waits for its owner.
  await rows(app, `update webhooks set status = 'PAUSED' where organization_id = ? returning 1`, [
    organization.id,
  ])
})

test('deliveries that nobody takes', async () => {
  await using watched = await watch()
  await using receiver = await openReceiver()
  await watched.worker.process.kill('SIGTERM')
  const organization = await openOrganization(app, 'standard')
  await organization.webhook(receiver.url)
  await organization.publish()
  await fires('DurahookNothingDelivered')
  expect(await prometheus.firing()).not.toContain('DurahookDeliveriesWait')
  const earlier = `= created_at - interval '61 seconds' returning 1`
  await rows(app, `update webhooks set updated_at ${earlier}`)
  await rows(app, `update deliveries set created_at ${earlier}`)
  await fires('DurahookDeliveriesWait')
  await using _worker = await openObserved(app, 'worker')
  await ends('DurahookDeliveriesWait')
})

test('webhooks that begin to fail', async () => {
  await using _watched = await watch()
  const stages = await Promise.all(Array.from({ length: 5 }, () => openStage(app)))
  await Promise.all(stages.map((stage) => stage.fail()))
  await fires('DurahookWebhooksFailing')
  for (const stage of stages) await stage[Symbol.asyncDispose]()
})

test('a log that lags', async () => {
  await using _watched = await watch()
  await using receiver = await openReceiver()
  const organization = await openOrganization(app, 'standard')
  await organization.webhook(receiver.url)
  const open = new Client({ connectionString: app.databaseUrl })
  await open.connect()
  await open.query('begin; select pg_current_xact_id()')
  await organization.publish()
  await eventually(() => receiver.received.length === 1)
  await fires('DurahookLogLags')
  await open.query('rollback')
  await open.end()
  await ends('DurahookLogLags')
})

test('a workflow that Temporal has lost', async () => {
  await using _watched = await watch()
  await using temporal = await openTemporal(app)
  await using receiver = await openReceiver(() => ({ status: 500 }))
  const organization = await openOrganization(app, 'campsite') // its first retry comes after 30 s
  await organization.webhook(receiver.url)
  const retrying = async () => {
    const id = (await organization.publish()).deliveryIds[0]!
    await organization.until(id, ({ nextAttemptAt }) => nextAttemptAt !== null)
    await eventually(() => temporal.pendingActivity(id).catch(() => undefined))
    await rows(
      app,
      `update deliveries set started_at = started_at - interval '1 minute' where id = ? returning 1`,
      [id],
    )
    return id
  }

  // Postgres has to learn of it, but nothing is lost. So it is after a worker's death in the middle of an attempt.
  const paused = await retrying()
  await temporal.client.workflowService.pauseActivity({
    namespace: app.namespace,
    execution: { workflowId: paused },
    type: 'retryDelivery',
    identity: 'operator',
    reason: 'looking',
  })
  const updates = `durahook_reconcile_repaired_total{kind="updated"} > 0`
  await eventually(async () => (await prometheus.query(updates)).length === 1, { deadlineMs: 120_000 })

  const id = await retrying()
  await temporal.client.workflowService.deleteWorkflowExecution({
    namespace: app.namespace,
    workflowExecution: { workflowId: id },
  })
  const firing = `ALERTS{alertname="DurahookLossesRepaired",alertstate="firing"}`
  const alerts = await eventually(
    async () => {
      const found = await prometheus.query(firing)
      return found.length > 0 && found
    },
    { deadlineMs: 120_000, describe: () => firing },
  )
  expect(alerts.map(({ labels }) => labels['kind'])).toEqual(['startedAgain'])
})

test('a table that retention has not emptied', async () => {
  await using _watched = await watch()
  await openPast(app.database, app.settings, 400)
  await fires('DurahookRetentionOverdue')
})
