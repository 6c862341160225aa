/**
 * `npm run bench:observed`: what metrics and traces cost: durahook without them, beside one with metrics that are read every five seconds,
 * one with traces of one event in a hundred, the last released version, and the same without once more. Two of them at a time, each with
 * a database and a namespace of its own, are loaded in turns of two seconds. Two processes of the same program differ by more than what
 * is looked for, so each pair is started anew several times, and a figure is the median of their ratios. `-- quick`: only to see that it
 * runs; `-- direct` or `-- workflow`: one lane; `-- metrics` and such: one pair.
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
import { deliver, startDurahook, type Durahook } from './stand/durahook.ts'
import { keepBusy } from './stand/load.ts'
import { openStand, type Stand } from './stand/stand.ts'

const quick = process.argv.includes('quick')
const ROUNDS = quick ? 1 : 4
const TURNS = quick ? 1 : 10
const TURN_SECONDS = quick ? 1 : 2
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
  await prepare('again'),
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
const [plain, ...others] = variants as [Variant, ...Variant[]]
const wanted = others.filter(({ name }) => process.argv.includes(name))

for (let round = 0; round < ROUNDS; round += 1)
  for (const other of wanted.length > 0 ? wanted : others) await compare(other, round % 2 === 0)
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

/** Starts both, one of them first, and loads them in turns, in each lane. */
async function compare(other: Variant, plainFirst: boolean): Promise<void> {
  await using started = new AsyncDisposableStack()
  const both = plainFirst ? [plain, other] : [other, plain]
  const running = new Map<Variant, Durahook>()
  for (const variant of both)
    running.set(variant, started.use(await startDurahook(variant.stand, {}, variant.options)))
  for (const lane of LANES) {
    const loaded = new Map<Variant, { target: Target; deliveries: number; ms: number; cpuMs: number }>()
    for (const variant of both) {
      const target = await createTarget(variant.stand, running.get(variant)!, lane)
      await load(target, WARM_UP_SECONDS)
      loaded.set(variant, { target, deliveries: 0, ms: 0, cpuMs: 0 })
    }
    for (let turn = 0; turn < TURNS; turn += 1)
      // Each is as often the first as the second.
      for (const variant of turn % 2 === 0 ? both : both.toReversed()) {
        const sum = loaded.get(variant)!
        const cpu = countCpu(running.get(variant)!.processes)
        const begun = performance.now()
        sum.deliveries += await load(sum.target, TURN_SECONDS)
        sum.ms += performance.now() - begun
        sum.cpuMs += Object.values(cpu()).reduce((all, each) => all + each, 0)
      }
    const of = (variant: Variant) => {
      const { deliveries, ms, cpuMs } = loaded.get(variant)!
      return { perSecond: (deliveries * 1000) / ms, cpuMs: cpuMs / deliveries }
    }
    const [a, b] = [of(plain), of(other)]
    recorder.add(`${lane}, none`, 'throughput', 'deliveries/s', a.perSecond)
    recorder.add(`${lane}, none`, 'CPU of API and worker', 'ms/delivery', a.cpuMs)
    recorder.add(`${lane}, ${other.name}`, 'throughput / none', '', b.perSecond / a.perSecond, other.goal)
    recorder.add(`${lane}, ${other.name}`, 'CPU of API and worker / none', '', b.cpuMs / a.cpuMs)
  }
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
