import type { Figure, Store } from './figures.ts'
import { print } from './measure/progress.ts'
import { median, percentile } from './measure/statistics.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { measureFanOut } from './scenarios/fan-out.ts'
import { storeAttempts, timeLogPages } from './scenarios/growth.ts'
import { measureLatency } from './scenarios/latency.ts'
import { measureLiveLog } from './scenarios/live-log.ts'
import { createTarget } from './scenarios/target.ts'
import { measureEndToEnd, measureFloor, measureRetries } from './scenarios/throughput.ts'
import { total } from './scenarios/window.ts'
import type { Sizes } from './sizes.ts'
import { startDurahook, type Durahook } from './stand/durahook.ts'
import { openStand, type Stand } from './stand/stand.ts'

/** Everything on one stack. */
export async function runSuite(store: Store, sizes: Sizes): Promise<Figure[]> {
  const recorder = createRecorder(store)
  print(`Temporal on ${store}`)
  await using stand = await openStand(store)
  for (let round = 1; round <= sizes.rounds; round += 1) {
    print(` round ${round} of ${sizes.rounds}`)
    await compare(store, stand, sizes, recorder)
  }
  print(' other scenarios')
  await using durahook = await startDurahook(stand)
  recorder.times(
    'fan-out to 100',
    await measureFanOut(stand, durahook, { webhooks: 100, events: sizes.fanOutEvents }),
  )
  recorder.window('retries', await measureRetries(stand, durahook, sizes.seconds))
  await liveLog(stand, durahook, sizes, recorder)
  // durahook's own tables are the same behind both.
  if (store === 'sqlite') await growth(stand, durahook, sizes, recorder)
  return recorder.figures
}

/** The floors and durahook one after the other: the ratios are of one round, on the same machine in the same minute. */
async function compare(
  store: Store,
  stand: Stand,
  { seconds, latencySeconds }: Sizes,
  recorder: Recorder,
): Promise<void> {
  const floor = await measureFloor(stand, 'tuned', seconds)
  recorder.window('floor, tuned', floor)
  {
    await using durahook = await startDurahook(stand)
    const endToEnd = await measureEndToEnd(stand, durahook, seconds)
    recorder.window('end to end', endToEnd)
    recorder.add('end to end', 'throughput / floor', '', endToEnd.perSecond / floor.perSecond, {
      atLeast: 0.8,
    })
    recorder.add('end to end', 'CPU / floor', '', total(endToEnd.cpuMs) / floorCpu(store, floor.cpuMs), {
      atMost: 1.25,
    })
    const times = await measureLatency(stand, durahook, { rate: 10, seconds: latencySeconds })
    recorder.times('latency at 10/s', times, { p50: 25, p99: 100 })
  }
  await using untuned = await openStand(store, 'default')
  const usual = await measureFloor(untuned, 'default', seconds)
  recorder.window('floor, default', usual)
  recorder.add('floor, tuned', 'throughput / default', '', floor.perSecond / usual.perSecond, {
    atLeast: 1.5,
  })
}

/** The floor doesn't use Postgres unless Temporal does. */
const floorCpu = (store: Store, { postgres, ...others }: Record<string, number>) =>
  total(others) + (store === 'postgres' ? postgres! : 0)

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

/** The same figures with few and with many attempts stored, for the organization and webhook that have them. */
async function growth(stand: Stand, durahook: Durahook, sizes: Sizes, recorder: Recorder): Promise<void> {
  const target = await createTarget(stand, durahook)
  const { client, webhookId } = target
  async function measure(stored: number) {
    await storeAttempts(stand.databaseUrl, webhookId, stored)
    const speeds: number[] = []
    for (let round = 1; round <= sizes.rounds; round += 1)
      speeds.push((await measureEndToEnd(stand, durahook, sizes.seconds, target)).perSecond)
    const perSecond = median(speeds)
    const times = await measureLatency(stand, durahook, {
      rate: 10,
      seconds: sizes.latencySeconds / 2,
      target,
    })
    const pages = await timeLogPages(client, webhookId, sizes.logPages)
    const scenario = `${stored.toLocaleString('en')} attempts stored`
    recorder.add(scenario, 'throughput', 'deliveries/s', perSecond)
    recorder.add(scenario, 'latency p50', 'ms', percentile(times, 0.5))
    recorder.add(scenario, 'log page', 'ms', median(pages))
    return { perSecond, p50: percentile(times, 0.5), page: median(pages) }
  }
  const few = await measure(sizes.stored.few)
  const many = await measure(sizes.stored.many)
  recorder.add('growth', 'throughput, few / many', '', few.perSecond / many.perSecond, { atMost: 1.2 })
  recorder.add('growth', 'latency p50, many / few', '', many.p50 / few.p50, { atMost: 1.2 })
  recorder.add('growth', 'log page, many / few', '', many.page / few.page, { atMost: 1.2 })
}
