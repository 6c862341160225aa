/**
 * `npm run bench:observed`: what metrics and traces cost: durahook without them, with metrics that are read every five seconds, and with
 * traces of one event in a hundred; and the last released version. Each has a database and a namespace of its own, and they are loaded in
 * turns. `-- quick`: only to see that it runs.
 */
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { migrate } from '../src/app/migrate.ts'
import { parseSettings } from '../src/settings/settings.ts'
import { findFreePorts } from '../src/stack/ports.ts'
import { installReleased } from '../test/upgrade/released.ts'
import { countCpu } from './measure/processes.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { createTarget, type Target } from './scenarios/target.ts'
import { deliver, startDurahook, type Durahook } from './stand/durahook.ts'
import { keepBusy } from './stand/load.ts'
import { openStand, type Stand } from './stand/stand.ts'

const quick = process.argv.includes('quick')
const ROUNDS = quick ? 2 : 8
const SECONDS = quick ? 2 : 8
const WARM_UP_SECONDS = quick ? 1 : 6
/** As in bench/scenarios/throughput.ts. */
const IN_FLIGHT = 64
const SCRAPE_MS = 5_000

/** At least so much of the throughput without. */
const GOALS: Record<string, number> = { metrics: 0.97, traces: 0.95 }

const LANES = ['DIRECT', 'WORKFLOW'] as const
type Lane = (typeof LANES)[number]

interface Variant {
  name: string
  durahook: Durahook
  targets: Record<Lane, Target>
  stand: Stand
}

const recorder = createRecorder('sqlite')
await using opened = new AsyncDisposableStack()
const stand = opened.use(await openStand('sqlite'))
const collector = createServer((request, response) =>
  request.resume().on('end', () => response.end()),
).listen(0)
await once(collector, 'listening')
opened.defer(() => void collector.close())

const metricsPorts = await findFreePorts(2)
const scraping = setInterval(() => {
  for (const port of metricsPorts)
    void fetch(`http://127.0.0.1:${port}/metrics`)
      .then((response) => response.text())
      .catch(() => {})
}, SCRAPE_MS)
opened.defer(() => clearInterval(scraping))

const variants = [
  await open('none'),
  await open('metrics', {
    ofPart: (name) => ({ HOST: '127.0.0.1', METRICS_PORT: String(metricsPorts[name === 'api' ? 0 : 1]) }),
  }),
  await open('traces', {
    ofPart: () => ({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.01',
    }),
  }),
  await open('released', { root: installReleased() }),
]

for (const lane of LANES) {
  for (const variant of variants) await load(variant, lane, WARM_UP_SECONDS)
  const done = new Map(variants.map(({ name }) => [name, { deliveries: 0, ms: 0, cpuMs: 0 }]))
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each is before and after each other one as often.
    const order = variants.map((_, index) => variants[(index + round) % variants.length]!)
    for (const variant of round % 2 === 0 ? order : order.toReversed()) {
      const sum = done.get(variant.name)!
      const cpu = countCpu(variant.durahook.processes)
      const begun = performance.now()
      sum.deliveries += await load(variant, lane, SECONDS)
      sum.ms += performance.now() - begun
      sum.cpuMs += Object.values(cpu()).reduce((all, ms) => all + ms, 0)
    }
  }
  const perSecond = (name: string) => (done.get(name)!.deliveries * 1000) / done.get(name)!.ms
  const cpuMs = (name: string) => done.get(name)!.cpuMs / done.get(name)!.deliveries
  for (const { name } of variants) {
    const scenario = `${lane}, ${name}`
    recorder.add(scenario, 'throughput', 'deliveries/s', perSecond(name))
    recorder.add(scenario, 'CPU of API and worker', 'ms/delivery', cpuMs(name))
    if (name === 'none') continue
    const atLeast = GOALS[name]
    const goal = atLeast === undefined ? undefined : { atLeast }
    recorder.add(scenario, `throughput, ${name} / none`, '', perSecond(name) / perSecond('none'), goal)
    recorder.add(scenario, `CPU, ${name} / none`, '', cpuMs(name) / cpuMs('none'))
  }
}
publishResults('observed', recorder.figures)

async function open(name: string, options: Parameters<typeof startDurahook>[2] = {}): Promise<Variant> {
  const url = new URL(stand.databaseUrl)
  const client = new pg.Client(url.href)
  await client.connect()
  await client.query(`create database bench_${name}`)
  await client.end()
  url.pathname = `/bench_${name}`
  const namespace = { TEMPORAL_NAMESPACE: `bench-${name}` }
  await migrate(url.href, stand.temporalAddress, parseSettings(namespace))
  const own = {
    ...stand,
    databaseUrl: url.href,
    environment: { ...stand.environment, ...namespace, DATABASE_URL: url.href },
  }
  const durahook = opened.use(await startDurahook(own, {}, options))
  const targets = {
    DIRECT: await createTarget(own, durahook, 'DIRECT'),
    WORKFLOW: await createTarget(own, durahook, 'WORKFLOW'),
  }
  return { name, durahook, targets, stand: own }
}

/** Full speed for so long; returns how many were delivered. */
async function load({ targets }: Variant, lane: Lane, seconds: number): Promise<number> {
  const { receiver } = stand
  const before = receiver.count()
  const stop = new AbortController()
  const busy = keepBusy(IN_FLIGHT, stop.signal, (number) => deliver(targets[lane].client, receiver, number))
  setTimeout(() => stop.abort(), seconds * 1000)
  await busy
  return receiver.count() - before
}
