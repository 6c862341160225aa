import { createWebhook, deliver, type Durahook } from '../stand/durahook.ts'
import { atRate } from '../stand/load.ts'
import type { GraphQLClient } from '../stand/client.ts'
import type { Stand } from '../stand/stand.ts'

/**
 * Publish to receive, in milliseconds, of events published `rate` times a second whatever happens to them.
 * `client`: of an organization that has its webhook; a new one unless given.
 */
export async function measureLatency(
  { receiver }: Stand,
  durahook: Durahook,
  { rate, seconds, client }: { rate: number; seconds: number; client?: GraphQLClient },
): Promise<number[]> {
  if (!client) {
    client = await durahook.organization()
    await createWebhook(client, receiver.url)
  }
  const publisher = client
  const one = (number: number) => deliver(publisher, receiver, number)
  await one(0) // the worker takes seconds to start
  await atRate(rate, 3, one) // and some more to be fast
  return atRate(rate, seconds, one)
}
