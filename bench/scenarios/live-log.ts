import { setTimeout as delay } from 'node:timers/promises'
import { deliver, type Durahook } from '../stand/durahook.ts'
import { keepBusy } from '../stand/load.ts'
import type { Stand } from '../stand/stand.ts'
import { startSubscribers } from '../subscribers/subscribers.ts'
import { createTarget } from './target.ts'

export interface LiveLogResult {
  perSecond: number
  /** Milliseconds from the end of an attempt to its entry at each subscriber. */
  lags: number[]
  /** Entries that some subscriber did not get, or got twice. */
  wrong: number
}

/** Deliveries at full speed to one webhook whose log many follow. */
export async function measureLiveLog(
  stand: Stand,
  durahook: Durahook,
  { subscribers: count, inFlight, seconds }: { subscribers: number; inFlight: number; seconds: number },
): Promise<LiveLogResult> {
  const { receiver, folder } = stand
  const { client, webhookId } = await createTarget(stand, durahook)
  await using subscribers = await startSubscribers({ ...client, webhookId, count, folder })
  await delay(2_000) // connected is not yet subscribed
  let delivered = 0
  const stop = new AbortController()
  const busy = keepBusy(inFlight, stop.signal, async (number) => {
    await deliver(client, receiver, number)
    delivered += 1
  })
  await delay(8_000)
  subscribers.measure()
  const before = delivered
  const begun = performance.now()
  await delay(seconds * 1000)
  const perSecond = ((delivered - before) * 1000) / (performance.now() - begun)
  const { lags } = await subscribers.report()
  stop.abort()
  await busy
  await delay(3_000) // the last entries
  const { received } = await subscribers.report()
  return { perSecond, lags, wrong: received.reduce((sum, got) => sum + Math.abs(got - delivered), 0) }
}
