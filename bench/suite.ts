import type { Figure, Goal, Store } from './figures.ts'
import { residentMiB } from './measure/processes.ts'
import { print } from './measure/progress.ts'
import { median, percentile } from './measure/statistics.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { measureFanOut } from './scenarios/fan-out.ts'
import { storeAttempts, timeLogPages } from './scenarios/growth.ts'
import { measureLatency } from './scenarios/latency.ts'
import { measureLiveLog } from './scenarios/live-log.ts'
import { measurePublishing, measureSaturation } from './scenarios/publishing.ts'
import { createTarget } from './scenarios/target.ts'
import { measureEndToEnd, measureFloor, measureRetries, measureTenants } from './scenarios/throughput.ts'
import { total, type Window } from './scenarios/window.ts'
import type { Sizes } from './sizes.ts'
import { startDurahook, type Durahook } from './stand/durahook.ts'
import { openStand, type Stand } from './stand/stand.ts'
import type { Lane } from '../src/words/enums.ts'

/** What each lane is measured against. Ratios of one run decide; absolute times depend on the machine. */
const GOALS = {
  WORKFLOW: {
    latency: { p50: 12, p99: 30 },
    slowCpu: { atMost: 20 },
    fanOut: { p50: 800 },
  },
  DIRECT: {
    latency: { p50: 7, p99: 15 },
    slowCpu: { atMost: 12 },
    fanOut: { p50: 300 },
  },
} satisfies Record<Lane, { latency: object; slowCpu: Goal; fanOut: object }>

const LANES = ['WORKFLOW', 'DIRECT'] as const

const nameOf = (lane: Lane) => `${lane.toLowerCase()} lane`

/** Organizations of a product with many customers. */
const TENANTS = 25

/** Everything on one stack. What does not depend on what is behind Temporal is measured on SQLite only. */
export async function runSuite(store: Store, sizes: Sizes): Promise<Figure[]> {
  const recorder = createRecorder(store)
  print(`Temporal on ${store}`)
  await using stand = await openStand(store)
  let floor!: Window
  for (let round = 1; round <= sizes.rounds; round += 1) {
    print(` round ${round} of ${sizes.rounds}`)
    floor = await compare(store, stand, sizes, recorder)
  }
  print(' other scenarios')
  await untuned(store, floor, sizes, recorder)
  if (store === 'sqlite') await lanes(stand, sizes, recorder)
  await using durahook = await startDurahook(stand)
  recorder.window('retries', await measureRetries(stand, durahook, sizes.seconds))
  await liveLog(stand, durahook, sizes, recorder)
  if (store === 'sqlite') await growth(stand, durahook, sizes, recorder)
  return recorder.figures
}

/**
 * The floor and both lanes one after the other: the ratios are of one round, on the same machine in the same minute. Returns
 * the floor.
 */
async function compare(
  store: Store,
  stand: Stand,
  { seconds, latencySeconds }: Sizes,
  recorder: Recorder,
): Promise<Window> {
  const floor = await measureFloor(stand, 'tuned', seconds)
  recorder.window('floor, tuned', floor)
  const windows = {} as Record<Lane, Window>
  for (const lane of LANES) {
    await using durahook = await startDurahook(stand)
    const target = await createTarget(stand, durahook, lane)
    const window = await measureEndToEnd(stand, durahook, seconds, target)
    windows[lane] = window
    recorder.window(nameOf(lane), window, lane === 'DIRECT' ? { atMost: 1.3 } : undefined)
    memory(durahook, recorder, nameOf(lane))
    const { times, cpuMs } = await measureLatency(stand, durahook, {
      rate: 10,
      seconds: latencySeconds,
      target,
    })
    const slow = `${nameOf(lane)} at 10/s`
    recorder.times(slow, times, GOALS[lane].latency)
    recorder.add(slow, 'CPU', 'ms/delivery', total(cpuMs), GOALS[lane].slowCpu)
  }
  const { WORKFLOW: workflow, DIRECT: direct } = windows
  recorder.add('workflow lane', 'throughput / floor', '', workflow.perSecond / floor.perSecond, {
    atLeast: 0.8,
  })
  recorder.add('workflow lane', 'CPU / floor', '', total(workflow.cpuMs) / floorCpu(store, floor.cpuMs), {
    atMost: 1.35,
  })
  recorder.add('direct lane', 'throughput / workflow lane', '', direct.perSecond / workflow.perSecond, {
    atLeast: 10,
  })
  return floor
}

/** The floor on Temporal's defaults, beside the one of the last round. */
async function untuned(store: Store, floor: Window, { seconds }: Sizes, recorder: Recorder): Promise<void> {
  await using stand = await openStand(store, 'default')
  const usual = await measureFloor(stand, 'default', seconds)
  recorder.window('floor, default', usual)
  recorder.add('floor, tuned', 'throughput / default', '', floor.perSecond / usual.perSecond, {
    atLeast: 1.5,
  })
}

