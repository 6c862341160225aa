import type { Lane } from '../../src/words/enums.ts'
import { createWebhook, publish, type Durahook } from '../stand/durahook.ts'
import { eventData } from '../stand/event.ts'
import type { Stand } from '../stand/stand.ts'

/**
 * One event for so many webhooks: milliseconds from publishing to the last receipt, for each of `events`. `path`: how the
 * receiver answers.
 */
export async function measureFanOut(
  { receiver }: Stand,
  durahook: Durahook,
  { webhooks, events, lane, path = '' }: { webhooks: number; events: number; lane: Lane; path?: string },
): Promise<number[]> {
  const client = await durahook.organization(lane)
  for (let index = 0; index < webhooks; index += 1)
    await createWebhook(client, `${receiver.url}${path}/${index}`)
  const times: number[] = []
  for (let number = -1; number > -events - 2; number -= 1) {
    const last = receiver.arrival(-number, webhooks)
    const begun = performance.now()
    await publish(client, eventData(-number))
    times.push((await last) - begun)
  }
  return times.slice(1) // the first one opens a hundred connections
}
