import { createWebhook, publish, type Durahook } from '../stand/durahook.ts'
import { eventData } from '../stand/event.ts'
import { atRate } from '../stand/load.ts'
import type { Stand } from '../stand/stand.ts'

/** Publish to receive, in milliseconds, of events published `rate` times a second whatever happens to them. */
export async function measureLatency(
  { receiver }: Stand,
  durahook: Durahook,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<number[]> {
  const client = await durahook.organization()
  await createWebhook(client, receiver.url)
  const deliver = async (number: number) => {
    const begun = performance.now()
    const arrival = receiver.arrival(number)
    await publish(client, eventData(number))
    return (await arrival) - begun
  }
  await deliver(0) // the worker takes seconds to start
  await atRate(rate, 3, deliver) // and some more to be fast
  return atRate(rate, seconds, deliver)
}
