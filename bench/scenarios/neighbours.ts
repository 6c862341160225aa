import { setTimeout as delay } from 'node:timers/promises'
import { createWebhook, publish, type Durahook } from '../stand/durahook.ts'
import { eventData } from '../stand/event.ts'
import type { Stand } from '../stand/stand.ts'
import { measureLatency } from './latency.ts'
import { createTarget } from './target.ts'

export interface Neighbours {
  /** Publish to receive of the quiet organization, in milliseconds: alone, and beside the other. */
  quiet: number[]
  beside: number[]
}

/**
 * One organization has `deliveries` for endpoints that never answer, spread over `webhooks`; another publishes ten
 * events a second, before and meanwhile.
 */
export async function measureNeighbours(
  stand: Stand,
  durahook: Durahook,
  { deliveries, webhooks, seconds }: { deliveries: number; webhooks: number; seconds: number },
): Promise<Neighbours> {
  const { receiver } = stand
  const load = { rate: 10, seconds, target: await createTarget(stand, durahook) }
  const { times: quiet } = await measureLatency(stand, durahook, load)

  const bad = await durahook.organization()
  for (let index = 0; index < webhooks; index += 1) await createWebhook(bad, `${receiver.url}/hang/${index}`)
  for (let index = 0; index < deliveries / webhooks; index += 1) await publish(bad, eventData(0))
  await delay(5_000) // it has what slots it can get
  const { times: beside } = await measureLatency(stand, durahook, load)
  return { quiet, beside }
}