/** The floor doesn't use Postgres unless Temporal does. */
const floorCpu = (store: Store, { postgres, ...others }: Record<string, number>) =>
  total(others) + (store === 'postgres' ? postgres! : 0)

function memory({ processes: { api, worker } }: Durahook, recorder: Recorder, scenario: string): void {
  recorder.add(scenario, 'memory of api', 'MiB', residentMiB(api.pid), { atMost: 220 })
  recorder.add(scenario, 'memory of worker', 'MiB', residentMiB(worker.pid), { atMost: 320 })
}

/** What each lane does beyond one busy webhook, and publishing alone. */
async function lanes(stand: Stand, sizes: Sizes, recorder: Recorder): Promise<void> {
  const { seconds } = sizes
  for (const lane of LANES) {
    // A stack of its own: what the one before left to deliver is not there.
    await using durahook = await startDurahook(stand)
    await measureLatency(stand, durahook, {
      rate: 10,
      seconds: 1,
      target: await createTarget(stand, durahook, lane),
    }) // warm
    for (const path of ['', '/slow']) {
      const fanOut = { webhooks: 100, events: sizes.fanOutEvents, lane, path }
      recorder.times(
        `${nameOf(lane)}, fan-out to 100${path && ' that take 300 ms'}`,
        await measureFanOut(stand, durahook, fanOut),
        path === '' ? {} : GOALS[lane].fanOut,
      )
    }
    recorder.window(
      `${nameOf(lane)}, ${TENANTS} tenants`,
      await measureTenants(stand, durahook, { seconds, lane, tenants: TENANTS }),
    )
    const { accepted, delivered } = await measureSaturation(stand, durahook, seconds * 2, lane)
    const scenario = `${nameOf(lane)}, saturated`
    recorder.add(scenario, 'accepted', 'events/s', accepted)
    recorder.add(scenario, 'accepted / delivered', '', accepted / delivered, { atMost: 1.5 })
  }
  await using durahook = await startDurahook(stand)
  const single = await measurePublishing(stand, durahook, seconds, false)
  const batches = await measurePublishing(stand, durahook, seconds, true)
  recorder.window('publishing only', single)
  recorder.window('publishing only, batches of 100', batches)
  recorder.add(
    'publishing only, batches of 100',
    'throughput / single',
    '',
    batches.perSecond / single.perSecond,
    { atLeast: 5 },
  )
}

async function liveLog(stand: Stand, durahook: Durahook, sizes: Sizes, recorder: Recorder): Promise<void> {
  const { subscribers, seconds } = sizes
  const { perSecond, lags, wrong } = await measureLiveLog(stand, durahook, {
    subscribers,
    inFlight: 64,
    seconds,
  })
  const scenario = `live log, ${subscribers} subscribers`
  recorder.add(scenario, 'throughput', 'deliveries/s', perSecond)
  recorder.add(scenario, 'entries/s', '', perSecond * subscribers)
  recorder.times(scenario, lags, { p99: 250 })
  recorder.add(scenario, 'missing or double', 'entries', wrong, { atMost: 0 })
}

/**
 * The same figures with few and with many attempts stored, for the organization and webhook that have them. In the direct
 * lane, where Postgres does the most.
 */
async function growth(stand: Stand, durahook: Durahook, sizes: Sizes, recorder: Recorder): Promise<void> {
  const target = await createTarget(stand, durahook, 'DIRECT')
  async function measure(stored: number) {
    await storeAttempts(stand.databaseUrl, target.webhookId, stored)
    const speeds: number[] = []
    for (let round = 1; round <= sizes.rounds; round += 1)
      speeds.push((await measureEndToEnd(stand, durahook, sizes.seconds, target)).perSecond)
    const seconds = sizes.latencySeconds / 2
    const { times } = await measureLatency(stand, durahook, { rate: 10, seconds, target })
    const pages = await timeLogPages(target.client, target.webhookId, sizes.logPages)
    const figures = { perSecond: median(speeds), p50: percentile(times, 0.5), page: median(pages) }
    const scenario = `${stored.toLocaleString('en')} attempts stored`
    recorder.add(scenario, 'throughput', 'deliveries/s', figures.perSecond)
    recorder.add(scenario, 'latency p50', 'ms', figures.p50)
    recorder.add(scenario, 'log page', 'ms', figures.page)
    return figures
  }
  const few = await measure(sizes.stored.few)
  const many = await measure(sizes.stored.many)
  recorder.add('growth', 'throughput, few / many', '', few.perSecond / many.perSecond, { atMost: 1.2 })
  recorder.add('growth', 'latency p50, many / few', '', many.p50 / few.p50, { atMost: 1.2 })
  recorder.add('growth', 'log page, many / few', '', many.page / few.page, { atMost: 1.2 })
}
