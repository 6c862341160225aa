import { setTimeout as delay } from 'node:timers/promises'
import type { Lane } from '../../src/words/enums.ts'
import { createWebhook, deliver, type Durahook } from '../stand/durahook.ts'
import { keepBusy } from '../stand/load.ts'
import { startNode } from '../stand/node-process.ts'
import type { Stand } from '../stand/stand.ts'
import { startSubscribers } from '../subscribers/subscribers.ts'
import { createTarget, type Target } from './target.ts'
import { measureWindow, type Window } from './window.ts'

/** Deliveries accepted and not yet received, at every moment: enough to keep two cores busy. */
const IN_FLIGHT = 64

/** Until compilers, pools and caches are warm, in seconds. */
const WARM_UP_S = 4

/** The dialect's first retry comes after 5 s and up to a fifth more. */
const FIRST_RETRIES_S = 4

/** Bare Temporal: how many of the smallest workflows it runs. `tuned` of the worker; the server is the stand's. */
export async function measureFloor(
  stand: Stand,
  tuning: 'default' | 'tuned',
  seconds: number,
): Promise<Window> {
  const { receiver, processes } = stand
  await using worker = startNode({
    name: 'floor',
    file: 'bench/floor/floor-process.ts',
    environment: {
      ...stand.environment,
      RECEIVER_URL: receiver.url,
      IN_FLIGHT: String(IN_FLIGHT),
      TUNING: tuning,
    },
    folder: stand.folder,
  })
  await warm(stand)
  return await measureWindow(seconds, receiver.count, { ...processes, worker: { pid: worker.pid } })
}

/** publishEvent over GraphQL to the receiver, while one subscriber follows the log. `target`: a new one unless given. */
export async function measureEndToEnd(
  stand: Stand,
  durahook: Durahook,
  seconds: number,
  target?: Target,
): Promise<Window> {
  const { receiver, folder } = stand
  const { client, webhookId } = target ?? (await createTarget(stand, durahook))
  await using _ = await startSubscribers({ ...client, webhookId, count: 1, folder })
  // Awaited here: the subscriber follows until the end.
  return await measureDelivering(stand, durahook, seconds, (number) => deliver(client, receiver, number))
}

/** The same for so many organizations that publish in turn. `path`: how their receivers answer. */
export async function measureTenants(
  stand: Stand,
  durahook: Durahook,
  { seconds, lane, tenants, path }: { seconds: number; lane: Lane; tenants: number; path?: string },
): Promise<Window> {
  const { receiver } = stand
  const targets = await Promise.all(
    Array.from({ length: tenants }, () => createTarget(stand, durahook, lane, path)),
  )
  return measureDelivering(stand, durahook, seconds, (number) =>
    deliver(targets[number % tenants]!.client, receiver, number),
  )
}

/**
 * The same with a receiver that fails the first request of every other event: its retry comes 5 s later, beside what is
 * published then.
 */
export async function measureRetries(stand: Stand, durahook: Durahook, seconds: number): Promise<Window> {
  const { receiver } = stand
  const client = await durahook.organization()
  await createWebhook(client, `${receiver.url}/fail-once`)
  const one = (number: number) => deliver(client, receiver, number)
  return measureDelivering(stand, durahook, seconds, one, FIRST_RETRIES_S)
}

/** IN_FLIGHT calls of `one` at every moment. `more`: seconds that the warm-up takes longer. */
async function measureDelivering(
  stand: Stand,
  durahook: Durahook,
  seconds: number,
  one: (number: number) => Promise<unknown>,
  more = 0,
): Promise<Window> {
  const stop = new AbortController()
  const busy = keepBusy(IN_FLIGHT, stop.signal, one)
  await warm(stand)
  await delay(more * 1000)
  const window = await measureWindow(seconds, stand.receiver.delivered, serverSide(stand, durahook))
  stop.abort()
  await busy
  return window
}

const serverSide = (stand: Stand, durahook: Durahook) => ({ ...stand.processes, ...durahook.processes })

/** Workers take seconds to start, and some more to be fast. */
async function warm({ receiver }: Stand): Promise<void> {
  const before = receiver.count()
  while (receiver.count() === before) await delay(50)
  await delay(WARM_UP_S * 1000)
}
