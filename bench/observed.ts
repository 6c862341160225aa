/**
 * `npm run bench:observed`: what metrics and traces cost: durahook without them, with metrics that are read every five seconds, and with
 * traces of one event in a hundred; and the last released version. Each has a database and a namespace of its own. Two processes of the
 * same program differ by more than what is looked for, so each round starts all anew, and says how the first differs from itself. A
 * figure is the median of the rounds' ratios. `-- quick`: only to see that it runs; `-- direct` or `-- workflow`: one lane.
 */
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { migrate } from '../src/app/migrate.ts'
import { parseSettings } from '../src/settings/settings.ts'
import { findFreePorts } from '../src/stack/ports.ts'
import { installReleased } from '../test/upgrade/released.ts'
import type { Goal } from './figures.ts'
import { countCpu } from './measure/processes.ts'
import { createRecorder } from './recorder.ts'
import { publishResults } from './results.ts'
import { createTarget, type Target } from './scenarios/target.ts'
import { deliver, startDurahook } from './stand/durahook.ts'
import { keepBusy } from './stand/load.ts'
import { openStand, type Stand } from './stand/stand.ts'

const quick = process.argv.includes('quick')
const ROUNDS = quick ? 1 : 12
const SECONDS = quick ? 1 : 6
const WARM_UP_SECONDS = quick ? 1 : 5
/** As in bench/scenarios/throughput.ts. */
const IN_FLIGHT = 64
const SCRAPE_MS = 5_000

const ALL_LANES = ['DIRECT', 'WORKFLOW'] as const
const asked = ALL_LANES.filter((lane) => process.argv.includes(lane.toLowerCase()))
const LANES = asked.length > 0 ? asked : ALL_LANES

interface Variant {
  name: string
  options: Parameters<typeof startDurahook>[2]
  /** Of the throughput without. */
  goal?: Goal
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
const collectorUrl = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`

const metricsPorts = await findFreePorts(2)
const scraping = setInterval(() => {
  for (const port of metricsPorts)
    void fetch(`http://127.0.0.1:${port}/metrics`)
      .then((response) => response.text())
      .catch(() => {})
}, SCRAPE_MS)
opened.defer(() => clearInterval(scraping))

const variants = [
  await prepare('none'),
  await prepare(
    'metrics',
    {
      ofPart: (name) => ({ HOST: '127.0.0.1', METRICS_PORT: String(metricsPorts[name === 'api' ? 0 : 1]) }),
    },
    { atLeast: 0.97 },
  ),
  await prepare('none again'),
  await prepare(
    'traces',
    {
      ofPart: () => ({
        OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.01',
      }),
    },
    { atLeast: 0.95 },
  ),
  await prepare('released', { root: installReleased() }),
]
const [plain] = variants

for (let round = 0; round < ROUNDS; round += 1) {
  const measured = new Map<Variant, Record<string, { perSecond: number; cpuMs: number }>>()
  // Each is before and after each other one as often.
  for (const variant of round % 2 === 0 ? variants : variants.toReversed())
    measured.set(variant, await measure(variant))
  for (const lane of LANES) {
    const { perSecond, cpuMs } = measured.get(plain!)![lane]!
    recorder.add(`${lane}, none`, 'throughput', 'deliveries/s', perSecond)
    recorder.add(`${lane}, none`, 'CPU of API and worker', 'ms/delivery', cpuMs)
    for (const [variant, { [lane]: other }] of measured) {
      if (variant === plain) continue
      recorder.add(
        `${lane}, ${variant.name}`,
        'throughput / none',
        '',
        other!.perSecond / perSecond,
        variant.goal,
      )
      recorder.add(`${lane}, ${variant.name}`, 'CPU of API and worker / none', '', other!.cpuMs / cpuMs)
    }
  }
}
publishResults('observed', recorder.figures)

async function prepare(name: string, options: Variant['options'] = {}, goal?: Goal): Promise<Variant> {
  const own = name.replaceAll(' ', '_')
  const url = new URL(stand.databaseUrl)
  const client = new pg.Client(url.href)
  await client.connect()
  await client.query(`create database bench_${own}`)
  await client.end()
  url.pathname = `/bench_${own}`
  const namespace = { TEMPORAL_NAMESPACE: `bench-${own}` }
  await migrate(url.href, stand.temporalAddress, parseSettings(namespace))
  const environment = { ...stand.environment, ...namespace, DATABASE_URL: url.href }
  return {
    name,
    options,
    ...(goal && { goal }),
    stand: { ...stand, databaseUrl: url.href, environment },
  }
}

/** Starts it, and loads it in each lane. */
async function measure({ stand: own, options }: Variant) {
  await using durahook = await startDurahook(own, {}, options)
  const measured: Record<string, { perSecond: number; cpuMs: number }> = {}
  for (const lane of LANES) {
    const target = await createTarget(own, durahook, lane)
    await load(target, WARM_UP_SECONDS)
    const cpu = countCpu(durahook.processes)
    const begun = performance.now()
    const deliveries = await load(target, SECONDS)
    const ms = performance.now() - begun
    const cpuMs = Object.values(cpu()).reduce((all, each) => all + each, 0)
    measured[lane] = { perSecond: (deliveries * 1000) / ms, cpuMs: cpuMs / deliveries }
  }
  return measured
}

/** Full speed for so long; returns how many were delivered. */
async function load({ client }: Target, seconds: number): Promise<number> {
  const { receiver } = stand
  const before = receiver.count()
  const stop = new AbortController()
  const busy = keepBusy(IN_FLIGHT, stop.signal, (number) => deliver(client, receiver, number))
  setTimeout(() => stop.abort(), seconds * 1000)
  await busy
  return receiver.count() - before
}
