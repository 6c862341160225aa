import { percentile } from '../measure/statistics.ts'
import { createTarget } from '../scenarios/target.ts'
import { createWebhook, deliver } from '../stand/durahook.ts'
import { atRate } from '../stand/load.ts'
import { mostWithin, publishNumbers, until, type Ground } from './ground.ts'

/** Attempts a second. */
const LIMIT = 10

/** Those of the neighbour have smaller ones. */
const FIRST_NUMBER = 1_000_000

/** So many deliveries at once for a webhook with a limit, and a neighbour that publishes as many a second, before and beside it. */
export async function measureLimit(
  { stand, durahook, recorder, lane }: Ground,
  deliveries: number,
): Promise<void> {
  const { receiver } = stand
  const { client: neighbour } = await createTarget(stand, durahook, lane)
  const live = (seconds: number) => atRate(LIMIT, seconds, (number) => deliver(neighbour, receiver, number))
  const times: number[] = []
  receiver.answers(`/limited/${lane}`, () => {
    times.push(performance.now())
    return { status: 200 }
  })
  const limited = await durahook.organization(lane)
  await createWebhook(limited, `${receiver.url}/limited/${lane}`, {
    rateLimit: { limit: LIMIT, per: 'SECOND' },
  })

  const ideal = (deliveries - 1) / LIMIT
  await live(3)
  const quiet = await live(ideal)
  await publishNumbers(limited, FIRST_NUMBER, deliveries)
  const beside = await live(ideal)
  await until(() => times.length >= deliveries)

  const scenario = `${lane}, ${deliveries} at once, ${LIMIT} a second`
  const whole = (times.at(-1)! - times[0]!) / 1000
  recorder.add(scenario, 'most within a second', 'requests', mostWithin(times, 1000), { atMost: LIMIT + 1 })
  recorder.add(scenario, 'whole / ideal', '', whole / ideal, { atMost: 1.02 })
  recorder.add(scenario, 'requests', '', times.length)
  recorder.times(`${scenario}, neighbour, quiet`, quiet)
  recorder.times(`${scenario}, neighbour beside it`, beside)
  const ratio = percentile(beside, 0.99) / percentile(quiet, 0.99)
  recorder.add(scenario, 'neighbour p99, beside / quiet', '', ratio, { atMost: 1.2 })
}
