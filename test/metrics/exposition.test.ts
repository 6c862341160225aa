import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import pMap from 'p-map'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../support/app.ts'
import { openOrganization } from '../support/dialects.ts'
import { eventually } from '../support/eventually.ts'
import { get, openObserved, readMetrics, type ObservedProcess } from '../support/observed-process.ts'
import { promtool } from '../support/prometheus.ts'
import { openReceiver, type TestReceiver } from '../support/receiver.ts'
import { rows } from '../support/sql.ts'

let app: TestApp
let api: ObservedProcess
let worker: ObservedProcess
let receiver: TestReceiver
const opened = new AsyncDisposableStack()
beforeAll(async () => {
  app = opened.use(await openTestApp({ workers: 0, apis: 0, environment: { FIRST_ATTEMPT: 'direct' } }))
  receiver = opened.use(
    await openReceiver(({ path }) => ({ status: path === '/fails' ? 400 : path === '/gone' ? 410 : 200 })),
  )
  api = opened.use(await openObserved(app, 'api'))
  worker = opened.use(await openObserved(app, 'worker'))
})
afterAll(() => opened.disposeAsync())

/** Makes an organization with so many webhooks, and publishes an event to each of them. */
async function deliverTo(count: number): Promise<void> {
  const organization = await openOrganization(app, 'standard', api.process.port)
  for (const path of ['/fails', '/gone']) await organization.webhook(receiver.url + path)
  await pMap(Array.from({ length: count - 2 }), () => organization.webhook(`${receiver.url}/taken`), {
    concurrency: 8,
  })
  const before = receiver.received.length
  await organization.publish()
  await eventually(() => receiver.received.length >= before + count, {
    describe: () => `${receiver.received.length - before} of ${count} came`,
  })
}

/** What Node and Temporal's SDK count of themselves comes with time, not with webhooks. */
const namesOf = async ({ port }: ObservedProcess) =>
  [...(await readMetrics(port)).keys()]
    .filter((name) => !/^(nodejs_gc|nodejs_active|temporal)_/.test(name))
    .sort()

test('a parser finds nothing wrong, and no name that is against the custom', async () => {
  await deliverTo(3)
  for (const { port } of [api, worker]) {
    const { type, body } = await get(port, '/metrics')
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8')
    // Names of Temporal's SDK and of Node's are theirs.
    const lines = body.split('\n').filter((line) => !/^(# \w+ )?(temporal|nodejs)_/.test(line))
    expect(lines.join('\n')).toContain('durahook_deliveries_accepted_total{')
    expect(await promtool(['check', 'metrics'], `${lines.join('\n')}\n`)).toBe('')
    await promtool(['check', 'metrics', '--extended'], body).catch(({ stderr }) =>
      expect(stderr).not.toMatch(/error while (linting|parsing)/),
    )
  }
  expect((await get(worker.port, '/metrics')).body).toMatch(/^temporal_worker_task_slots_available\{/m)
})

test('with 1,000 webhooks there are as many series as with 10, and none names whose they are', async () => {
  await deliverTo(10)
  const processes = [api, worker]
  // One fails until its first retry; the receiver of another one is gone.
  await eventually(async () => {
    const metrics = await readMetrics(worker.port)
    return (
      metrics.get('durahook_attempts_total{outcome="FAILED",trigger="AUTOMATIC",error_type="HTTP_STATUS"}')! >
      2
    )
  })
  const few = await Promise.all(processes.map(namesOf))
  await deliverTo(1_000)
  // What is read from the tables is of the last ten seconds.
  await eventually(async () => {
    const metrics = await readMetrics(worker.port)
    return metrics.get('durahook_webhooks{state="ENABLED"}')! > 1_000
  })
  expect(await Promise.all(processes.map(namesOf))).toEqual(few)
  for (const name of few.flat()) expect(name).not.toMatch(/org_|wh_|wd_|evt_|"calendar"/)
})

test('what is stored, ended and open agrees with the tables', async () => {
  await eventually(
    async () => {
      const metrics = await readMetrics(worker.port)
      const [tables] = await rows(
        app,
        `select count(*)::int as accepted, count(*) filter (where status <> 'PENDING')::int as finished,
          count(*) filter (where status = 'PENDING')::int as open, (select count(*)::int from attempts) as attempts from deliveries`,
      )
      const sum = (name: string) =>
        [...metrics].reduce((all, [key, value]) => all + (key.startsWith(`${name}{`) ? value : 0), 0)
      const counted = {
        accepted: sum('durahook_deliveries_accepted_total'),
        finished: sum('durahook_deliveries_finished_total') - sum('durahook_deliveries_reopened_total'),
        open: sum('durahook_deliveries_open'),
        attempts: sum('durahook_attempts_total'),
      }
      expect(tables.accepted).toBe(1_013)
      return isDeepStrictEqual(counted, tables)
    },
    { deadlineMs: 90_000 },
  )
})

test('alerts, the dashboard and operating.md name metrics and labels that exist, and operating.md names them all', async () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
  const bodies = await Promise.all([api, worker].map(async ({ port }) => (await get(port, '/metrics')).body))
  const exposed = bodies.join('\n')
  const labels = new Map<string, Set<string>>()
  for (const [, name, list] of exposed.matchAll(/^([a-z_]+)(?:\{(.*)\})? \S+$/gm)) {
    const known = labels.get(name!) ?? new Set()
    for (const [, label] of (list ?? '').matchAll(/(\w+)="/g)) known.add(label!)
    labels.set(name!, known)
  }
  const named = [read('deploy/alerts.yml'), read('deploy/grafana-dashboard.json').replaceAll('\\"', '"')]
    .join('\n')
    .matchAll(/\b((?:durahook|http_client|http_server|process|nodejs)_[a-z_]+)\b(?:\{([^}]*)\})?/g)
  let count = 0
  for (const [, name, list] of named) {
    expect([...labels.keys()]).toContain(name)
    for (const [, label] of (list ?? '').matchAll(/(\w+)=/g))
      if (label !== 'job') expect([...labels.get(name!)!], name).toContain(label)
    count += 1
  }
  expect(count).toBeGreaterThan(30)

  const page = read('docs/operating.md')
  const families = [...exposed.matchAll(/^# TYPE ((?:durahook|http)_\w+) /gm)].map(([, name]) => name!)
  for (const name of families) expect(page).toContain(`\`${name}\``)
  for (const [, name, list] of page.matchAll(/`(durahook_[a-z_]+)`(?: \{([\w, ]+)\})?/g)) {
    const series = [...labels].find(([each]) => each === name || each === `${name}_count`)
    expect(series, name).toBeDefined()
    for (const label of list?.split(', ') ?? []) expect([...series![1]], name).toContain(label)
  }
})
