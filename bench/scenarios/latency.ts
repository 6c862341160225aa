import { deliver, type Durahook } from '../stand/durahook.ts'
import { atRate } from '../stand/load.ts'
import type { Stand } from '../stand/stand.ts'
import { createTarget, type Target } from './target.ts'

/**
 * Publish to receive, in milliseconds, of events published `rate` times a second whatever happens to them.
 * `target`: a new one unless given.
 */
export async function measureLatency(
  stand: Stand,
  durahook: Durahook,
  { rate, seconds, target }: { rate: number; seconds: number; target?: Target },
): Promise<number[]> {
  const { client } = target ?? (await createTarget(stand, durahook))
  const one = (number: number) => deliver(client, stand.receiver, number)
  await one(0) // the worker takes seconds to start
  await atRate(rate, 3, one) // and some more to be fast
  return atRate(rate, seconds, one)
}
